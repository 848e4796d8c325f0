package io.edgeveil.broker.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttClientException;
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
    if (ReasonCode.isOldVersion(code)) {
      return new RefusedException(
          "the broker at "
              + address
              + " speaks an older MQTT, and Edgeveil needs MQTT 5 (Mosquitto from 2.0, HiveMQ): it"
              + " answered '"
              + ReasonCode.describe(code)
              + "'",
          ReasonCode.UNSUPPORTED_VERSION);
    }
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
    return new BrokerUnreachableException("no broker at " + address + ": " + why(failure), failure);
  }

  /** What happened instead of an answer, and what to look after. */
  private static String why(Throwable failure) {
    if (Distrust.hungUp(failure)) {
      return "it closed the connection without an answer; is that an MQTT 5 broker's port, and one"
          + " without TLS?";
    }
    if (failure instanceof MqttException && failure.getCause() == null) {
      return "what answers is no MQTT 5 broker (" + describe(failure) + ")";
    }
    return "is it running there? (" + describe(failure) + ")";
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
    int code = response.getReturnCode();
    return new ConnectionLostException(
        "the broker at "
            + address
            + " ended the connection: "
            + ReasonCode.describe(code)
            + said.replaceAll("\\p{Cntrl}", "?")
            + (code == ReasonCode.TAKEN_OVER
                ? "; two programs run with one name or certificate: end one of them"
                : ""),
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
    int code = reasonCode(failure);
    if (code == MqttClientException.REASON_CODE_CLIENT_TIMEOUT
        || code == MqttClientException.REASON_CODE_WRITE_TIMEOUT) {
      return "nothing came or went for too long: the broker, the network or this program stood"
          + " still";
    }
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
