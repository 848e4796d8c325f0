package io.edgeveil.pads.making;

import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.key.ChainKey;
import io.edgeveil.pads.record.PadFileHeader;
import io.edgeveil.pads.record.PadLayout;
import io.edgeveil.pads.store.AddingPads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * Makes pads of one device for one model, as a new set in its bundle.
 *
 * <p><b>Guarantee.</b> Keys and masks exist in memory only, are overwritten after use and never
 * printed; the pads are readable by their owner alone. Whoever keeps a copy of fresh pads can
 * unmask everything the device will send with them: move them to the device, do not copy them.
 */
public final class PadMaker {
  private static final int PAD_FILE_ID_BYTES = 8;

  private final ModelBundle model;
  private final PadLayout layout;
  private final PadImages images;
  private final SecureRandom random;
  private final boolean isDealt;

  private PadMaker(
      ModelBundle model, PadLayout layout, PadImages images, SecureRandom random, boolean isDealt) {
    this.model = model;
    this.layout = layout;
    this.images = images;
    this.random = random;
    this.isDealt = isDealt;
  }

  /**
   * A maker of pads where the model's weights are.
   *
   * @param images computes with the model's weights
   * @param random source of the key chains
   * @throws BundleFormatException if the model has no linear layer or they are misnumbered
   */
  public PadMaker(ModelBundle model, MaskImages images, SecureRandom random)
      throws BundleFormatException {
    this(model, PadLayout.of(model.manifest()), images, random);
  }

  private PadMaker(ModelBundle model, PadLayout layout, MaskImages images, SecureRandom random) {
    this(
        model,
        layout,
        new WeightImages(layout, HexFormat.of().parseHex(model.digest()), images),
        random,
        false);
  }

  /**
   * A maker of pads whose images come from a dealer; throws likewise.
   *
   * @param images writes into the set who that is, before the dealer gets anything
   */
  public static PadMaker dealt(ModelBundle model, PadImages images, SecureRandom random)
      throws BundleFormatException {
    return new PadMaker(model, PadLayout.of(model.manifest()), images, random, true);
  }

  /** What one pad adds to the device's pad file, in bytes. */
  public long bytesPerPad() {
    return layout.recordBytes();
  }

  /**
   * Adds a pad set to a device bundle, or writes a new bundle. A sensor may be at work with it.
   *
   * @param device id of the device
   * @param count how many pads, at least 1
   * @param directory made if it is not there
   * @param progress told the number of pads made so far, after each batch
   * @return public id of the new pad file
   * @throws PadsException if there is a bundle of another device or model; it is left as it was
   */
  public String make(String device, long count, Path directory, LongConsumer progress)
      throws IOException, BundleFormatException, PadsException, InterruptedException {
    long now = Clock.systemUTC().instant().getEpochSecond();
    ByteBuffer id = ByteBuffer.allocate(PAD_FILE_ID_BYTES); // sorted by when they were made
    id.putInt((int) now).putInt(random.nextInt());
    PadFileHeader header =
        new PadFileHeader(
            HexFormat.of().formatHex(id.array()),
            model.digest(),
            device,
            0,
            count,
            layout.recordBytes(),
            now,
            isDealt);
    try (BundleWriter bundle = BundleWriter.open(directory, device, model, random);
        AddingPads adding = AddingPads.to(directory);
        ChainKey first = ChainKey.random(random);
        PadSetWriter set = PadSetWriter.create(Disk.OF_THIS_MACHINE, adding.sets(), header)) {
      new Production(layout, images, first, count, set, progress).run();
      set.finish(first);
      bundle.keep();
    }
    return header.padFile();
  }
}
