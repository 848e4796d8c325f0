package io.edgeveil.sensor.app;

import io.edgeveil.broker.client.AddressParts;
import io.edgeveil.pads.role.Party;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the owner of a gateway is known by before the gateway is asked: the host of its address and
 * the authority that certifies it.
 *
 * <p>One host is written in one way, whatever is spoken there and at whatever port: its name in
 * lower case without the final dot, and each numerical address that the name has now. A loopback
 * address says nothing of who is behind it (a tunnel may be), so there the port belongs to it. An
 * unknown name is known by itself alone.
 */
final class Owner {
  private Owner() {}

  /**
   * Who is reached at an address.
   *
   * @param account folder of the account there, which names the authority, if there is one
   * @throws IOException if the authority's file cannot be read
   */
  static List<Party> of(GatewayAddress address, Optional<Path> account) throws IOException {
    List<Party> known = hosts(address.host(), address.port());
    if (account.isPresent()) {
      known.addAll(authorities(account.get().resolve(DeviceCredentials.AUTHORITY)));
    }
    return known;
  }

  private static List<Party> hosts(String host, int port) {
    String name = withoutZone(host.toLowerCase(Locale.ROOT)).replaceFirst("\\.$", "");
    List<Party> known = new ArrayList<>();
    for (InetAddress address : addresses(name)) {
      boolean here = address.isLoopbackAddress() || address.isAnyLocalAddress();
      known.add(Party.host(here ? "localhost:" + port : withoutZone(address.getHostAddress())));
    }
    boolean isName = !AddressParts.isAddress(name) && !name.equals("localhost");
    if (isName || known.isEmpty()) {
      known.add(0, Party.host(name));
    }
    return known;
  }

  /** An IPv6 address is the same by whichever interface of ours it is reached. */
  private static String withoutZone(String host) {
    return host.replaceFirst("%.*", "");
  }

  private static InetAddress[] addresses(String name) {
    try {
      return InetAddress.getAllByName(name);
    } catch (UnknownHostException e) { // connecting will say so
      return new InetAddress[0];
    }
  }

  private static List<Party> authorities(Path file) throws IOException {
    List<Party> known = new ArrayList<>();
    if (Files.exists(file)) {
      try (var in = Files.newInputStream(file)) {
        for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          known.add(Party.authority(each.getPublicKey().getEncoded()));
        }
      } catch (CertificateException e) {
        throw new IOException(file + " is not a file of PEM certificates", e);
      }
    }
    return known;
  }
}
