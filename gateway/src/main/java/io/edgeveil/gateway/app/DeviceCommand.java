package io.edgeveil.gateway.app;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.DeviceAccounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code device}: who may connect to the embedded broker. Works while the gateway runs. */
@Command(
    name = "device",
    mixinStandardHelpOptions = true,
    description = "Lets devices in and out. Works while the gateway runs.")
final class DeviceCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** What all verbs have in common. */
  static final class Common {
    @Option(
        names = "--data",
        defaultValue = "edgeveil-data",
        paramLabel = "DIR",
        description = "Where accounts are kept. Default: ${DEFAULT-VALUE}")
    Path data;

    @Option(names = "--json", description = "Print one JSON object a line and nothing else.")
    boolean json;
  }

  /** Which device. */
  static final class Device {
    @Parameters(paramLabel = "ID", description = "Id of the device: [a-z0-9_-], at most 64.")
    String id;
  }

  /** Where credentials go. */
  static final class Bundle {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "DIR",
        description = "The device's bundle; credentials.json is written there. Default: ./ID")
    Path folder;

    @Option(
        names = "--broker",
        paramLabel = "tcp://HOST:PORT",
        description = "Where the device reaches the broker. Default: as the gateway last ran")
    String broker;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: add, list, rotate or revoke");
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Makes an account and writes its credentials into the device's bundle.")
  int add(@Mixin Common common, @Mixin Device device, @Mixin Bundle bundle) throws IOException {
    requireId(device.id);
    DataFolder data = new DataFolder(common.data);
    String broker = broker(bundle, data);
    Path file = new DeviceAccounts(data).add(device.id, folder(bundle, device), broker);
    tell(common, device.id, "added", file, broker);
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints the ids of all devices.")
  int list(@Mixin Common common) throws IOException {
    for (String id : new DeviceAccounts(new DataFolder(common.data)).list()) {
      print(common.json ? json(Map.of("device", id)) : id);
    }
    return 0;
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = "Gives a device another password and writes its credentials anew.")
  int rotate(@Mixin Common common, @Mixin Device device, @Mixin Bundle bundle) throws IOException {
    requireId(device.id);
    DataFolder data = new DataFolder(common.data);
    String broker = broker(bundle, data);
    Path file = new DeviceAccounts(data).rotate(device.id, folder(bundle, device), broker);
    tell(common, device.id, "rotated", file, broker);
    return 0;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = {
        "Removes a device's account.",
        "A connection that stands goes on until it ends; restart the gateway to end it now."
      })
  int revoke(@Mixin Common common, @Mixin Device device) throws IOException {
    requireId(device.id);
    new DeviceAccounts(new DataFolder(common.data)).revoke(device.id);
    print(
        common.json
            ? json(Map.of("device", device.id, "event", "revoked"))
            : device.id
                + " cannot connect any more; a connection that stands goes on until it ends");
    return 0;
  }

  private void tell(Common common, String id, String event, Path file, String broker) {
    if (common.json) {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("device", id);
      facts.put("event", event);
      facts.put("credentials", file.toString());
      facts.put("broker", broker);
      print(json(facts));
    } else {
      print("%s %s; credentials for %s are in %s".formatted(id, event, broker, file));
    }
  }

  private String broker(Bundle bundle, DataFolder data) throws IOException {
    if (bundle.broker == null) {
      return data.brokerAddress();
    }
    try {
      return BrokerAddress.parse(bundle.broker).toString();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--broker: " + e.getMessage(), e);
    }
  }

  private static Path folder(Bundle bundle, Device device) {
    return bundle.folder == null ? Path.of(device.id) : bundle.folder;
  }

  private void requireId(String id) {
    try {
      var unused = Ids.requireId("device", id);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static String json(Map<String, String> facts) {
    return new String(Json.write(facts), StandardCharsets.UTF_8);
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
