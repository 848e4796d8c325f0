package io.edgeveil.sensor.transport.coap;

import io.edgeveil.broker.client.Distrust;
import io.edgeveil.sensor.inference.BadReplyException;
import io.edgeveil.sensor.inference.InferenceException;
import io.edgeveil.sensor.inference.NoReplyException;
import io.edgeveil.sensor.inference.TransportException;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.DtlsHandshakeTimeoutException;
import org.eclipse.californium.scandium.dtls.HandshakeException;

/** What Californium reports, in the words of the inference. */
final class CoapFailures {
  /**
   * The client's last flight of a DTLS handshake (RFC 6347, section 4.2.4): whoever does not answer
   * it has answered before, and does not take our proof. A server must not say that it is wrong.
   */
  static final int LAST_FLIGHT = 5;

  private final CoapAddress address;

  CoapFailures(CoapAddress address) {
    this.address = address;
  }

  /** A request could not be sent. Distrust stays; a gateway that is gone may come back. */
  InferenceException of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DtlsHandshakeTimeoutException timeout) {
        return timeout.getFlightNumber() >= LAST_FLIGHT ? keyRefused() : unreachable("no answer");
      }
      if (cause instanceof HandshakeException handshake) {
        String why = "DTLS ended with: " + handshake.getMessage();
        return isAboutUs(handshake)
            ? refused(why, failure)
            : new TransportException(gone(why), true, failure);
      }
    }
    if (address.scheme().isSecure() && address.scheme().isTcp()) {
      String distrust = Distrust.describe(failure, address.host());
      if (distrust != null) {
        return refused(distrust, failure);
      }
    }
    return new TransportException(gone(describe(failure)), true, failure);
  }

  /** A gateway that has no room, or ends, may have room or be there later. */
  private static boolean isAboutUs(HandshakeException handshake) {
    AlertDescription said = handshake.getAlert().getDescription();
    return said != AlertDescription.INTERNAL_ERROR && said != AlertDescription.CLOSE_NOTIFY;
  }

  /**
   * The connection is over.
   *
   * @param reason null if it was ended without a word
   * @param answered whether the gateway had answered on it: whoever hangs up before does not take
   *     our certificate
   */
  TransportException lost(Throwable reason, boolean answered) {
    if (address.scheme().isSecure() && address.scheme().isTcp() && !answered) {
      Throwable why = reason == null ? new EOFException() : reason;
      String distrust = Distrust.describe(why, address.host());
      if (distrust != null) {
        return refused(distrust, why);
      }
    }
    return new TransportException(
        "lost the gateway at " + address + ": " + describe(reason), true, reason);
  }

  TransportException unreachable(String detail) {
    return new TransportException(gone(detail), true, null);
  }

  TransportException keyRefused() {
    return refused(
        "it does not accept our key: the psk in credentials.json is another gateway's, was renewed,"
            + " or the device was revoked",
        null);
  }

  private TransportException refused(String why, Throwable cause) {
    boolean mayPass = cause != null && Distrust.isOfTime(cause); // a clock can be set
    return new TransportException(address + ": " + why, mayPass, cause);
  }

  /** The gateway knows nothing of what it was asked about (RFC 7252, section 4.2). */
  TransportException reset() {
    return new TransportException(
        "the gateway at " + address + " does not take our messages (reset)", true, null);
  }

  /** Sent again as often as CoAP does, in vain. */
  NoReplyException silence() {
    return new NoReplyException("no gateway answers at " + address);
  }

  /** We ended it. */
  TransportException closed() {
    return new TransportException(
        "the connection to the gateway at " + address + " was closed", true, null);
  }

  /** What came back in blocks does not fit together. */
  BadReplyException unreadable(Throwable error) {
    return new BadReplyException(String.valueOf(error.getMessage()), error);
  }

  private String gone(String detail) {
    return "no gateway at " + address + ": is it running? (" + detail + ")";
  }

  private static String describe(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "unknown host " + cause.getMessage();
      }
      if (cause instanceof IOException && cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    return failure == null ? "it closed the connection" : String.valueOf(failure.getMessage());
  }
}
