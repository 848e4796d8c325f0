package io.edgeveil.gateway.app;

import io.edgeveil.broker.client.AddressParts;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.command.Release;
import io.edgeveil.gateway.account.IdentityFiles;
import io.edgeveil.gateway.account.Viewer;
import io.edgeveil.gateway.model.ServedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a person sees when the gateway has started. */
final class Banner {
  private Banner() {}

  /** The start as facts for a program; no password among them. */
  static Map<String, Object> facts(GatewayServer server) throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("event", "started");
    facts.put("gateway", server.name());
    facts.put("version", Release.version());
    facts.put("broker", server.address().toString());
    server.tlsAddress().ifPresent(address -> facts.put("tls", address.toString()));
    server.websocketPort().ifPresent(port -> facts.put("websocket_port", port));
    if (!server.coapAddresses().isEmpty()) {
      facts.put("coap", server.coapAddresses());
    }
    server.webAddress().ifPresent(address -> facts.put("web", address));
    facts.put("kernel", server.kernel());
    facts.put("models", server.models().stream().map(ServedModel::toString).toList());
    return facts;
  }

  /**
   * The start in words.
   *
   * @param forTerminal whether a person alone reads it: the journal keeps what a service prints, so
   *     the viewer's password is for a terminal
   */
  static String text(GatewayServer server, Path data, boolean forTerminal) throws IOException {
    StringBuilder text = new StringBuilder();
    line(text, "");
    line(text, "Edgeveil gateway " + server.name() + ", version " + Release.version());
    line(text, "");
    String label = "models";
    for (ServedModel model : server.models()) {
      row(text, label, model(model));
      label = "";
    }
    row(text, "kernel", server.kernel() + ": " + server.kernelReason());
    row(text, "broker", broker(server));
    server
        .tlsAddress()
        .ifPresent(address -> row(text, "", address + " for other machines, with certificates"));
    coap(text, server);
    server.webAddress().ifPresent(address -> row(text, "page", page(address)));
    server.viewer().ifPresent(viewer -> watch(text, server, viewer, data, forTerminal));
    line(text, "");
    if (server.viewer().isPresent()) {
      row(text, "next", command("device add ID -o BUNDLE", data) + "  lets a device in");
    }
    row(text, "stop", "Ctrl-C");
    line(text, "");
    return text.toString();
  }

  private static String model(ServedModel model) {
    List<Integer> k =
        model.layers().stream().map(layer -> layer.modulus().bits()).sorted().toList();
    return String.format(
        Locale.ROOT,
        "%s  %d linear layers, %,d weights, k %d to %d, digest %s…",
        model,
        model.layers().size(),
        model.parameters(),
        k.get(0),
        k.get(k.size() - 1),
        model.digest().substring(0, 16));
  }

  private static String broker(GatewayServer server) {
    return server.websocketPort().isPresent()
        ? String.format(
            Locale.ROOT,
            "%s and ws://%s/mqtt, in this process, without TLS",
            server.address(),
            AddressParts.authority(server.address().host(), server.websocketPort().getAsInt()))
        : server.address().toString();
  }

  private static void coap(StringBuilder text, GatewayServer server) throws IOException {
    String label = "coap";
    for (String address : server.coapAddresses()) {
      boolean secure = address.startsWith("coaps");
      row(text, label, address + (secure ? " for other machines" : ", without encryption"));
      label = "";
    }
  }

  private static String page(String address) {
    return address
        + (address.startsWith("https:") ? "  user " + Viewer.NAME + ", its password" : "")
        + "; Prometheus: "
        + address
        + "metrics";
  }

  private static void watch(
      StringBuilder text, GatewayServer server, Viewer viewer, Path data, boolean forTerminal) {
    line(text, "");
    if (viewer.isNew() && forTerminal) {
      watch(text, server.address().host(), server.address().port(), viewer.password());
    } else {
      row(text, "watch", command("viewer", data) + "  shows how, and the password");
    }
  }

  /** How to watch from another machine: with the certificate made for it. */
  static void watchElsewhere(StringBuilder text, BrokerAddress address, IdentityFiles files) {
    row(
        text,
        "else-",
        String.format(
            Locale.ROOT,
            "mosquitto_sub -V 5 -h %s -p %d --cafile %s --cert %s --key %s -t 'edgeveil/#' -v",
            address.host(),
            address.port(),
            files.authority(),
            files.certificate(),
            files.key()));
    row(text, "where", "copy these three files there; MQTT Explorer takes them, too");
  }

  /** How to watch, ready to type. */
  static void watch(StringBuilder text, String host, int port, String password) {
    row(
        text,
        "watch",
        String.format(
            Locale.ROOT,
            "MQTT Explorer: host %s, port %d, user %s, password %s",
            host,
            port,
            Viewer.NAME,
            password));
    row(
        text,
        "or",
        String.format(
            Locale.ROOT,
            "mosquitto_sub -V 5 -h %s -p %d -u %s -P %s -t 'edgeveil/#' -v",
            host,
            port,
            Viewer.NAME,
            password));
  }

  /** Ready to type, as this program was started. */
  private static String command(String verb, Path data) {
    String started = System.getProperty("sun.java.command", "").split(" ", 2)[0];
    String program = started.endsWith(".jar") ? "java -jar " + started : "edgeveil-gateway";
    return program + " " + verb + (data.equals(Path.of("edgeveil-data")) ? "" : " --data " + data);
  }

  private static void row(StringBuilder text, String label, String value) {
    line(text, String.format(Locale.ROOT, "  %-8s%s", label, value));
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append(System.lineSeparator());
  }
}
