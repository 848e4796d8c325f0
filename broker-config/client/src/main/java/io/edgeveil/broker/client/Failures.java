package io.edgeveil.broker.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;

/** What Paho reports, as one of our exceptions with one line that says what to do. */
final class Failures {

  private final BrokerAddress address;

  Failures(BrokerAddress address) {
    this.address = address;
  }

  /** No connection came about. */
  BrokerException connecting(ConnectionSettings settings, Throwable failure) {
    int code = reasonCode(failure);
    if (isRefusal(code)) {
      String who =
          settings
              .credentials()
              .map(credentials -> "user '" + credentials.user() + "'")
              .or(() -> settings.identity().filter(i -> address.isTls()).map(TlsIdentity::toString))
              .orElse("an anonymous client");
      return ReasonCode.refusal("the broker at " + address + " refused " + who, code);
    }
    String distrust = address.isTls() ? Distrust.describe(failure, address.host()) : null;
    if (distrust != null) {
      return new UntrustedException(address + ": " + distrust, failure);
    }
    String detail = describe(failure);
    return new BrokerUnreachableException(
        "no broker at " + address + ": is the gateway running? (" + detail + ")", failure);
  }

  /** What was asked on a connection did not succeed. */
  BrokerException asking(String what, Throwable failure) {
    int code = reasonCode(failure);
    return isRefusal(code) ? refused(what, code) : lost(failure);
  }

  /** The broker answered with a refusal. */
  BrokerException refused(String what, int code) {
    return ReasonCode.refusal("the broker at " + address + " refused " + what, code);
  }

  /** The connection is gone. */
  ConnectionLostException lost(Throwable failure) {
    return new ConnectionLostException(
        "lost the broker at " + address + ": " + describe(failure), failure);
  }

  /** The connection is gone, and the broker may have said why. */
  ConnectionLostException disconnected(MqttDisconnectResponse response) {
    if (response.getException() != null) {
      return lost(response.getException());
    }
    String said = response.getReasonString() == null ? "" : ", " + response.getReasonString();
    return new ConnectionLostException(
        "the broker at "
            + address
            + " ended the connection: "
            + ReasonCode.describe(response.getReturnCode())
            + said,
        null);
  }

  /**
   * What becomes of messages that were under way when the connection ended so. Whoever publishes
   * where it must not is disconnected for it, and that may be heard before the refusal itself.
   */
  BrokerException undelivered(MqttDisconnectResponse response, ConnectionLostException reason) {
    boolean refused =
        response.getException() == null && response.getReturnCode() == ReasonCode.NOT_AUTHORISED;
    return refused
        ? new AccessRefusedException(reason.getMessage(), ReasonCode.NOT_AUTHORISED)
        : reason;
  }

  /** We ended the connection. */
  ConnectionLostException closed() {
    return new ConnectionLostException(
        "the connection to the broker at " + address + " is closed", null);
  }

  /** The highest reason code of an acknowledgement: 0 if it has none. */
  static int worstReasonCode(IMqttToken acknowledged) {
    int[] codes = acknowledged.getReasonCodes();
    return codes == null ? 0 : Arrays.stream(codes).max().orElse(0);
  }

  private static boolean isRefusal(int code) {
    return code >= ReasonCode.FIRST_REFUSAL && code <= 0xFF;
  }

  private static int reasonCode(Throwable failure) {
    return failure instanceof MqttException mqtt ? mqtt.getReasonCode() : -1;
  }

  /** The network's own words where there are any, else Paho's. */
  private static String describe(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException) {
        return "it closed the connection";
      }
      if (cause instanceof UnknownHostException) {
        return "unknown host " + cause.getMessage();
      }
      if (cause instanceof IOException && cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
