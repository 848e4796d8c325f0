package io.edgeveil.pads.store;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.SecretFile;
import io.edgeveil.pads.integrity.IntegritySecrets;
import io.edgeveil.pads.quarantine.Quarantine;
import io.edgeveil.pads.record.PadFileHeader;
import io.edgeveil.pads.record.PadFileReader;
import io.edgeveil.pads.record.PadLayout;
import io.edgeveil.pads.state.ChainState;
import io.edgeveil.pads.state.StateFile;
import io.edgeveil.pads.state.StateOnDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A device bundle whose parts are checked to belong together: model, pad file and state. Opening it
 * changes nothing on the disk and takes no lock; {@link #openPads} does.
 */
public final class DeviceBundle {
  private static final long MAX_DEVICE_BYTES = 1 << 16;

  private final Path directory;
  private final DeviceDescription device;
  private final ModelBundle model;
  private final PadLayout layout;

  private DeviceBundle(
      Path directory, DeviceDescription device, ModelBundle model, PadLayout layout) {
    this.directory = directory;
    this.device = device;
    this.model = model;
    this.layout = layout;
  }

  /**
   * Opens a bundle.
   *
   * @throws PadsException if there is none, a secret file is readable by others, or the description
   *     names another model than the one beside it
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
    SecretFile.requirePrivate(directory.resolve(BundleFiles.PADS));
    SecretFile.requirePrivate(directory.resolve(BundleFiles.STATE));
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

  /**
   * The secrets that results are checked with; the caller closes them.
   *
   * @throws PadsException if the bundle has none, or they are damaged or of another bundle
   */
  public IntegritySecrets openIntegrity() throws IOException, PadsException, BundleFormatException {
    return IntegritySecrets.open(directory.resolve(IntegritySecrets.FILE), model, device.device());
  }

  /** The gateways this device does not use any more. */
  public Quarantine quarantine() {
    return Quarantine.of(directory);
  }

  /**
   * How many pads are left, without taking the lock: a sensor may be at work meanwhile.
   *
   * @throws PadsException if pad file or state are damaged or not of this bundle
   */
  public long padsLeft() throws IOException, PadsException {
    try (PadFileReader records = openRecords();
        StateOnDisk storage = StateOnDisk.look(directory.resolve(BundleFiles.STATE));
        ChainState state = StateFile.look(storage)) {
      requireState(records.header(), state.padFile(), state.nextIndex());
      return records.header().endIndex() - state.nextIndex();
    }
  }

  /**
   * Opens the pads for taking, for this process alone.
   *
   * @throws BundleInUseException if another process, or this one, has them open
   * @throws PadsException if pad file or state are damaged or not of this bundle
   */
  public PadStore openPads() throws IOException, PadsException {
    BundleLock lock = BundleLock.acquire(directory);
    PadFileReader records = null;
    StateFile state = null;
    boolean opened = false;
    try {
      records = openRecords();
      state = StateFile.open(StateOnDisk.open(directory.resolve(BundleFiles.STATE)));
      requireState(records.header(), state.padFile(), state.nextIndex());
      opened = true;
      return new PadStore(device, layout, records, state, lock);
    } finally {
      if (!opened) {
        closeAll(lock, records, state);
      }
    }
  }

  private static void closeAll(BundleLock lock, PadFileReader records, StateFile state)
      throws IOException {
    try (lock;
        records;
        state) {
      // nothing else to do: null is skipped
    }
  }

  private PadFileReader openRecords() throws IOException, PadsException {
    PadFileReader records = PadFileReader.open(directory.resolve(BundleFiles.PADS));
    PadFileHeader header = records.header();
    boolean ours =
        header.device().equals(device.device())
            && header.padFile().equals(device.padFile())
            && header.modelDigest().equals(device.modelDigest())
            && header.count() == device.pads()
            && header.recordBytes() == layout.recordBytes();
    if (!ours) {
      records.close();
      throw new PadsException(
          directory.resolve(BundleFiles.PADS) + " is not the pad file that device.json names");
    }
    return records;
  }

  private void requireState(PadFileHeader header, String padFile, long nextIndex)
      throws PadsException {
    if (!padFile.equals(header.padFile())
        || nextIndex < header.firstIndex()
        || nextIndex > header.endIndex()) {
      throw new PadsException(
          directory.resolve(BundleFiles.STATE) + " is not the state of the pad file beside it");
    }
  }
}
