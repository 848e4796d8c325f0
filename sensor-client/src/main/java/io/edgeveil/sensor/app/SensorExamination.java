package io.edgeveil.sensor.app;

import io.edgeveil.command.doctor.CertificateLook;
import io.edgeveil.command.doctor.ClockLook;
import io.edgeveil.command.doctor.Examination;
import io.edgeveil.command.doctor.Finding;
import io.edgeveil.command.doctor.FolderLook;
import io.edgeveil.command.doctor.JavaLook;
import io.edgeveil.pads.file.SecretFile;
import io.edgeveil.pads.integrity.IntegritySecrets;
import io.edgeveil.pads.quarantine.QuarantinedGateway;
import io.edgeveil.pads.store.BundleFiles;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.MorePads;
import io.edgeveil.pads.store.PadSetFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What {@code doctor} looks at on a device. */
final class SensorExamination {
  private static final long ROOM_BYTES = 10_000_000;
  private static final double FEW = 0.1; // of the pads made
  private static final Set<String> SECRET_FILES =
      Set.of(
          DeviceCredentials.FILE,
          DeviceCredentials.KEY,
          BundleFiles.STATE,
          BundleFiles.PADS,
          IntegritySecrets.FILE);

  private final Examination told;
  private final SensorSettings settings;
  private final Instant now = Clock.systemUTC().instant();
  private DeviceBundle bundle; // null: it cannot be opened

  SensorExamination(Examination told, SensorSettings settings) {
    this.told = told;
    this.settings = settings;
  }

  void run() throws InterruptedException {
    told.tell("java", "install Java 17 or newer", JavaLook::here);
    told.tell(ClockLook.at(now));
    told.tell(
        "folder",
        "bring the device's bundle there",
        () -> FolderLook.of("folder", settings.bundle(), ROOM_BYTES));
    if (!told.tell("bundle", "bring the device's bundle there", this::opened)) {
      return;
    }
    told.tell("files", "chmod 600 that file", this::files);
    told.tell("pads", "make the bundle anew: edgeveil-model pads", this::pads);
    told.tell("checks", "make the bundle anew: edgeveil-model pads", this::checks);
    told.tell("quarantine", "look at edgeveil-sensor quarantine", this::quarantine);
    certificates();
    told.tell(
        "account",
        "enrol the device: edgeveil-gateway device add",
        () -> {
          DeviceCredentials account = Sensor.credentials(settings, device());
          account.destroy();
          return Finding.ok("account", "credentials of " + device() + " are there");
        });
    new GatewayInquiry(told, settings, bundle).run();
  }

  private String device() {
    return bundle.device().device();
  }

  private Finding opened() throws Exception {
    bundle = DeviceBundle.open(settings.bundle());
    return Finding.ok(
        "bundle",
        "device "
            + device()
            + ", model "
            + bundle.device().model()
            + " "
            + bundle.device().version());
  }

  /** Every secret is its owner's alone. */
  private Finding files() throws Exception {
    List<Path> secrets;
    try (Stream<Path> all = Files.walk(settings.bundle())) {
      secrets = all.filter(f -> SECRET_FILES.contains(f.getFileName().toString())).toList();
    }
    String user = System.getProperty("user.name");
    for (Path secret : secrets) {
      SecretFile.requirePrivate(secret);
      if (!Files.isReadable(secret)) {
        String owner = Files.getOwner(secret).getName();
        return Finding.failed(
            "files",
            secret + " belongs to " + owner + ", and " + user + " may not read it",
            "run this as " + owner + ", or: chown -R " + user + " " + settings.bundle());
      }
    }
    return Finding.ok("files", secrets.size() + " secret files, private to " + user);
  }

  private Finding pads() throws Exception {
    List<PadSetFacts> sets = bundle.padSets();
    long made = sets.stream().mapToLong(PadSetFacts::made).sum();
    long left = sets.stream().mapToLong(PadSetFacts::left).sum();
    String found = left + " of " + made + " left";
    String more =
        "where the model is: "
            + MorePads.make(bundle.device(), Math.max(made, 1))
            + "; then here: "
            + MorePads.move(settings.bundle());
    if (left == 0) {
      return Finding.failed("pads", found, more);
    }
    return left < FEW * made ? Finding.warning("pads", found, more) : Finding.ok("pads", found);
  }

  private Finding checks() throws Exception {
    bundle.openIntegrity().close();
    return Finding.ok("checks", "the secrets that results are checked with are there");
  }

  private Finding quarantine() throws Exception {
    List<String> names =
        bundle.quarantine().list().stream().map(QuarantinedGateway::gateway).toList();
    return names.isEmpty()
        ? Finding.ok("quarantine", "no gateway gave a wrong result")
        : Finding.warning(
            "quarantine",
            "gave a wrong result and are not used: " + String.join(" ", names),
            "find out why, then: edgeveil-sensor quarantine --clear NAME");
  }

  private void certificates() throws InterruptedException {
    for (String name : List.of(DeviceCredentials.AUTHORITY, DeviceCredentials.CERTIFICATE)) {
      Path file = settings.bundle().resolve(name);
      if (Files.exists(file)) {
        told.tell(
            "certificate", renew(), () -> CertificateLook.of("certificate", file, now, renew()));
      }
    }
  }

  private String renew() {
    return "renew it at the gateway: edgeveil-gateway device rotate " + device() + " -o BUNDLE";
  }
}
