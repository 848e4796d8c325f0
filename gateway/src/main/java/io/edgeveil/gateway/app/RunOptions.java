package io.edgeveil.gateway.app;

import io.edgeveil.core.wire.Ids;
import io.edgeveil.gateway.account.DataFolder;
import io.edgeveil.gateway.serving.Limits;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a gateway runs: what {@code run} does and {@code doctor} looks at beforehand. */
final class RunOptions {
  private static final int MOST_THREADS = 1024;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--models",
      required = true,
      paramLabel = "DIR",
      description = "Folder of model bundles, <name>/<version>/.")
  private Path models;

  @Option(
      names = "--name",
      defaultValue = "gw-1",
      paramLabel = "ID",
      description = "Id of this gateway. Default: ${DEFAULT-VALUE}")
  private String name;

  @Mixin private DataOption data;

  @Mixin private EmbeddedBrokerOptions embedded;

  @Mixin private ForeignBrokerOptions foreign;

  @Mixin private CoapOptions coap;

  @Mixin private WebOptions web;

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "auto, onednn, nd4j or reference. Default: ${DEFAULT-VALUE}")
  private String kernel;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Layers computed at once. Default: one for each processor")
  private Integer threads;

  @Option(
      names = "--deal",
      description =
          "Also make pads for devices that send seeds, as long as this gateway never computes for"
              + " them.")
  private boolean deal;

  /** Where accounts and history are kept. */
  Path data() {
    return data.folder();
  }

  /**
   * What they say together.
   *
   * @param forgetHistory whether a history that is there is put aside
   * @throws ParameterException if they contradict each other
   * @throws IOException if a file that they name cannot be read
   */
  GatewaySettings settings(boolean forgetHistory) throws IOException {
    try {
      UsageException.require(
          Ids.isId(name), "--name must match [a-z0-9_-]{1,64}, got '" + name + "'");
      int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
      UsageException.require(
          count >= 1 && count <= MOST_THREADS,
          "--threads must be 1.." + MOST_THREADS + ", got " + count);
      return new GatewaySettings(
          name,
          models,
          broker(),
          kernel,
          count,
          limits(),
          data(),
          forgetHistory,
          deal,
          coap.side(embedded.bind(), embedded.hosts()),
          web.side(embedded.bind(), embedded.hosts()));
    } catch (UsageException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private BrokerSide broker() throws IOException, UsageException {
    if (foreign.isNamed()) {
      return foreign.side(name);
    }
    foreign.requireNone();
    return embedded.side(new DataFolder(data()));
  }

  private Limits limits() throws UsageException {
    try {
      return LimitOptions.read(
          spec.commandLine().getParseResult(), Runtime.getRuntime().maxMemory());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
