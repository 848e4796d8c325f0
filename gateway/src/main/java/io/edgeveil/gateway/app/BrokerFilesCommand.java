package io.edgeveil.gateway.app;

import io.edgeveil.broker.certificate.CertificateId;
import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.broker.mosquitto.MosquittoFiles;
import io.edgeveil.command.CommandLineOnly;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.GatewayIdentity;
import io.edgeveil.gateway.account.IdentityFiles;
import io.edgeveil.gateway.account.Viewer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code broker-files}: the accounts, certificates and permissions for another broker. */
@Command(
    name = "broker-files",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what another broker needs to let in the same accounts with the same permissions.",
      "To be run again, and the broker restarted, whenever a device comes, goes or changes."
    })
final class BrokerFilesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private DataOption data;

  @Option(
      names = "--mosquitto",
      required = true,
      paramLabel = "DIR",
      description = "Write mosquitto.conf, access list, certificates and revocation list there.")
  private Path mosquitto;

  @Option(
      names = "--name",
      defaultValue = "gw-1",
      paramLabel = "ID",
      description = "Gateway whose certificate is written into DIR/ID. Default: ${DEFAULT-VALUE}")
  private String name;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      converter = HostOption.class,
      description = "Name or address of the broker's machine; may be given again.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--port",
      defaultValue = "8883",
      description = "Where the broker is to listen. Default: ${DEFAULT-VALUE}")
  private int port;

  @CommandLineOnly
  @Option(
      names = "--rotate",
      description = "Make that gateway a new certificate; the one it has until now is revoked.")
  private boolean rotate;

  @CommandLineOnly
  @Option(
      names = "--overwrite",
      description = "Replace mosquitto.conf and acl though they were edited; else they are kept.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    if (!Ids.isId(name)) {
      throw new ParameterException(
          spec.commandLine(), "--name must match [a-z0-9_-]{1,64}, got '" + name + "'");
    }
    BrokerAddress address;
    try {
      address = BrokerAddress.tls(hosts.isEmpty() ? "localhost" : hosts.get(0), port);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    DataFolder folder = new DataFolder(data.folder());
    var unused = Viewer.in(folder, address.toString());
    Optional<CertificateId> until = GatewayIdentity.certificate(folder, name);
    IdentityFiles files = GatewayIdentity.in(folder, name, mosquitto.resolve(name), rotate);
    List<Path> kept =
        MosquittoFiles.write(
            mosquitto, folder.accounts(), folder.authority(), hosts, port, overwrite);
    PrintWriter out = spec.commandLine().getOut();
    if (rotate && until.isPresent()) {
      out.printf(
          Locale.ROOT,
          "revoked  the certificate of %s until now, serial %s%n",
          name,
          until.get().serial());
    }
    for (Path file : kept) {
      out.printf(
          Locale.ROOT,
          "kept     %s was edited; as it would be now it is in %s.new (--overwrite takes that)%n",
          file,
          file);
    }
    out.printf(Locale.ROOT, "broker   mosquitto -c %s%n", mosquitto.resolve("mosquitto.conf"));
    out.printf(
        Locale.ROOT,
        "gateway  edgeveil-gateway run --models DIR --name %s --broker %s --ca %s --cert %s --key"
            + " %s%n",
        name,
        address,
        files.authority(),
        files.certificate(),
        files.key());
    out.printf(
        Locale.ROOT, "device   edgeveil-gateway device add ID -o BUNDLE --broker %s%n", address);
    out.flush();
    return CommandLine.ExitCode.OK;
  }
}
