package io.edgeveil.sensor.transport.mqtt;

import io.edgeveil.broker.client.AccessRefusedException;
import io.edgeveil.broker.client.BrokerException;
import io.edgeveil.broker.client.BrokerUnreachableException;
import io.edgeveil.broker.client.RefusedException;
import io.edgeveil.broker.client.UnprotectedException;
import io.edgeveil.broker.client.UntrustedException;
import io.edgeveil.sensor.inference.TransportException;

/** What the broker's client reports, in the words of the inference. */
final class Failures {
  private Failures() {}

  /**
   * A refusal stays one, unless it is for now or a clock is wrong; a broker that is gone may come
   * back.
   */
  static TransportException of(BrokerException failure) {
    boolean refused =
        failure instanceof AccessRefusedException
            || (failure instanceof RefusedException other && !other.isPassing())
            || failure instanceof UnprotectedException
            || (failure instanceof UntrustedException untrusted && !untrusted.isOfTime());
    String advice =
        failure instanceof BrokerUnreachableException
            ? "; unless it is another, the gateway brings it"
            : "";
    return new TransportException(failure.getMessage() + advice, !refused, failure);
  }
}
