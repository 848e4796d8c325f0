package io.edgeveil.pads.store;

import io.edgeveil.pads.file.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A bundle whose pads go elsewhere by a copy of the whole: nobody takes from it or adds to it
 * meanwhile, and none of its pads is left when the copy is in use.
 *
 * <pre>
 *      bundle/pads                         the copy
 *   1  ID                                  made, checked and forced
 *   2  .going-ID-TOKEN  renamed, forced    from here on usable nowhere
 *   3  .going-ID-TOKEN                     gets its place
 *   4  destroyed                           in use
 * </pre>
 *
 * <p>Closing between 2 and 3 takes the second step back. After a crash between 3 and 4, moving the
 * pads of the bundle to where the copy is ({@link SetMove}) does the fourth.
 */
public final class Handover implements AutoCloseable {
  private static final int TOKEN_BYTES = 8;

  private final Disk disk = Disk.OF_THIS_MACHINE;
  private final Path directory;
  private final AddingPads adding;
  private final BundleLock taking;
  private final List<String> going = new ArrayList<>();
  private boolean placed;

  private Handover(Path directory, AddingPads adding, BundleLock taking) {
    this.directory = directory;
    this.adding = adding;
    this.taking = taking;
  }

  /**
   * Takes the locks of a bundle, without waiting.
   *
   * @throws BundleInUseException if somebody takes pads from it or adds some
   */
  public static Handover of(Path bundle) throws IOException, BundleInUseException {
    AddingPads adding = AddingPads.to(bundle);
    boolean taken = false;
    try {
      BundleLock taking = BundleLock.acquire(bundle);
      taken = true;
      return new Handover(bundle.resolve(BundleFiles.SETS), adding, taking);
    } finally {
      if (!taken) {
        adding.close();
      }
    }
  }

  /** The second step: no pad of it can be used. */
  public void suspend() throws IOException {
    byte[] token = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(token);
    for (String name : disk.names(directory)) {
      if (BundleFiles.isSet(name)) {
        String gone = BundleFiles.GOING + name + "-" + HexFormat.of().formatHex(token);
        disk.rename(directory.resolve(name), directory.resolve(gone));
        going.add(gone);
      }
    }
    disk.forceDirectory(directory);
  }

  /** The third step is done. */
  public void placed() {
    placed = true;
  }

  /** The fourth step: its pads are destroyed. */
  public void finish() throws IOException {
    while (!going.isEmpty()) {
      adding.sets().remove(directory.resolve(going.get(0)));
      going.remove(0);
    }
  }

  /** Lets go of the bundle; pads that went nowhere stay. */
  @Override
  public void close() throws IOException {
    try (adding;
        taking) {
      if (!placed) {
        for (String gone : going) {
          String name = gone.substring(BundleFiles.GOING.length(), gone.lastIndexOf('-'));
          disk.rename(directory.resolve(gone), directory.resolve(name));
        }
        disk.forceDirectory(directory);
      }
    }
  }
}
