package io.edgeveil.broker;

import io.edgeveil.broker.certificate.CertificateId;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

/**
 * Lets devices in elsewhere than at the broker, by the same accounts.
 *
 * <p><b>Guarantee:</b> whom it lets in has proved what the broker would let it in by, and is a
 * device: other accounts have no business there. An admission counts no more from the moment on
 * that the accounts file holds another password or certificate, or bars the device; {@code changed}
 * is called so that nobody need wait for the next message to find out.
 *
 * <p>Safe for use by several threads.
 */
public final class DeviceAccess implements AutoCloseable {
  private final Accounts accounts;
  private final ExecutorService hashing = HashingThreads.start();
  private final AccountsWatch watch;

  /**
   * Watches the accounts until it is closed.
   *
   * @param changed called on a thread of its own when the accounts have changed, now and then
   *     without cause
   */
  public DeviceAccess(Accounts accounts, Runnable changed) throws IOException {
    this.accounts = accounts;
    this.watch = AccountsWatch.of(accounts, changed);
  }

  /**
   * By the password, whose slow hash is computed on threads made for that.
   *
   * @param password overwritten in the end
   * @param then told on such a thread who was let in, if anyone, or what failed
   * @throws RejectedExecutionException if too many wait there
   */
  public void admit(
      String device, byte[] password, BiConsumer<Optional<DeviceAdmission>, IOException> then) {
    hashing.execute(
        () -> {
          Optional<DeviceAdmission> admission = Optional.empty();
          IOException failure = null;
          try {
            admission = ofDevice(accounts.admit(device, password));
          } catch (IOException e) {
            failure = e;
          } finally {
            Arrays.fill(password, (byte) 0);
          }
          then.accept(admission, failure);
        });
  }

  /**
   * By a certificate that TLS has found to be our authority's and in date.
   *
   * @throws CertificateRefusedException if it counts no more, or never did; the message says why
   */
  public DeviceAdmission admit(X509Certificate certificate)
      throws IOException, CertificateRefusedException {
    return ofDevice(Optional.of(accounts.admit(certificate)))
        .orElseThrow(() -> new CertificateRefusedException("it is not a device's", false));
  }

  /** Whether the broker would let in, in whatever role, who has shown this certificate. */
  public boolean knows(X509Certificate certificate) throws IOException {
    try {
      var unused = accounts.admit(certificate);
      return true;
    } catch (CertificateRefusedException e) {
      return false;
    }
  }

  /** What a key that is derived from a device's certificate rests on; empty if it has none. */
  public Optional<DeviceAdmission> byCertificateOf(String device) throws IOException {
    return ofDevice(accounts.admitHolder(device));
  }

  /**
   * What a key rests on that was derived from a certificate of this fingerprint, if that
   * certificate still counts for the device.
   *
   * @param fingerprint as {@link CertificateId#fingerprint()} has it
   */
  public Optional<DeviceAdmission> byCertificateOf(String device, String fingerprint)
      throws IOException {
    return byCertificateOf(device)
        .filter(
            admission ->
                admission
                    .certificate()
                    .map(CertificateId::fingerprint)
                    .orElse("")
                    .equals(fingerprint));
  }

  private static Optional<DeviceAdmission> ofDevice(Optional<Accounts.Admission> admission) {
    return admission
        .filter(known -> known.account().role() == Role.DEVICE)
        .map(DeviceAdmission::new);
  }

  /** Whether who was let in would be let in now. */
  public boolean stillAdmits(DeviceAdmission admission) throws IOException {
    return accounts.stillAdmits(admission.admission());
  }

  /** Ends its threads; who was let in stays where it is. */
  @Override
  public void close() {
    watch.close();
    hashing.shutdownNow();
  }
}
