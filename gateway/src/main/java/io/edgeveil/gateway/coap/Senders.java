package io.edgeveil.gateway.coap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.edgeveil.broker.CertificateRefusedException;
import io.edgeveil.broker.DeviceAccess;
import io.edgeveil.broker.DeviceAdmission;
import io.edgeveil.coap.PasswordOption;
import io.edgeveil.core.wire.Problem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.elements.auth.X509CertPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who sends requests.
 *
 * <p><b>Guarantee.</b> Whoever is named here has proved to be that device, by an account that
 * counts now: one that was revoked or rotated is named no more, whatever it proved before. On a
 * scheme without identity the proof is the password that comes with the opening of a session;
 * afterwards only whoever has the session's id can use it, which the serving core sees to.
 */
final class Senders {
  private static final Logger LOG = LoggerFactory.getLogger(Senders.class);
  private static final long RETRY_MILLIS = 1000;
  private static final String TAG = "HmacSHA256";

  private final DeviceAccess access;
  private final Map<String, Opened> byPassword = new ConcurrentHashMap<>();
  private final Mac tags;

  /** Who was let in with a password, and what tells that from others, by a key of {@link #tags}. */
  private static final class Opened {
    final DeviceAdmission admission;
    final byte[] tag;

    Opened(DeviceAdmission admission, byte[] tag) {
      this.admission = admission;
      this.tag = tag;
    }
  }

  Senders(DeviceAccess access) {
    this.access = access;
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try {
      tags = Mac.getInstance(TAG);
      tags.init(new SecretKeySpec(key, TAG));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has " + TAG, e);
    }
  }

  /**
   * Finds out who wants to open a session.
   *
   * @param then told the device, or why it is not let in; on this thread or another
   */
  void opening(Request request, BiConsumer<String, Problem> then) {
    try {
      if (CoAP.isSecureScheme(request.getScheme())) {
        then.accept(secured(request), null);
        return;
      }
      String device = claimed(request.getOptions());
      byte[] password =
          PasswordOption.of(request.getOptions())
              .orElseThrow(() -> forbidden("the session is to be opened with the password"));
      byte[] tag = tag(device, password);
      if (isKnown(device, tag)) {
        Arrays.fill(password, (byte) 0);
        then.accept(device, null);
        return;
      }
      access.admit(device, password, (admission, failure) -> opened(admission, tag, failure, then));
    } catch (SenderException e) {
      then.accept(null, e.problem());
    } catch (RejectedExecutionException e) {
      LOG.warn("too many devices open sessions at once");
      then.accept(
          null,
          Problem.of(Problem.Type.BUSY, "too many devices open sessions at once")
              .withRetryAfter(RETRY_MILLIS));
    }
  }

  private synchronized byte[] tag(String device, byte[] password) {
    tags.update((device + ':').getBytes(US_ASCII));
    return tags.doFinal(password);
  }

  /**
   * Whether a device was let in with this very password before, and would be now. It need not wait
   * for the slow hashes of passwords that strangers try.
   */
  private boolean isKnown(String device, byte[] tag) throws SenderException {
    Opened before = byPassword.get(device);
    try {
      return before != null
          && MessageDigest.isEqual(before.tag, tag)
          && access.stillAdmits(before.admission);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void opened(
      Optional<DeviceAdmission> admission,
      byte[] tag,
      IOException failure,
      BiConsumer<String, Problem> then) {
    if (failure != null) {
      then.accept(null, unreadable(failure).problem());
    } else if (admission.isEmpty()) {
      then.accept(null, forbidden("wrong device or password").problem());
    } else {
      byPassword.put(admission.get().device(), new Opened(admission.get(), tag));
      then.accept(admission.get().device(), null);
    }
  }

  /** The device that sent a chunk. */
  String sender(Request request) throws SenderException {
    if (CoAP.isSecureScheme(request.getScheme())) {
      return secured(request);
    }
    String device = claimed(request.getOptions());
    Opened opened = byPassword.get(device);
    if (opened == null) {
      throw noSession();
    }
    try {
      if (!access.stillAdmits(opened.admission)) {
        byPassword.remove(device, opened);
        throw forbidden("the device was revoked or has another password now");
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return device;
  }

  /**
   * Whether a peer with this identity may be connected: as a device, or with the certificate of an
   * account that may only look.
   */
  boolean mayStay(Principal peer) {
    try {
      if (peer instanceof X509CertPath shown) {
        return access.knows(shown.getTarget());
      }
      var unused = device(peer);
      return true;
    } catch (SenderException e) {
      return false;
    } catch (IOException e) {
      var unused = unreadable(e);
      return false;
    }
  }

  private String secured(Request request) throws SenderException {
    String device = device(request.getSourceContext().getPeerIdentity());
    Optional<String> claimed = claimedIfAny(request.getOptions());
    if (claimed.isPresent() && !claimed.get().equals(device)) {
      throw forbidden("the query tells another device than the connection has proved to be");
    }
    return device;
  }

  private String device(Principal peer) throws SenderException {
    try {
      if (peer instanceof PreSharedKeyIdentity known) {
        Optional<String> fingerprint = DevicePskStore.fingerprint(known);
        Optional<DeviceAdmission> admission =
            fingerprint.isPresent()
                ? access.byCertificateOf(known.getIdentity(), fingerprint.get())
                : Optional.empty();
        return admission
            .orElseThrow(() -> forbidden("the device was revoked or has another key now"))
            .device();
      }
      if (peer instanceof X509CertPath shown) {
        return access.admit(shown.getTarget()).device();
      }
      throw forbidden("the connection has proved no identity");
    } catch (IOException e) {
      throw unreadable(e);
    } catch (CertificateRefusedException e) {
      throw forbidden("the certificate does not count: " + e.getMessage());
    }
  }

  private static String claimed(OptionSet options) throws SenderException {
    return claimedIfAny(options)
        .orElseThrow(() -> forbidden("the query is to tell the device, d=…"));
  }

  private static Optional<String> claimedIfAny(OptionSet options) throws SenderException {
    try {
      return Query.device(options.getUriQuery());
    } catch (Query.QueryException e) {
      throw new SenderException(Problem.of(Problem.Type.MALFORMED, e.getMessage()));
    }
  }

  /** Also what a stranger is told, who does not know the session of the device that he names. */
  static SenderException noSession() {
    return new SenderException(
        Problem.of(Problem.Type.UNKNOWN_SESSION, "this device has no such session open here"));
  }

  private static SenderException forbidden(String why) {
    return new SenderException(Problem.of(Problem.Type.FORBIDDEN, why));
  }

  private static SenderException unreadable(IOException e) {
    LOG.error("cannot tell who sends a request: the accounts cannot be read", e);
    return new SenderException(Problem.of(Problem.Type.FAILED, "the accounts cannot be read"));
  }

  /** A request comes from nobody who may send it. */
  static final class SenderException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    SenderException(Problem problem) {
      super(problem.detail());
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }
}
