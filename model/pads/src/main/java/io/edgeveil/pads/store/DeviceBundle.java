package io.edgeveil.pads.store;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.integrity.IntegritySecrets;
import io.edgeveil.pads.quarantine.Quarantine;
import io.edgeveil.pads.record.PadLayout;
import io.edgeveil.pads.role.GatewayRoleException;
import io.edgeveil.pads.role.GatewayRoles;
import io.edgeveil.pads.role.Party;
import io.edgeveil.pads.usage.Usage;
import io.edgeveil.pads.usage.UsageLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A device bundle whose parts are checked to belong together: device and model, and each pad set
 * when it is looked at. Opening changes nothing on the disk and takes no lock; {@link #openPads}
 * does.
 */
public final class DeviceBundle {
  private static final long MAX_DEVICE_BYTES = 1 << 16;

  private final Path directory;
  private final DeviceDescription device;
  private final ModelBundle model;
  private final PadLayout layout;
  private final PadSets sets;

  private DeviceBundle(
      Path directory, DeviceDescription device, ModelBundle model, PadLayout layout) {
    this.directory = directory;
    this.device = device;
    this.model = model;
    this.layout = layout;
    this.sets =
        new PadSets(Disk.OF_THIS_MACHINE, directory.resolve(BundleFiles.SETS), device, layout);
  }

  /**
   * Opens a bundle.
   *
   * @throws PadsException if there is none, or the description names another model than the one
   *     beside it
   * @throws BundleFormatException if the model in it is not valid
   */
  public static DeviceBundle open(Path directory)
      throws IOException, PadsException, BundleFormatException {
    DeviceDescription device = describe(directory.resolve(BundleFiles.DEVICE), directory);
    ModelBundle model = ModelBundle.open(directory);
    if (!model.digest().equals(device.modelDigest())) {
      throw new PadsException(
          directory
              + ": wrong model digest: the pads are for "
              + device.modelDigest()
              + ", the manifest has "
              + model.digest());
    }
    return new DeviceBundle(directory, device, model, PadLayout.of(model.manifest()));
  }

  private static DeviceDescription describe(Path file, Path directory)
      throws IOException, PadsException {
    if (!Files.exists(file)) {
      throw new PadsException(
          "no device bundle at " + directory + ": " + file.getFileName() + " is missing");
    }
    if (Files.size(file) > MAX_DEVICE_BYTES) {
      throw new PadsException(file + " is larger than " + MAX_DEVICE_BYTES + " bytes");
    }
    try {
      return Json.read(Files.readAllBytes(file), DeviceDescription.class);
    } catch (JsonFormatException e) {
      throw new PadsException(file + ": " + e.getMessage(), e);
    }
  }

  /** Where it lies. */
  public Path directory() {
    return directory;
  }

  /** Whose pads these are. */
  public DeviceDescription device() {
    return device;
  }

  /** The model, as far as the sensor has it: manifest and constants, no weights. */
  public ModelBundle model() {
    return model;
  }

  /** What a pad made for this bundle's model adds to it, in bytes. */
  public long bytesPerPad() {
    return layout.recordBytes();
  }

  /**
   * The secrets that results are checked with; the caller closes them.
   *
   * @throws PadsException if the bundle has none, or they are damaged or of another bundle
   */
  public IntegritySecrets openIntegrity() throws IOException, PadsException, BundleFormatException {
    return IntegritySecrets.open(directory.resolve(IntegritySecrets.FILE), model, device.device());
  }

  /** Who computes for this device, and who deals to it. */
  public GatewayRoles roles() {
    return sets.roles();
  }

  /**
   * Writes into a set in the making who deals it, and gives the party that role; durable when this
   * returns.
   *
   * @param padFile public id of the set
   * @throws GatewayRoleException if the party computes for this device
   */
  public void admitDealer(String padFile, Party dealer) throws IOException, GatewayRoleException {
    roles().admitDealer(sets.directory().resolve(BundleFiles.NEW + padFile), dealer);
  }

  /** The gateways this device does not use any more. */
  public Quarantine quarantine() {
    return Quarantine.of(directory);
  }

  /**
   * Every pad set, used ones included, oldest first; without taking the lock: a sensor may be at
   * work meanwhile.
   *
   * @throws PadsException if a set is damaged, readable by others or not of this bundle
   */
  public List<PadSetFacts> padSets() throws IOException, PadsException {
    List<PadSetFacts> found = new ArrayList<>();
    for (String padFile : sets.padFiles()) {
      found.add(sets.look(padFile));
    }
    found.sort(Comparator.comparingLong(PadSetFacts::madeSeconds));
    return found;
  }

  /** How many pads are left; throws as {@link #padSets} does. */
  public long padsLeft() throws IOException, PadsException {
    return padSets().stream().mapToLong(PadSetFacts::left).sum();
  }

  /** When how many pads were used, as far as it was noted. */
  public Usage usage() throws IOException {
    return UsageLog.read(directory.resolve(BundleFiles.USAGE));
  }

  /**
   * Opens the pads for taking, for this process alone.
   *
   * @throws BundleInUseException if another process, or this one, has them open
   * @throws PadsException if a pad set is damaged, readable by others or not of this bundle
   */
  public PadStore openPads() throws IOException, PadsException {
    BundleLock lock = BundleLock.acquire(directory);
    UsageLog usage = UsageLog.open(directory.resolve(BundleFiles.USAGE));
    return PadStore.open(sets, usage, lock, Background.oneThread());
  }

  /** Public ids of pad sets whose move into or out of this bundle was interrupted. */
  public List<String> interruptedMoves() throws IOException {
    return Disk.OF_THIS_MACHINE.names(directory.resolve(BundleFiles.SETS)).stream()
        .filter(n -> n.startsWith(BundleFiles.COMING) || n.startsWith(BundleFiles.GOING))
        .map(name -> name.substring(name.indexOf('-') + 1))
        .toList();
  }

  PadSets sets() {
    return sets;
  }
}
