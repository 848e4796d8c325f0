package io.edgeveil.pads.store;

import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.record.PadFileHeader;
import io.edgeveil.pads.record.PadFileReader;
import io.edgeveil.pads.record.PadFileWriter;
import io.edgeveil.pads.record.PadLayout;
import io.edgeveil.pads.role.GatewayRoles;
import io.edgeveil.pads.state.ChainState;
import io.edgeveil.pads.state.StateFile;
import io.edgeveil.pads.state.StateOnDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The directory with the pad sets of one device and model. Only looks; keeps nothing open. */
final class PadSets {
  private final Disk disk;
  private final Path directory;
  private final DeviceDescription device;
  private final PadLayout layout;
  private final GatewayRoles roles;

  PadSets(Disk disk, Path directory, DeviceDescription device, PadLayout layout) {
    this.disk = disk;
    this.directory = directory;
    this.device = device;
    this.layout = layout;
    this.roles = new GatewayRoles(disk, directory);
  }

  Disk disk() {
    return disk;
  }

  Path directory() {
    return directory;
  }

  /** The roles that the owners of gateways have here. */
  GatewayRoles roles() {
    return roles;
  }

  DeviceDescription device() {
    return device;
  }

  /** The ids of the sets that are here. */
  List<String> padFiles() throws IOException {
    return disk.names(directory).stream().filter(BundleFiles::isSet).toList();
  }

  /**
   * Looks at a set, which somebody may be using meanwhile.
   *
   * @throws PadsException if it is damaged, readable by others, or another device's or model's, or
   *     somebody who dealt it computes for this bundle
   */
  PadSetFacts look(String padFile) throws IOException, PadsException {
    Path set = directory.resolve(padFile);
    disk.requirePrivateDirectory(directory);
    disk.requirePrivateDirectory(set);
    PadFileHeader header = PadFileReader.look(disk, set.resolve(BundleFiles.PADS));
    requireOurs(header, set, padFile);
    try (StateOnDisk storage = StateOnDisk.look(disk, set.resolve(BundleFiles.STATE));
        ChainState state = StateFile.look(storage)) {
      requireState(header, set, state.padFile(), state.nextIndex());
      long left = header.endIndex() - state.nextIndex();
      if (left > 0) {
        PadFileReader.open(disk, set.resolve(BundleFiles.PADS)).close(); // checks its length
      }
      return new PadSetFacts(padFile, header.madeSeconds(), header.count(), left);
    }
  }

  /**
   * Opens a set for taking; throws as {@link #look} does. That it is here is made durable first:
   * its name may be of a process that died before it could force it.
   */
  PadSet open(String padFile) throws IOException, PadsException {
    disk.forceDirectory(directory);
    Path set = directory.resolve(padFile);
    PadFileReader records = PadFileReader.open(disk, set.resolve(BundleFiles.PADS));
    StateFile state = null;
    boolean opened = false;
    try {
      requireOurs(records.header(), set, padFile);
      StateOnDisk storage = StateOnDisk.open(disk, set.resolve(BundleFiles.STATE));
      try {
        state = StateFile.open(storage);
      } finally {
        if (state == null) {
          storage.close();
        }
      }
      requireState(records.header(), set, state.padFile(), state.nextIndex());
      opened = true;
      return new PadSet(layout, records, state);
    } finally {
      if (!opened) {
        close(records, state);
      }
    }
  }

  /**
   * Gives back the room of a set whose pads are all used. That they are is made durable first: the
   * state may be of a process that died before it could force it.
   */
  void cutBack(String padFile) throws IOException, PadsException {
    Path set = directory.resolve(padFile);
    if (PadFileWriter.isCutBack(disk, set.resolve(BundleFiles.PADS))) {
      return;
    }
    PadFileHeader header = PadFileReader.look(disk, set.resolve(BundleFiles.PADS));
    StateOnDisk storage = StateOnDisk.open(disk, set.resolve(BundleFiles.STATE));
    try (storage;
        StateFile state = StateFile.open(storage)) {
      if (state.nextIndex() != header.endIndex()) {
        throw new IllegalStateException("pad file " + padFile + " is not used up");
      }
      PadFileWriter.cutBack(disk, set.resolve(BundleFiles.PADS));
    }
  }

  private static void close(PadFileReader records, StateFile state) throws IOException {
    try (records;
        state) {
      // null is skipped
    }
  }

  private void requireOurs(PadFileHeader header, Path set, String padFile)
      throws IOException, PadsException {
    boolean ours =
        header.device().equals(device.device())
            && header.padFile().equals(padFile)
            && header.modelDigest().equals(device.modelDigest())
            && header.recordBytes() == layout.recordBytes();
    if (!ours) {
      throw new PadsException(
          set.resolve(BundleFiles.PADS)
              + " is not the pad file that its place and device.json name");
    }
    if (header.isDealt() == GatewayRoles.dealers(disk, set).isEmpty()) {
      throw new PadsException(
          set
              + (header.isDealt()
                  ? " does not say who dealt its pads: it is not whole, and must not be used"
                  : " names a dealer, but its pads were not dealt"));
    }
    roles.requireDealersElsewhere(set);
  }

  private static void requireState(PadFileHeader header, Path set, String padFile, long nextIndex)
      throws PadsException {
    if (!padFile.equals(header.padFile())
        || nextIndex < header.firstIndex()
        || nextIndex > header.endIndex()) {
      throw new PadsException(
          set.resolve(BundleFiles.STATE) + " is not the state of the pad file beside it");
    }
  }
}
