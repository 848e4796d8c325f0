package io.edgeveil.pads.making;

import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Residues;
import io.edgeveil.pads.key.ChainKey;
import io.edgeveil.pads.key.PadKey;
import io.edgeveil.pads.record.PadFileHeader;
import io.edgeveil.pads.record.PadFileWriter;
import io.edgeveil.pads.record.PadLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * Makes the pads of one device for one model and writes its bundle.
 *
 * <p><b>Guarantee.</b> Keys and masks exist in memory only, are overwritten after use and never
 * printed; the bundle is readable by its owner alone. Whoever keeps a copy of a fresh bundle can
 * unmask everything the device will send with it: move it to the device, do not copy it.
 */
public final class PadMaker {
  /** Most elements of masks and images held at once; larger layers go one by one. */
  private static final int BATCH_ELEMENTS = 1 << 22;

  private static final int MAX_BATCH = 64;
  private static final int PAD_FILE_ID_BYTES = 8;

  private final ModelBundle model;
  private final PadLayout layout;
  private final MaskImages images;
  private final SecureRandom random;

  /**
   * A maker of pads for one model.
   *
   * @param images computes with the model's weights
   * @param random source of the key chains
   * @throws BundleFormatException if the model has no linear layer or they are misnumbered
   */
  public PadMaker(ModelBundle model, MaskImages images, SecureRandom random)
      throws BundleFormatException {
    this.model = model;
    this.layout = PadLayout.of(model.manifest());
    this.images = images;
    this.random = random;
  }

  /** What one pad adds to the device's pad file, in bytes. */
  public long bytesPerPad() {
    return layout.recordBytes();
  }

  /**
   * Writes a new device bundle.
   *
   * @param device id of the device
   * @param count how many pads, at least 1
   * @param directory made if it is not there
   * @param progress told the number of pads made so far, after each batch
   * @throws java.nio.file.FileAlreadyExistsException if there is a bundle already; it is left as it
   *     was
   */
  public void make(String device, long count, Path directory, LongConsumer progress)
      throws IOException, BundleFormatException {
    byte[] id = new byte[PAD_FILE_ID_BYTES];
    random.nextBytes(id);
    PadFileHeader header =
        new PadFileHeader(
            HexFormat.of().formatHex(id), model.digest(), device, 0, count, layout.recordBytes());
    try (ChainKey first = ChainKey.random(random);
        BundleWriter bundle = BundleWriter.create(directory, model)) {
      try (PadFileWriter records = bundle.createPadFile(header)) {
        writeRecords(first, count, header.digestBytes(), records, progress);
        records.finish();
      }
      bundle.finish(header, first);
    }
  }

  private void writeRecords(
      ChainKey first, long count, byte[] digest, PadFileWriter records, LongConsumer progress)
      throws IOException {
    int largest = 1;
    for (int layer = 0; layer < layout.layers(); layer++) {
      largest = Math.max(largest, layout.layer(layer).input().elements());
      largest = Math.max(largest, layout.layer(layer).outputShape().elements());
    }
    int batch = Math.max(1, Math.min(MAX_BATCH, BATCH_ELEMENTS / largest));
    PadKey[] keys = new PadKey[batch];
    byte[][] packed = new byte[batch][layout.imageBytes()];
    // C_0 stays the caller's; each later key of the chain lives until its successor is made.
    ChainKey chain = first;
    try {
      for (long done = 0; done < count; ) {
        int size = (int) Math.min(batch, count - done);
        for (int i = 0; i < size; i++) {
          keys[i] = chain.pad();
          ChainKey next = chain.next();
          if (chain != first) {
            chain.close();
          }
          chain = next;
        }
        for (int layer = 0; layer < layout.layers(); layer++) {
          computeImages(layer, size, keys, digest, packed);
        }
        for (int i = 0; i < size; i++) {
          records.append(keys[i], packed[i]);
          keys[i].close();
        }
        done += size;
        progress.accept(done);
      }
    } finally {
      chain.close();
      for (int i = 0; i < batch; i++) {
        Arrays.fill(packed[i], (byte) 0);
        if (keys[i] != null) {
          keys[i].close();
        }
      }
    }
  }

  private void computeImages(int layer, int batch, PadKey[] keys, byte[] digest, byte[][] packed) {
    Modulus modulus = layout.modulus(layer);
    int inputs = layout.layer(layer).input().elements();
    int outputs = layout.layer(layer).outputShape().elements();
    int[] masks = new int[batch * inputs];
    int[] results = new int[batch * outputs];
    int[] mask = new int[inputs];
    try {
      for (int i = 0; i < batch; i++) {
        keys[i].expandMask(digest, layer, modulus, mask);
        System.arraycopy(mask, 0, masks, i * inputs, inputs);
      }
      images.compute(layer, batch, masks, results);
      for (int result : results) {
        if (result < 0 || result >= modulus.prime()) {
          throw new IllegalArgumentException(
              "an image of layer " + layer + " is no residue of " + modulus);
        }
      }
      for (int i = 0; i < batch; i++) {
        Residues.pack(
            results,
            i * outputs,
            outputs,
            modulus.bytesPerElement(),
            packed[i],
            layout.offset(layer));
      }
    } finally {
      Arrays.fill(mask, 0);
      Arrays.fill(masks, 0);
      Arrays.fill(results, 0);
    }
  }
}
