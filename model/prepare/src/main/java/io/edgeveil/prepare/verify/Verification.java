package io.edgeveil.prepare.verify;

import io.edgeveil.core.image.PictureException;
import io.edgeveil.core.image.PictureTensors;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.network.Network;
import io.edgeveil.core.network.NetworkException;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.prepare.kernel.BundleLayers;
import io.edgeveil.prepare.picture.PictureFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Counts where two networks agree. */
public final class Verification {
  private final FloatReference reference;
  private int count;
  private int agreeing;
  private int labelled;
  private int right;
  private int floatRight;
  private double largestError;

  private Verification(FloatReference reference) {
    this.reference = reference;
  }

  /**
   * Runs all pictures of a folder through a bundle and through a reference.
   *
   * @param layers of the bundle
   * @param progress told once per picture
   * @throws VerificationException if the reference does not know a picture or has other outputs
   */
  public static Agreement run(
      ModelBundle bundle,
      BundleLayers layers,
      PictureFolder pictures,
      FloatReference reference,
      Runnable progress)
      throws IOException,
          BundleFormatException,
          NetworkException,
          PictureException,
          VerificationException {
    Manifest manifest = bundle.manifest();
    Network network = Network.of(manifest, bundle.constants());
    Verification verification = new Verification(reference);
    AtomicReference<VerificationException> failure = new AtomicReference<>();
    ResidueLayers evaluator = new ResidueLayers(layers);
    pictures.forEach(
        PictureTensors.of(manifest.preprocessing(), manifest.inputShape()),
        sample -> {
          Tensor output = network.run(sample.tensor(), evaluator);
          try {
            verification.compare(
                pictures.files().get(sample.place()), sample.tensor(), output.values());
          } catch (VerificationException e) {
            failure.compareAndSet(null, e);
          }
          progress.run();
        });
    if (failure.get() != null) {
      throw failure.get();
    }
    return verification.agreement(manifest, layers.kernel());
  }

  private synchronized void compare(Path picture, Tensor input, float[] quantised)
      throws VerificationException {
    float[] wanted = reference.output(picture, input);
    if (wanted.length != quantised.length) {
      throw new VerificationException(
          "the reference has " + wanted.length + " outputs, the model " + quantised.length);
    }
    count++;
    int top = top(quantised);
    int floatTop = top(wanted);
    agreeing += top == floatTop ? 1 : 0;
    for (int i = 0; i < wanted.length; i++) {
      largestError = Math.max(largestError, Math.abs((double) wanted[i] - quantised[i]));
    }
    int label = reference.label(picture);
    if (label >= 0) {
      labelled++;
      right += top == label ? 1 : 0;
      floatRight += floatTop == label ? 1 : 0;
    }
  }

  /** Place of the greatest element, the first of equals. */
  private static int top(float[] output) {
    int top = 0;
    for (int i = 1; i < output.length; i++) {
      if (output[i] > output[top]) {
        top = i;
      }
    }
    return top;
  }

  private Agreement agreement(Manifest manifest, String kernel) {
    return new Agreement(
        manifest.name(),
        manifest.version(),
        kernel,
        count,
        (double) agreeing / count,
        labelled == 0 ? null : (double) right / labelled,
        labelled == 0 ? null : (double) floatRight / labelled,
        largestError);
  }
}
