package io.edgeveil.broker.client;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why TLS ended because one side's certificate does not satisfy the other, whatever it carries. */
public final class Distrust {
  /** How the JDK begins to say that the other side ended the handshake. */
  private static final String ALERT = "Received fatal alert: ";

  private Distrust() {}

  /**
   * Which certificate was not good enough and why, for a person.
   *
   * @param failure of a handshake, or of the first words after it
   * @param host that was meant
   * @return null if that is not what happened
   */
  public static String describe(Throwable failure, String host) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof CertPathBuilderException) {
        return describeCertificate(cause, host);
      }
      if (cause instanceof SSLPeerUnverifiedException) {
        return notForHost(host);
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

  /**
   * Returns whether a certificate is at fault for its time alone, which setting a clock may cure.
   */
  public static boolean isOfTime(Throwable failure) {
    return rootOf(failure) instanceof CertificateExpiredException
        || rootOf(failure) instanceof CertificateNotYetValidException;
  }

  /**
   * Returns whether the other side hung up, which it may do so soon that its word why is lost on
   * the way.
   */
  static boolean hungUp(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
        return false;
      }
      if (cause instanceof EOFException
          || cause instanceof SocketException
          || cause instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  private static String describeCertificate(Throwable cause, String host) {
    if (rootOf(cause) instanceof CertificateExpiredException) {
      return "its certificate has expired; start the gateway again to renew it, or set this machine's"
          + " clock";
    }
    if (rootOf(cause) instanceof CertificateNotYetValidException) {
      return "its certificate is not valid yet: is this machine's clock right?";
    }
    String message = String.valueOf(cause.getMessage());
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return notForHost(host);
    }
    return "its certificate is not of the authority in ca.pem: another gateway, or somebody between ("
        + message
        + ")";
  }

  private static String notForHost(String host) {
    return "its certificate is not for the host '"
        + host
        + "': use a name it has, or start the gateway with --host "
        + host;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
