package io.edgeveil.gateway.web;

import io.edgeveil.broker.ViewerAccess;
import io.edgeveil.broker.certificate.ServerIdentity;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Where the gateway listens for HTTP.
 *
 * @param address loopback, unless {@code secure} is there
 * @param port 0 for any free one
 * @param secure with what it speaks TLS and who may watch; empty for neither, to this machine alone
 */
public record HttpListener(InetAddress address, int port, Optional<Secure> secure) {

  /** Certificate and key that it shows, and the viewers that it lets in. */
  public record Secure(ServerIdentity identity, ViewerAccess viewers) {}

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if other machines could listen on the way
   */
  public HttpListener {
    if (secure.isEmpty() && !address.isLoopbackAddress()) {
      throw new IllegalArgumentException("HTTP without TLS is for loopback, not " + address);
    }
  }
}
