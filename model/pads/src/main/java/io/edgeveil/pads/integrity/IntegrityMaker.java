package io.edgeveil.pads.integrity;

import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Residues;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.SecretFile;
import io.edgeveil.pads.key.CheckKey;
import io.edgeveil.pads.record.PadLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntConsumer;

/**
 * Makes the integrity secrets of a device bundle: drawn once, however often pads are made for it.
 *
 * <p><b>Guarantee.</b> Secrets exist in memory only and in the bundle, are overwritten after use
 * and never printed; the file is readable by its owner alone.
 */
public final class IntegrityMaker {
  private final ModelBundle model;
  private final PadLayout layout;
  private final TransposedLayers transposed;
  private final SecureRandom random;

  /**
   * A maker for one model.
   *
   * @param transposed computes with the model's weights
   * @param random source of the check key
   * @throws BundleFormatException if the linear layers of the model are misnumbered
   */
  public IntegrityMaker(ModelBundle model, TransposedLayers transposed, SecureRandom random)
      throws BundleFormatException {
    this.model = model;
    this.layout = PadLayout.of(model.manifest());
    this.transposed = transposed;
    this.random = random;
  }

  /** How many linear layers {@link #makeIn} counts. */
  public int layers() {
    return layout.layers();
  }

  /**
   * Writes {@code integrity.bin} unless the bundle has one; either way it has a good one then.
   *
   * @param bundle the directory of a device bundle for this model
   * @param device id
   * @param progress told the number of layers done, after each
   * @return whether one was made
   * @throws PadsException if there is one that is damaged or of another device or model
   */
  public boolean makeIn(Path bundle, String device, IntConsumer progress)
      throws IOException, PadsException, BundleFormatException {
    Path file = bundle.resolve(IntegritySecrets.FILE);
    if (Files.exists(file)) {
      IntegritySecrets.open(file, model, device).close();
      return false;
    }
    Path unfinished = bundle.resolve("." + IntegritySecrets.FILE + ".new");
    Files.deleteIfExists(unfinished);
    try {
      write(unfinished, device, progress);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    SecretFile.forceDirectory(bundle);
    return true;
  }

  private void write(Path file, String device, IntConsumer progress) throws IOException {
    byte[] digest = HexFormat.of().parseHex(model.digest());
    MessageDigest seal = IntegrityFormat.seal();
    byte[] header = IntegrityFormat.header(digest, device);
    try (FileChannel channel = SecretFile.create(file);
        CheckKey key = CheckKey.random(random)) {
      key.writeTo(ByteBuffer.wrap(header).position(IntegrityFormat.KEY_AT));
      append(channel, header, seal);
      for (int layer = 0; layer < layout.layers(); layer++) {
        appendImages(channel, layer, key, digest, seal);
        progress.accept(layer + 1);
      }
      append(channel, seal.digest(), seal);
      channel.force(true);
    } finally {
      Arrays.fill(header, (byte) 0);
    }
  }

  private void appendImages(
      FileChannel channel, int layer, CheckKey key, byte[] digest, MessageDigest seal)
      throws IOException {
    Modulus modulus = layout.modulus(layer);
    int elements = layout.layer(layer).input().elements();
    int[][] vectors = IntegritySecrets.vectors(layout, layer, key, digest);
    int[][] images = new int[vectors.length][elements];
    byte[] packed = new byte[Math.toIntExact(IntegrityFormat.imageBytes(layout.layer(layer)))];
    FreivaldsCheck owner = new FreivaldsCheck(modulus.prime(), vectors, images);
    try {
      transposed.multiply(layer, vectors, images);
      for (int[] image : images) {
        requireResidues(image, modulus, layer);
        Residues.pack(image, 0, elements, Packing.BYTES.bits(modulus), packed, 0);
        append(channel, packed, seal);
      }
    } finally {
      owner.close();
      Arrays.fill(packed, (byte) 0);
    }
  }

  private static void requireResidues(int[] image, Modulus modulus, int layer) {
    for (int element : image) {
      if (element < 0 || element >= modulus.prime()) {
        throw new IllegalArgumentException(
            "an image of a check vector of layer " + layer + " is no residue of " + modulus);
      }
    }
  }

  private static void append(FileChannel channel, byte[] bytes, MessageDigest seal)
      throws IOException {
    seal.update(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
