package io.edgeveil.sensor.transport;

import io.edgeveil.broker.client.AccessRefusedException;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.RefusedException;
import io.edgeveil.sensor.inference.TransportException;

/** What the broker's client reports, in the words of the inference. */
final class Failures {
  private Failures() {}

  /** A refusal stays one; a broker that is gone may come back. */
  static TransportException of(BrokerException failure) {
    boolean refused =
        failure instanceof AccessRefusedException || failure instanceof RefusedException;
    return new TransportException(failure.getMessage(), !refused, failure);
  }
}
