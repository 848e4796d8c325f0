package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.network.LinearEvaluator;
import io.edgeveil.core.network.Network;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.pads.store.NextPad;
import io.edgeveil.pads.store.Pad;

/** One inference on its way: its pad, its checks, its cost. Used by one thread, once. */
final class InferenceRun implements LinearEvaluator<InferenceException> {
  private final GatewaySession session;
  private final Pad pad;
  private final ResultCheck check;
  private final FigureCount count;
  private final InferenceObserver observer;
  private final InferenceMemory memory;
  private Runnable unseen = () -> {}; // tells the observer of the last layer, once it is checked

  InferenceRun(
      GatewaySession session,
      Pad pad,
      ResultCheck check,
      FigureCount count,
      InferenceObserver observer,
      InferenceMemory memory) {
    this.session = session;
    this.pad = pad;
    this.check = check;
    this.count = count;
    this.observer = observer;
    this.memory = memory;
  }

  /**
   * The network's output, every result checked.
   *
   * @throws IntegrityException if a result was wrong, whatever else went wrong after it
   */
  Tensor run(Network network, Tensor input) throws InferenceException {
    try {
      return checked(network, input);
    } finally {
      memory.wipe();
    }
  }

  private Tensor checked(Network network, Tensor input) throws InferenceException {
    Tensor output;
    try {
      output = network.run(input, this, memory.workspace());
    } catch (ArithmeticException e) { // comes after all layers
      check.settle();
      throw check.undefined(e);
    } catch (InferenceException | RuntimeException | Error e) {
      settleDespite(e);
      throw e;
    }
    settle();
    unseen.run();
    return output;
  }

  /** The last result is checked when there is nothing left to wait for. */
  private void settle() throws IntegrityException {
    long startedNanos = System.nanoTime();
    check.settle();
    count.worked(FigureCount.Work.CHECK, System.nanoTime() - startedNanos);
  }

  private void settleDespite(Throwable failure) throws IntegrityException {
    try {
      check.settle();
    } catch (IntegrityException wrong) {
      wrong.addSuppressed(failure);
      throw wrong;
    }
  }

  @Override
  public int[] multiply(LinearLayer layer, int[] quantised) throws InferenceException {
    long startedNanos = System.nanoTime();
    int[] masked = memory.masked(layer);
    pad.mask(layer.index(), quantised, masked);
    count.worked(FigureCount.Work.MASK, System.nanoTime() - startedNanos);
    check.sending(layer, masked);
    long sentNanos = System.nanoTime();
    int[] maskedResult = memory.maskedResult(layer);
    session.multiply(
        new NextPad(pad.padFile(), pad.index()),
        layer,
        masked,
        maskedResult,
        count,
        this::meanwhile);
    meanwhile(); // unless the transport saw to it
    count.waited(System.nanoTime() - sentNanos);
    unseen.run();
    check.received(session.gateway(), maskedResult);
    long unmaskingNanos = System.nanoTime();
    int[] result = memory.result(layer);
    pad.unmask(layer.index(), maskedResult, result);
    count.worked(FigureCount.Work.UNMASK, System.nanoTime() - unmaskingNanos);
    unseen = () -> observer.layerDone(layer, quantised, masked, result);
    return result;
  }

  private void meanwhile() throws IntegrityException {
    long startedNanos = System.nanoTime();
    try {
      check.meanwhile();
    } finally {
      count.workedMeanwhile(FigureCount.Work.CHECK, System.nanoTime() - startedNanos);
    }
  }
}
