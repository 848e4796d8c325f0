package io.edgeveil.sensor.transport.mqtt;

import io.edgeveil.broker.client.AccessRefusedException;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.RefusedException;
import io.edgeveil.broker.client.UnprotectedException;
import io.edgeveil.broker.client.UntrustedException;
import io.edgeveil.sensor.inference.TransportException;

/** What the broker's client reports, in the words of the inference. */
final class Failures {
  private Failures() {}

  /** The broker has had too much of us for now (MQTT 5.0, section 2.4). */
  private static final int QUOTA_EXCEEDED = 151;

  /** A refusal stays one, but for a quota; a broker that is gone may come back. */
  static TransportException of(BrokerException failure) {
    boolean refused =
        failure instanceof AccessRefusedException
            || (failure instanceof RefusedException other && other.reasonCode() != QUOTA_EXCEEDED)
            || failure instanceof UnprotectedException
            || failure instanceof UntrustedException;
    return new TransportException(failure.getMessage(), !refused, failure);
  }
}
