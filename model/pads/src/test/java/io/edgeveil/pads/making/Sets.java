package io.edgeveil.pads.making;

import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.key.ChainKey;
import io.edgeveil.pads.record.PadFileHeader;
import io.edgeveil.pads.record.PadLayout;
import io.edgeveil.pads.role.GatewayRoles;
import io.edgeveil.pads.role.Party;
import io.edgeveil.pads.store.SetDirectory;
import io.edgeveil.pads.store.TinyModel;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;

/** Pad sets of the tiny model on any disk, made as the workstation makes them. */
public final class Sets {
  private Sets() {}

  /**
   * Adds a set.
   *
   * @param number tells it from others and says how old it is
   * @param first C_0, read
   */
  public static String make(
      Disk disk,
      Path directory,
      ModelBundle model,
      String device,
      int number,
      int count,
      byte[] first)
      throws Exception {
    PadLayout layout = PadLayout.of(model.manifest());
    String padFile = "%016x".formatted(number);
    boolean isDealt = number % 2 == 0;
    PadFileHeader header =
        new PadFileHeader(
            padFile, model.digest(), device, 0, count, layout.recordBytes(), number, isDealt);
    WeightImages images =
        new WeightImages(layout, HexFormat.of().parseHex(model.digest()), TinyModel::images);
    try (ChainKey chain = ChainKey.readFrom(ByteBuffer.wrap(first));
        PadSetWriter set = PadSetWriter.create(disk, SetDirectory.ready(disk, directory), header)) {
      if (isDealt) {
        new GatewayRoles(disk, directory)
            .admitDealer(directory.resolve(".new-" + padFile), Party.gateway("dealer-" + number));
      }
      new Production(layout, images, chain, count, set, done -> {}).run();
      set.finish(chain);
    }
    return padFile;
  }
}
