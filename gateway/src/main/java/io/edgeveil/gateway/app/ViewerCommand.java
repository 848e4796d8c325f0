package io.edgeveil.gateway.app;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.account.IdentityFiles;
import io.edgeveil.gateway.account.Viewer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code viewer}: shows again how to watch the gateway. */
@Command(
    name = "viewer",
    mixinStandardHelpOptions = true,
    description = "Shows how to watch the gateway: user, password, ready to type.")
final class ViewerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private DataOption data;

  @Override
  public Integer call() throws IOException {
    DataFolder folder = new DataFolder(data.folder());
    String broker = folder.brokerAddress();
    BrokerAddress address = BrokerAddress.parse(broker);
    StringBuilder text = new StringBuilder();
    Banner.watch(text, address.host(), address.port(), Viewer.in(folder, broker).password());
    BrokerAddress elsewhere = BrokerAddress.parse(folder.deviceAddress());
    if (elsewhere.isTls()) {
      Banner.watchElsewhere(text, elsewhere, new IdentityFiles(folder.viewerFolder()));
    }
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
    return CommandLine.ExitCode.OK;
  }
}
