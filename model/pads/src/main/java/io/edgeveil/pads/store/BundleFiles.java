package io.edgeveil.pads.store;

/** The names of the files of a device bundle, besides those of the model bundle. */
public final class BundleFiles {
  /** Whose pads these are; written last, so that what has it is whole. */
  public static final String DEVICE = "device.json";

  /** The sealed mask images. */
  public static final String PADS = "pads.bin";

  /** The key chain. */
  public static final String STATE = "state.bin";

  static final String LOCK = "state.lock";

  private BundleFiles() {}
}
