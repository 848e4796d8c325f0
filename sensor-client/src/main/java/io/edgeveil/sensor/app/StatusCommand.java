package io.edgeveil.sensor.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.edgeveil.core.json.Json;
import io.edgeveil.pads.quarantine.QuarantinedGateway;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.DeviceDescription;
import io.edgeveil.pads.store.MorePads;
import io.edgeveil.pads.store.PadSetFacts;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: what the bundle holds. */
@Command(
    name = "status",
    description = {
      "Shows whose pads a bundle holds, for which model, how many are left, when they will run out"
          + " at the present rate, and how to get more.",
      "The present rate is the mean of the last seven days, or since the first use if later."
    })
final class StatusCommand implements Callable<Integer> {
  private static final double SECONDS_PER_DAY = 86_400;
  private static final double DAYS_TOO_MANY = 36_500;

  /** What {@code status --json} says. */
  record BundleStatus(
      String device,
      String model,
      String version,
      String modelDigest,
      List<PadSetFacts> padSets,
      long padsMade,
      long padsUsed,
      long padsLeft,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double padsPerDay,
      @JsonInclude(JsonInclude.Include.NON_NULL) String runOutAt,
      List<String> interruptedMoves,
      List<String> quarantined,
      List<String> getMore) {}

  @Spec private CommandSpec spec;

  @Mixin private BundleOption bundle;

  @Option(names = "--json", description = "One JSON object on stdout.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    BundleStatus status = status(DeviceBundle.open(bundle.folder()), Clock.systemUTC().instant());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(Json.write(status), StandardCharsets.UTF_8));
    } else {
      print(status, out);
    }
    out.flush();
    return 0;
  }

  private BundleStatus status(DeviceBundle opened, Instant now) throws Exception {
    DeviceDescription device = opened.device();
    List<PadSetFacts> sets = opened.padSets();
    long made = sets.stream().mapToLong(PadSetFacts::made).sum();
    long left = sets.stream().mapToLong(PadSetFacts::left).sum();
    OptionalDouble perDay = opened.usage().padsPerDay(now);
    return new BundleStatus(
        device.device(),
        device.model(),
        device.version(),
        device.modelDigest(),
        sets,
        made,
        made - left,
        left,
        perDay.isPresent() ? Math.round(perDay.getAsDouble() * 10) / 10.0 : null,
        runOutAt(left, perDay, now),
        opened.interruptedMoves(),
        opened.quarantine().list().stream().map(QuarantinedGateway::gateway).toList(),
        List.of(MorePads.make(device, Math.max(made, 1)), MorePads.move(bundle.folder())));
  }

  /** Null where nothing is known, or where it is further off than anybody plans. */
  private static String runOutAt(long left, OptionalDouble perDay, Instant now) {
    if (left == 0) {
      return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
    if (perDay.isEmpty() || left / perDay.getAsDouble() > DAYS_TOO_MANY) {
      return null;
    }
    long seconds = (long) (left / perDay.getAsDouble() * SECONDS_PER_DAY);
    return now.plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void print(BundleStatus status, PrintWriter out) {
    out.println("device     " + status.device());
    out.println("model      " + status.model() + " " + status.version());
    out.println("digest     " + status.modelDigest());
    for (PadSetFacts set : status.padSets()) {
      out.println(
          "pad set    " + set.padFile() + "  " + set.left() + " of " + set.made() + " left");
    }
    out.println(
        "pads left  "
            + status.padsLeft()
            + " of "
            + status.padsMade()
            + ", used "
            + status.padsUsed());
    if (status.padsLeft() == 0) {
      out.println("run out    now");
    } else if (status.padsPerDay() == null) {
      out.println("run out    not known: none was used in the last seven days");
    } else {
      out.println(
          "run out    "
              + (status.runOutAt() == null ? "in more than 100 years" : status.runOutAt())
              + String.format(Locale.ROOT, " at %.1f a day", status.padsPerDay()));
    }
    for (String move : status.interruptedMoves()) {
      out.println("unfinished the move of a pad set, " + move + ": repeat that refill");
    }
    if (!status.quarantined().isEmpty()) {
      out.println("quarantine " + String.join(" ", status.quarantined()));
    }
    out.println("get more   where the model is: " + status.getMore().get(0));
    out.println("           then here:          " + status.getMore().get(1));
  }
}
