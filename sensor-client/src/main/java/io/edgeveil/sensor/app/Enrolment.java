package io.edgeveil.sensor.app;

import io.edgeveil.command.archive.ArchiveFormatException;
import io.edgeveil.command.archive.FolderArchive;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.wire.Ids;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.SecretFile;
import io.edgeveil.pads.store.BundleFiles;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.Handover;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes an enrolment bundle in, whole or not at all.
 *
 * <p><b>Guarantee.</b> All of it is 0600 and 0700 from its first moment on, belongs to the user who
 * takes it in, is checked before it has its name and is on the disk before it is told of. What is
 * there already is never touched. A folder has no pads left afterwards. Pads of another copy of the
 * bundle must not be used: that is the owner's to see to, and noticed by the gateway otherwise.
 */
final class Enrolment {
  /** The link to the bundle that the service uses; no device can have this name. */
  static final String DEFAULT = "default.bundle";

  private static final String UNFINISHED = ".enrolling-";

  private final Path store;

  /** Into a folder that holds one folder a device; made if missing. */
  Enrolment(Path store) {
    this.store = store;
  }

  /**
   * Copies a folder, whose pads are destroyed when the copy has its place.
   *
   * @throws PadsException also if a sensor takes pads from it
   */
  DeviceBundle folder(Path folder)
      throws IOException, PadsException, BundleFormatException, ArchiveFormatException {
    Files.createDirectories(store);
    try (Handover handover = Handover.of(DeviceBundle.open(folder).directory())) {
      Path copy = Files.createTempDirectory(store, UNFINISHED);
      return finished(
          copy,
          () -> {
            copy(folder, copy);
            return copy;
          },
          Optional.of(handover));
    }
  }

  /**
   * Destroys the pads of a folder that was enrolled by way of an archive.
   *
   * @throws PadsException if a sensor takes pads from it, or it is no bundle
   */
  static void retire(Path folder) throws IOException, PadsException, BundleFormatException {
    try (Handover handover = Handover.of(DeviceBundle.open(folder).directory())) {
      handover.suspend();
      handover.placed();
      handover.finish();
    }
  }

  /** Unpacks archives, one behind the other; their files may lie in one common folder. */
  DeviceBundle archive(InputStream in)
      throws IOException, PadsException, BundleFormatException, ArchiveFormatException {
    Files.createDirectories(store);
    Path unpacked = Files.createTempDirectory(store, UNFINISHED);
    return finished(
        unpacked,
        () -> {
          List<Path> ignored = FolderArchive.unpack(in, unpacked);
          return bundle(unpacked);
        },
        Optional.empty());
  }

  /** How the bundle's files come to be in an unfinished folder, and in which folder of it. */
  private interface Filling {
    Path fill() throws IOException, PadsException, ArchiveFormatException;
  }

  private DeviceBundle finished(Path unfinished, Filling filling, Optional<Handover> source)
      throws IOException, PadsException, BundleFormatException, ArchiveFormatException {
    try {
      Path bundle = filling.fill();
      String device = check(bundle);
      Path place = store.resolve(device);
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        throw alreadyEnrolled(device, place);
      }
      force(bundle);
      if (source.isPresent()) {
        source.get().suspend();
      }
      try {
        Files.move(bundle, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
        throw alreadyEnrolled(device, place);
      }
      source.ifPresent(Handover::placed);
      SecretFile.forceDirectory(store);
      if (source.isPresent()) {
        source.get().finish();
      }
      return DeviceBundle.open(place);
    } finally {
      removeOwn(unfinished);
    }
  }

  private static PadsException alreadyEnrolled(String device, Path place) {
    return new PadsException(
        "device "
            + device
            + " is enrolled already, in "
            + place
            + "; more pads come in with: edgeveil-sensor refill --bundle "
            + place
            + " --from OTHER");
  }

  /** Makes a bundle the one that the service uses, unless there is one. */
  boolean makeDefault(DeviceBundle bundle) throws IOException {
    Path link = store.resolve(DEFAULT);
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      return Files.isSameFile(link, bundle.directory());
    }
    Files.createSymbolicLink(link, bundle.directory().getFileName());
    SecretFile.forceDirectory(store);
    return true;
  }

  private static String check(Path bundle)
      throws IOException, PadsException, BundleFormatException {
    DeviceBundle opened = DeviceBundle.open(bundle);
    var unused = opened.padSets();
    String device = Ids.requireId("device", opened.device().device());
    DeviceCredentials credentials =
        DeviceCredentials.of(bundle)
            .orElseThrow(
                () ->
                    new PadsException(
                        "no "
                            + DeviceCredentials.FILE
                            + " in the bundle: let the gateway's owner add them with:"
                            + " edgeveil-gateway device add "
                            + device
                            + " -o BUNDLE"));
    credentials.destroy();
    return device;
  }

  private static Path bundle(Path unpacked) throws IOException, ArchiveFormatException {
    if (Files.exists(unpacked.resolve(BundleFiles.DEVICE))) {
      return unpacked;
    }
    try (Stream<Path> entries = Files.list(unpacked)) {
      List<Path> all = entries.toList();
      if (all.size() == 1 && Files.exists(all.get(0).resolve(BundleFiles.DEVICE))) {
        return all.get(0);
      }
    }
    throw new ArchiveFormatException("no " + BundleFiles.DEVICE + " in it: no device bundle");
  }

  private static void copy(Path from, Path to) throws IOException, ArchiveFormatException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        Path target = to.resolve(entry.getFileName().toString());
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(
              target,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
          copy(entry, target);
        } else if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          throw new ArchiveFormatException(entry + " is neither a file nor a folder");
        } else if (!entry.getFileName().toString().endsWith(".lock")) {
          try (FileChannel source = FileChannel.open(entry, StandardOpenOption.READ);
              FileChannel target0600 = SecretFile.create(target)) {
            long size = source.size();
            for (long at = 0; at < size; ) {
              at += source.transferTo(at, size - at, target0600);
            }
          }
        }
      }
    }
  }

  private static void force(Path bundle) throws IOException {
    try (Stream<Path> all = Files.walk(bundle)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
  }

  /** Removes what this enrolment has made and not finished. */
  private static void removeOwn(Path unfinished) throws IOException {
    if (!Files.exists(unfinished)) {
      return;
    }
    try (Stream<Path> all = Files.walk(unfinished)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }
}
