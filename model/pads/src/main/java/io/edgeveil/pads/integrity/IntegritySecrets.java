package io.edgeveil.pads.integrity;

import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Residues;
import io.edgeveil.core.wire.WireFormatException;
import io.edgeveil.pads.file.SecretFile;
import io.edgeveil.pads.file.UnsafeFileException;
import io.edgeveil.pads.key.CheckKey;
import io.edgeveil.pads.record.PadLayout;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The checks of all linear layers of one device and model, read from {@code integrity.bin}. Held in
 * memory: 4 bytes per element of inputs and outputs and repetition.
 */
public final class IntegritySecrets implements AutoCloseable {
  /** Name of the file within a device bundle. */
  public static final String FILE = "integrity.bin";

  private final List<FreivaldsCheck> checks;

  private IntegritySecrets(List<FreivaldsCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  /**
   * Reads a file.
   *
   * @param model as the sensor has it; no weights needed
   * @param device id
   * @throws UnsafeFileException if others may read it
   * @throws IntegrityFileException if there is none, a bit of it is not as it was written, or it is
   *     for another device or model
   * @throws BundleFormatException if the linear layers of the model are misnumbered
   */
  public static IntegritySecrets open(Path file, ModelBundle model, String device)
      throws IOException, UnsafeFileException, IntegrityFileException, BundleFormatException {
    if (!Files.exists(file)) {
      throw new IntegrityFileException(
          file
              + " is missing: results cannot be checked; make a new bundle with edgeveil-model pads"
              + " (infer --no-verify goes without, for experiments)");
    }
    PadLayout layout = PadLayout.of(model.manifest());
    byte[] digest = HexFormat.of().parseHex(model.digest());
    try (FileChannel channel = SecretFile.open(file, StandardOpenOption.READ)) {
      long wanted = IntegrityFormat.fileBytes(layout);
      if (channel.size() != wanted) {
        throw new IntegrityFileException(
            file + " has " + channel.size() + " bytes, the model needs " + wanted);
      }
      return new Reading(file, channel, layout)
          .read(IntegrityFormat.header(digest, device), digest);
    }
  }

  /** Of one file, in order. */
  private static final class Reading {
    private final Path file;
    private final FileChannel channel;
    private final PadLayout layout;
    private final MessageDigest seal = IntegrityFormat.seal();

    Reading(Path file, FileChannel channel, PadLayout layout) {
      this.file = file;
      this.channel = channel;
      this.layout = layout;
    }

    IntegritySecrets read(byte[] ownHeader, byte[] digest)
        throws IOException, IntegrityFileException {
      List<FreivaldsCheck> checks = new ArrayList<>();
      byte[] header = next(IntegrityFormat.HEADER_BYTES);
      boolean complete = false;
      try (CheckKey key =
          CheckKey.readFrom(ByteBuffer.wrap(header).position(IntegrityFormat.KEY_AT))) {
        List<int[][]> images = new ArrayList<>();
        for (int layer = 0; layer < layout.layers(); layer++) {
          images.add(images(layer));
        }
        requireSeal();
        requireOurs(header, ownHeader);
        for (int layer = 0; layer < layout.layers(); layer++) {
          int[][] vectors = vectors(layout, layer, key, digest);
          checks.add(new FreivaldsCheck(layout.modulus(layer).prime(), vectors, images.get(layer)));
        }
        complete = true;
        return new IntegritySecrets(checks);
      } finally {
        Arrays.fill(header, (byte) 0);
        if (!complete) {
          checks.forEach(FreivaldsCheck::close);
        }
      }
    }

    private int[][] images(int layer) throws IOException, IntegrityFileException {
      Modulus modulus = layout.modulus(layer);
      int elements = layout.layer(layer).input().elements();
      int[][] images = new int[Repetitions.of(modulus.prime())][elements];
      for (int[] image : images) {
        byte[] packed = next(Math.multiplyExact(elements, modulus.bytesPerElement()));
        try {
          Residues.unpack(packed, 0, elements, Packing.BYTES.bits(modulus), modulus, image, 0);
        } catch (WireFormatException e) {
          throw damaged();
        } finally {
          Arrays.fill(packed, (byte) 0);
        }
      }
      return images;
    }

    private byte[] next(int length) throws IOException {
      byte[] bytes = read(length);
      seal.update(bytes);
      return bytes;
    }

    private byte[] read(int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(length);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw new EOFException(file + " is cut short");
        }
      }
      return buffer.array();
    }

    private void requireSeal() throws IOException, IntegrityFileException {
      if (!MessageDigest.isEqual(read(IntegrityFormat.SEAL_BYTES), seal.digest())) {
        throw damaged();
      }
    }

    private IntegrityFileException damaged() {
      return new IntegrityFileException(file + " is damaged: its checksum does not match");
    }

    private void requireOurs(byte[] header, byte[] own) throws IntegrityFileException {
      if (Arrays.mismatch(header, 0, IntegrityFormat.KEY_AT, own, 0, IntegrityFormat.KEY_AT) >= 0) {
        throw new IntegrityFileException(
            file + " is not the integrity file of this device and model");
      }
    }
  }

  /** All s of a layer. */
  static int[][] vectors(PadLayout layout, int layer, CheckKey key, byte[] digest) {
    Modulus modulus = layout.modulus(layer);
    int outputs = layout.layer(layer).outputShape().elements();
    int[][] vectors = new int[Repetitions.of(modulus.prime())][outputs];
    for (int repetition = 0; repetition < vectors.length; repetition++) {
      key.expand(digest, layer, repetition, modulus, vectors[repetition]);
    }
    return vectors;
  }

  /** How many linear layers. */
  public int layers() {
    return checks.size();
  }

  /** The check of a linear layer by its index; closed with this. */
  public FreivaldsCheck layer(int index) {
    return checks.get(index);
  }

  /** Overwrites the secrets. */
  @Override
  public void close() {
    checks.forEach(FreivaldsCheck::close);
  }

  /** Says nothing of the secrets. */
  @Override
  public String toString() {
    return "IntegritySecrets[secret, " + checks.size() + " layers]";
  }
}
