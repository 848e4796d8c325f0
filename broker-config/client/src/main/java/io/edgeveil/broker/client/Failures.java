package io.edgeveil.broker.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;

/** What Paho reports, as one of our exceptions with one line that says what to do. */
final class Failures {

  /** How the JDK begins to say that the other side ended the handshake. */
  private static final String ALERT = "Received fatal alert: ";

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
    String distrust = distrust(failure);
    if (distrust != null) {
      return new UntrustedException(address + ": " + distrust, failure);
    }
    String detail = describe(failure);
    return new BrokerUnreachableException(
        "no broker at " + address + ": is the gateway running? (" + detail + ")", failure);
  }

  /** Which certificate was not good enough and why, or null if that is not what happened. */
  private String distrust(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof CertPathBuilderException) {
        return describeCertificate(cause);
      }
      if (cause instanceof SSLException && String.valueOf(cause.getMessage()).contains(ALERT)) {
        String alert = cause.getMessage().substring(cause.getMessage().indexOf(ALERT));
        return "it does not accept our certificate: of another authority, expired, or revoked ("
            + alert.substring(ALERT.length())
            + ")";
      }
    }
    return hungUp(failure)
        ? "it hung up on us in the TLS handshake: it does not accept our certificate (of another"
            + " authority, expired, or revoked), or speaks no TLS 1.3"
        : null;
  }

  /** The word why can be lost on the way when the other side hangs up at once. */
  private boolean hungUp(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
        return false;
      }
      if (cause instanceof EOFException
          || cause instanceof SocketException
          || cause instanceof SSLException) {
        return address.isTls();
      }
    }
    return false;
  }

  private String describeCertificate(Throwable cause) {
    if (rootOf(cause) instanceof CertificateExpiredException) {
      return "its certificate has expired; start the gateway again to renew it";
    }
    if (rootOf(cause) instanceof CertificateNotYetValidException) {
      return "its certificate is not valid yet: is this machine's clock right?";
    }
    String message = String.valueOf(cause.getMessage());
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return "its certificate is not for the host '"
          + address.host()
          + "': use a name it has, or start the gateway with --host "
          + address.host();
    }
    return "its certificate is not of the authority in ca.pem: another gateway, or somebody between ("
        + message
        + ")";
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
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
