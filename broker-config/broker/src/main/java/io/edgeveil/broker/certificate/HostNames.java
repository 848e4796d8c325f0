package io.edgeveil.broker.certificate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The host names and addresses of a broker, as its certificate lists them; each once. */
final class HostNames {

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

  private final SortedSet<String> addresses = new TreeSet<>();
  private final SortedSet<String> names = new TreeSet<>();

  /**
   * This machine under loopback names and the host name it gives itself, and the names given.
   *
   * @throws IllegalArgumentException if one is neither a host name nor an address
   */
  HostNames(Collection<String> more) {
    List.of("localhost", "127.0.0.1", "::1").forEach(this::add);
    String own = ownName();
    if (NAME.matcher(own).matches()) {
      add(own);
    }
    more.forEach(this::add);
  }

  private void add(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (ADDRESS.matcher(name).matches()) {
      addresses.add(canonical(name));
    } else if (NAME.matcher(name).matches()) {
      names.add(name);
    } else {
      throw new IllegalArgumentException("'" + host + "' is neither a host name nor an address");
    }
  }

  /** As Java prints it, so that two ways to write one address are one. */
  private static String canonical(String address) {
    try {
      return InetAddress.getByName(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + address + "' is no address", e);
    }
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
    } catch (UnknownHostException e) {
      return "localhost"; // a machine whose own name means nothing to it is not found by it either
    }
  }

  GeneralNames forCertificate() {
    return new GeneralNames(
        java.util.stream.Stream.concat(
                names.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                addresses.stream().map(ip -> new GeneralName(GeneralName.iPAddress, ip)))
            .toArray(GeneralName[]::new));
  }

  /** Whether a certificate lists exactly these. */
  boolean areThoseOf(X509Certificate certificate) {
    SortedSet<String> listed = new TreeSet<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
        String value = alternative.get(1).toString();
        listed.add(alternative.get(0).equals(GeneralName.iPAddress) ? canonical(value) : value);
      }
    } catch (CertificateParsingException e) {
      return false; // to be renewed
    }
    SortedSet<String> wanted = new TreeSet<>(names);
    wanted.addAll(addresses);
    return listed.equals(wanted);
  }
}
