package io.edgeveil.pads.store;

import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.file.DiskFile;
import io.edgeveil.pads.role.GatewayRoles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Moving the pad sets of one bundle into another of the same device and model.
 *
 * <p><b>Guarantee.</b> Whatever crashes at whatever moment, a set is usable in one of the two
 * bundles at most, and the same move made again finishes it. On one file system a set moves by one
 * renaming. Otherwise:
 *
 * <pre>
 *      from/pads                           to/pads
 *   1  ID                                  .coming-ID-TOKEN   copied and forced
 *   2  .going-ID-TOKEN  renamed, forced    .coming-ID-TOKEN   from here on usable nowhere
 *   3  .going-ID-TOKEN                     ID                 renamed, forced
 *   4                   destroyed          ID
 * </pre>
 *
 * <p>After a crash before 2 the copy is thrown away: the set may have been used since. Between 2
 * and 3 it becomes the set; the random token tells that it was made from what is going. After 3
 * what is going is destroyed. What is going to a bundle that is not this one stays where it is and
 * is named.
 */
public final class SetMove {
  private static final int TOKEN_BYTES = 8;
  private static final int ID_DIGITS = 16;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Disk disk;
  private final PadSets from;
  private final SetDirectory fromDirectory;
  private final SetDirectory to;
  private final SecureRandom random = new SecureRandom();

  /** The caller holds both adding locks, and the lock for taking from {@code from}. */
  SetMove(PadSets from, SetDirectory fromDirectory, SetDirectory to) {
    this.disk = from.disk();
    this.from = from;
    this.fromDirectory = fromDirectory;
    this.to = to;
  }

  /**
   * Moves every set of a bundle that has pads left. A sensor may be at work with the other bundle.
   *
   * @return what was moved, in no order
   * @throws BundleInUseException if pads are being taken from {@code from}, or added to either
   * @throws PadsException if the bundles are not of one device and model, a set is in both, or
   *     whoever dealt one computes for {@code to}: then nothing was moved
   */
  public static List<PadSetFacts> move(DeviceBundle from, DeviceBundle to)
      throws IOException, PadsException {
    if (!from.device().sharesPadsWith(to.device())) {
      throw new PadsException(
          from.directory()
              + " holds pads of device "
              + from.device().device()
              + " for model "
              + from.device().model()
              + " "
              + from.device().version()
              + ", which is not what "
              + to.directory()
              + " is for");
    }
    if (from.directory().toRealPath().equals(to.directory().toRealPath())) {
      throw new PadsException(from.directory() + " cannot be moved into itself");
    }
    try (AddingPads adding = AddingPads.to(to.directory());
        AddingPads leaving = AddingPads.to(from.directory());
        BundleLock taking = BundleLock.acquire(from.directory())) {
      java.util.Objects.requireNonNull(taking);
      return new SetMove(from.sets(), leaving.sets(), adding.sets()).run();
    }
  }

  List<PadSetFacts> run() throws IOException, PadsException {
    for (String name : disk.names(from.directory())) {
      if (name.startsWith(BundleFiles.GOING)) {
        finish(name.substring(BundleFiles.GOING.length()));
      }
    }
    List<PadSetFacts> moving = new ArrayList<>();
    for (String padFile : from.padFiles()) {
      PadSetFacts facts = from.look(padFile);
      if (facts.left() > 0) {
        requireAbsent(padFile);
        moving.add(facts);
      }
    }
    GatewayRoles roles = new GatewayRoles(disk, to.directory());
    for (PadSetFacts facts : moving) {
      roles.admitDealersOf(from.directory().resolve(facts.padFile()));
    }
    for (PadSetFacts facts : moving) {
      move(facts.padFile());
    }
    return moving;
  }

  private void requireAbsent(String padFile) throws IOException, PadsException {
    if (disk.names(to.directory()).contains(padFile)) {
      throw new PadsException(
          "pad set "
              + padFile
              + " is or was in "
              + to.directory()
              + " already: the one in "
              + from.directory()
              + " is a copy and must not be used");
    }
  }

  private void move(String padFile) throws IOException {
    try {
      disk.rename(from.directory().resolve(padFile), to.directory().resolve(padFile));
    } catch (AtomicMoveNotSupportedException e) { // another file system
      moveByCopy(padFile);
      return;
    }
    disk.forceDirectory(to.directory());
    disk.forceDirectory(from.directory());
  }

  private void moveByCopy(String padFile) throws IOException {
    for (String name : disk.names(to.directory())) {
      if (name.startsWith(BundleFiles.COMING + padFile + "-")) {
        to.remove(to.directory().resolve(name)); // of a move that came to nothing
      }
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String idAndToken = padFile + "-" + HexFormat.of().formatHex(bytes);
    Path coming = to.directory().resolve(BundleFiles.COMING + idAndToken);
    copy(from.directory().resolve(padFile), coming);
    disk.rename(from.directory().resolve(padFile), going(idAndToken));
    disk.forceDirectory(from.directory());
    settle(padFile, idAndToken);
  }

  private Path going(String idAndToken) {
    return from.directory().resolve(BundleFiles.GOING + idAndToken);
  }

  private void copy(Path set, Path coming) throws IOException {
    boolean copied = false;
    disk.createDirectory(coming);
    try {
      List<String> names = new ArrayList<>(GatewayRoles.dealers(disk, set));
      names.addAll(List.of(BundleFiles.PADS, BundleFiles.STATE));
      for (String name : names) {
        try (DiskFile source = open(set.resolve(name));
            DiskFile target = disk.create(coming.resolve(name))) {
          copy(source, target);
        }
      }
      disk.forceDirectory(coming);
      disk.forceDirectory(to.directory());
      copied = true;
    } finally {
      if (!copied) {
        to.remove(coming);
      }
    }
  }

  private DiskFile open(Path file) throws IOException {
    try {
      return disk.open(file, false);
    } catch (PadsException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void copy(DiskFile source, DiskFile target) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    long size = source.size();
    for (long at = 0; at < size; ) {
      int part = (int) Math.min(BUFFER_BYTES, size - at);
      source.read(at, buffer.clear().limit(part));
      target.write(at, buffer.flip());
      at += part;
    }
    target.force();
    buffer.clear().put(new byte[BUFFER_BYTES]);
  }

  /** Goes on with a move that stopped after its second step. */
  private void finish(String idAndToken) throws IOException, PadsException {
    String padFile = idAndToken.substring(0, Math.min(ID_DIGITS, idAndToken.length()));
    List<String> there = disk.names(to.directory());
    if (!there.contains(BundleFiles.COMING + idAndToken) && !there.contains(padFile)) {
      throw new PadsException(
          "pad set "
              + padFile
              + " of "
              + from.directory()
              + " was on its way into another bundle: finish that first");
    }
    settle(padFile, idAndToken);
  }

  /** The third and the fourth step. */
  private void settle(String padFile, String idAndToken) throws IOException {
    String coming = BundleFiles.COMING + idAndToken;
    if (disk.names(to.directory()).contains(coming)) {
      disk.rename(to.directory().resolve(coming), to.directory().resolve(padFile));
    }
    disk.forceDirectory(to.directory());
    fromDirectory.remove(going(idAndToken));
  }
}
