package io.edgeveil.pads.store;

import java.util.regex.Pattern;

/** The names of the files of a device bundle, besides those of the model bundle. */
public final class BundleFiles {
  /** Whose pads these are; written last, so that what has it is whole. */
  public static final String DEVICE = "device.json";

  /** The directory with one directory a pad set, named by the id of its pad file. */
  public static final String SETS = "pads";

  /** In a pad set: the sealed mask images. */
  public static final String PADS = "pads.bin";

  /** In a pad set: the key chain. */
  public static final String STATE = "state.bin";

  /** When how many pads were used: nothing secret. */
  public static final String USAGE = "usage.json";

  static final String LOCK = "pads.lock";
  static final String ADDING_LOCK = "adding.lock";

  /** Before the id of a set in the making. */
  static final String NEW = ".new-";

  /** Before the id and token of a copy of a set on its way in. */
  static final String COMING = ".coming-";

  /** Before the id and token of a set on its way out: no pad of it may be used any more. */
  static final String GOING = ".going-";

  private static final Pattern SET = Pattern.compile("[0-9a-f]{16}");

  private BundleFiles() {}

  /** Whether a directory of this name is a pad set that is whole and here. */
  static boolean isSet(String name) {
    return SET.matcher(name).matches();
  }
}
