package io.edgeveil.broker;

import io.edgeveil.broker.certificate.CertificateAuthority;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/**
 * Where the embedded broker speaks MQTT over TLS 1.3, to clients with certificates alone.
 *
 * @param bindAddress where it listens
 * @param port 0..65535; 0 takes a free one
 * @param authority that certifies the broker and its clients
 * @param names host names and addresses in the broker's certificate, beside the loopback ones and
 *     this machine's own
 */
public record TlsListener(
    InetAddress bindAddress, int port, CertificateAuthority authority, List<String> names) {

  public TlsListener {
    Objects.requireNonNull(bindAddress, "bindAddress");
    Objects.requireNonNull(authority, "authority");
    names = List.copyOf(names);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("TLS port must be 0..65535, got " + port);
    }
  }
}
