#!/bin/sh
# Makes a HiveMQ Community Edition of one's own Edgeveil's broker: certificates, configuration, extension and accounts.
#
#   install.sh HIVEMQ FILES ACCOUNTS [PORT]
#
#   HIVEMQ    its home folder, with bin, conf and extensions
#   FILES     what "edgeveil-gateway broker-files --mosquitto FILES --host NAME" wrote
#   ACCOUNTS  the file "accounts" of the gateway's data folder
#   PORT      where it is to listen, 8883 unless given
#
# Run it as HiveMQ's user, then start HiveMQ; run it again whenever a device comes, goes or changes (HiveMQ takes the new
# accounts without a restart). What it replaces keeps the ending .before-edgeveil.
set -eu

if [ $# -lt 3 ]; then
  sed -n '3,8s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
home=$(readlink -f -- "$1")
files=$2
accounts=$3
port=${4:-8883}
here=$(dirname -- "$(readlink -f -- "$0")")
umask 077

for needed in "$home/conf" "$home/extensions" "$files/server.key.pem" "$files/server.pem" "$files/ca.pem" "$accounts"; do
  [ -r "$needed" ] || { echo "install.sh: no $needed" >&2; exit 1; }
done

password=$(openssl rand -hex 32)
export password
cat "$files/server.pem" "$files/ca.pem" |
  openssl pkcs12 -export -inkey "$files/server.key.pem" -in /dev/stdin -out "$home/conf/server.p12" -passout env:password
rm -f "$home/conf/authority.p12"
keytool -importcert -noprompt -storetype PKCS12 -alias authority -file "$files/ca.pem" \
  -keystore "$home/conf/authority.p12" -storepass:env password 2>/dev/null

if [ -e "$home/conf/config.xml" ] && ! grep -q edgeveil-tls "$home/conf/config.xml"; then
  mv "$home/conf/config.xml" "$home/conf/config.xml.before-edgeveil"
fi
rm -f "$home/conf/config.xml"
sed "s|@HOME@|$home|; s|@PORT@|$port|; s|@PASSWORD@|$password|" "$here/config.xml" > "$home/conf/config.xml"

# It would let everybody in.
if [ -d "$home/extensions/hivemq-allow-all-extension" ]; then
  mv "$home/extensions/hivemq-allow-all-extension" "$home/hivemq-allow-all-extension.before-edgeveil"
fi
unzip -qo "$here/edgeveil-hivemq-extension.zip" -d "$home/extensions"
cp "$accounts" "$home/extensions/edgeveil-access/.accounts.new"
mv "$home/extensions/edgeveil-access/.accounts.new" "$home/extensions/edgeveil-access/accounts"
echo "HiveMQ in $home listens at port $port, with TLS, when it is started the next time"
