package io.edgeveil.gateway.app;

import io.edgeveil.broker.client.AddressParts;
import io.edgeveil.command.doctor.Finding;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Whether a port is free, and who has it. */
final class PortLook {
  private static final String WHAT = "port";

  private PortLook() {}

  static Finding of(InetAddress address, int port, String option) throws IOException {
    String place = AddressParts.authority(address.getHostAddress(), port);
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
      return Finding.ok(WHAT, place + " is free (" + option + ")");
    } catch (BindException e) {
      Optional<PortHolder> holder = PortHolder.of(port);
      String found =
          "cannot listen at "
              + place
              + ": "
              + holder
                  .map(h -> "held by " + h.name() + ", process " + h.process())
                  .orElse(e.getMessage());
      return holder.isPresent() && holder.get().isGateway()
          ? Finding.warning(WHAT, found, "all is well if that is this very gateway, running")
          : Finding.failed(WHAT, found, "stop that, or choose another port with " + option);
    }
  }
}
