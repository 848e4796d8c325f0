package io.edgeveil.sensor.watch;

import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.pads.PadsException;
import io.edgeveil.sensor.inference.InferenceException;
import java.io.IOException;
import java.nio.file.Path;

/** The device's inference, as watching sees it. Used by the worker thread alone. */
public interface Classifier {
  /** One attempt; throws what the inference throws. */
  Answer classify(Path picture)
      throws PictureException,
          InferenceException,
          PadsException,
          BundleFormatException,
          IOException,
          InterruptedException;

  /** How many pads attempts have cost so far, failed ones included; rather too many. */
  long padsSpent();

  /** There is nothing to do at present: a time to mend a broken connection. */
  void rest()
      throws InferenceException,
          PadsException,
          BundleFormatException,
          IOException,
          InterruptedException;

  /** Shows the figures where whoever watches the device sees them, if there is such a place. */
  void show(WatchFigures figures);
}
