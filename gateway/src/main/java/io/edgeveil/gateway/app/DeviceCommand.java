package io.edgeveil.gateway.app;

import io.edgeveil.broker.Accounts.Enrolment;
import io.edgeveil.broker.certificate.CertificateId;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.DeviceAccounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
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
    @Mixin DataOption data;

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
        description =
            "The device's bundle; credentials.json, certificate.pem, key.pem and ca.pem are written"
                + " there. Default: ./ID")
    Path folder;

    @Option(
        names = "--broker",
        paramLabel = "mqtts://HOST:PORT",
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
      description =
          "Makes an account with a certificate and writes its credentials into the device's"
              + " bundle.")
  int add(
      @Mixin Common common,
      @Mixin Device device,
      @Mixin Bundle bundle,
      @Option(
              names = "--archive",
              paramLabel = "FILE",
              description = {
                "Pack the bundle into this file (.tar.gz, 0600), for edgeveil-sensor enrol; - for"
                    + " standard output.",
                "Without -o it is nowhere else, and has the credentials alone."
              })
          String archive)
      throws IOException {
    requireId(device.id);
    DataFolder data = new DataFolder(common.data.folder());
    String broker = broker(bundle, data);
    DeviceAccounts accounts = new DeviceAccounts(data);
    if (archive == null) {
      tell(
          common,
          device.id,
          "added",
          accounts.add(device.id, folder(bundle, device), broker),
          broker);
      return 0;
    }
    EnrolmentArchive file = EnrolmentArchive.at(archive);
    if (bundle.folder == null) {
      file.packNew(folder -> accounts.add(device.id, folder, broker));
    } else {
      var unused = accounts.add(device.id, bundle.folder, broker);
      file.pack(bundle.folder);
    }
    if (!file.isStandardOutput()) {
      tell(common, device.id, "added", file.path(), broker);
    }
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints all devices, with the serial number and end of their certificates.")
  int list(@Mixin Common common) throws IOException {
    for (Enrolment enrolment :
        new DeviceAccounts(new DataFolder(common.data.folder())).enrolments()) {
      String id = enrolment.account().name();
      String state = enrolment.revoked() ? "revoked" : "enrolled";
      String expires = enrolment.certificate().map(c -> c.expires().toString()).orElse("-");
      String serial = enrolment.certificate().map(CertificateId::serial).orElse("-");
      if (common.json) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("device", id);
        facts.put("state", state);
        facts.put("expires", expires);
        facts.put("serial", serial);
        print(json(facts));
      } else {
        print(
            String.format(
                Locale.ROOT, "%-24s  %-8s  until %-20s  serial %s", id, state, expires, serial));
      }
    }
    return 0;
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = {
        "Gives a device another certificate, key and password and writes its credentials anew.",
        "The old ones count no more, and a connection made with them ends at once."
      })
  int rotate(@Mixin Common common, @Mixin Device device, @Mixin Bundle bundle) throws IOException {
    requireId(device.id);
    DataFolder data = new DataFolder(common.data.folder());
    String broker = broker(bundle, data);
    Path file = new DeviceAccounts(data).rotate(device.id, folder(bundle, device), broker);
    tell(common, device.id, "rotated", file, broker);
    return 0;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = {
        "Bars a device: its certificate and password count no more.",
        "A connection that stands ends at once, and the embedded broker removes what the device has"
            + " left retained, its entry in Home Assistant, too."
      })
  int revoke(@Mixin Common common, @Mixin Device device) throws IOException {
    requireId(device.id);
    new DeviceAccounts(new DataFolder(common.data.folder())).revoke(device.id);
    print(
        common.json
            ? json(Map.of("device", device.id, "event", "revoked"))
            : device.id + " cannot connect any more; a connection it had has ended");
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
      print(
          String.format(
              Locale.ROOT, "%s %s; credentials for %s are in %s", id, event, broker, file));
    }
  }

  private String broker(Bundle bundle, DataFolder data) throws IOException {
    if (bundle.broker == null) {
      return data.deviceAddress();
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
