package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.Problem;
import java.util.List;

/**
 * Hears of the core's work as it is done, on the core's threads and outside of its lock: every call
 * must be quick, must not block and must not throw.
 */
public interface ServingListener {
  /** Nobody listens. */
  ServingListener NOBODY = new ServingListener() {};

  /** Everyone who listens, in order. */
  static ServingListener all(List<ServingListener> listeners) {
    List<ServingListener> everyone = List.copyOf(listeners);
    return new ServingListener() {
      @Override
      public void received(String device, int bytes) {
        everyone.forEach(listener -> listener.received(device, bytes));
      }

      @Override
      public void served(ServedTensor tensor) {
        everyone.forEach(listener -> listener.served(tensor));
      }

      @Override
      public void multiplied(int tensors) {
        everyone.forEach(listener -> listener.multiplied(tensors));
      }

      @Override
      public void refused(String device, Problem problem) {
        everyone.forEach(listener -> listener.refused(device, problem));
      }
    };
  }

  /** A message came in that a device may send, whatever is in it. */
  default void received(String device, int bytes) {}

  /** A layer was computed; the reply is about to leave. */
  default void served(ServedTensor tensor) {}

  /** So many tensors were multiplied at once; {@link #served} is called for each. */
  default void multiplied(int tensors) {}

  /** A problem, counted in the figures. */
  default void refused(String device, Problem problem) {}
}
