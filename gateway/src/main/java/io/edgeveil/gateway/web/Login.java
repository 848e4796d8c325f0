package io.edgeveil.gateway.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgeveil.broker.ViewerAccess;
import io.edgeveil.broker.ViewerAccess.Admission;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may watch: viewers, by user and password of HTTP's Basic scheme (RFC 7617). Safe for use by
 * several threads.
 *
 * <p><b>Guarantee.</b> A password is tried by its slow hash: one at a time, and few times a minute
 * from one address. That it was right is remembered under a keyed digest, in memory alone, and
 * counts as long as the account's file says so.
 */
final class Login {
  private static final String SCHEME = "Basic ";
  private static final int MAX_CHARACTERS = 512;
  private static final int MAX_REMEMBERED = 64;
  private static final int MAX_ADDRESSES = 1024;
  private static final int TRIES = 5;
  private static final long TRY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(6);
  private static final long PATIENCE_MILLIS = 2000;
  private static final String MAC = "HmacSHA256";

  /** What came of it; {@code admission} if it was let in. */
  record Outcome(Optional<Admission> admission, boolean tooManyTries) {}

  private final ViewerAccess viewers;
  private final LongSupplier nanoTime;
  private final SecretKeySpec key;
  private final Semaphore hashing = new Semaphore(1, true);
  private final Map<ByteBuffer, Admission> remembered = new Recent<>(MAX_REMEMBERED);
  private final Map<InetAddress, Tries> tries = new Recent<>(MAX_ADDRESSES);

  Login(ViewerAccess viewers, LongSupplier nanoTime) {
    this.viewers = viewers;
    this.nanoTime = nanoTime;
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, MAC);
  }

  /** The most recently used ones, so many at most. Guarded by whoever uses it. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    Recent(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }

  /** Tries that an address has left. */
  private static final class Tries {
    private int left = TRIES;
    private long sinceNanos;

    boolean take(long nowNanos) {
      long more = (nowNanos - sinceNanos) / TRY_AGAIN_NANOS;
      if (more > 0) {
        left = (int) Math.min(TRIES, left + more);
        sinceNanos = nowNanos;
      }
      if (left == 0) {
        return false;
      }
      left--;
      return true;
    }
  }

  /**
   * Whether somebody may watch.
   *
   * @param authorization the header's value, or null
   */
  Outcome admit(String authorization, InetAddress from) throws IOException, InterruptedException {
    if (authorization == null
        || authorization.length() > MAX_CHARACTERS
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new Outcome(Optional.empty(), false);
    }
    ByteBuffer digest = digest(authorization);
    Optional<Admission> before = recall(digest);
    if (before.isPresent()) {
      return new Outcome(before, false);
    }
    synchronized (this) {
      if (!tries.computeIfAbsent(from, address -> fresh()).take(nanoTime.getAsLong())) {
        return new Outcome(Optional.empty(), true);
      }
    }
    if (!hashing.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      return new Outcome(Optional.empty(), true);
    }
    try {
      Optional<Admission> admission = byPassword(authorization.substring(SCHEME.length()).strip());
      if (admission.isPresent()) {
        synchronized (this) {
          remembered.put(digest, admission.get());
          tries.remove(from);
        }
      }
      return new Outcome(admission, false);
    } finally {
      hashing.release();
    }
  }

  private Tries fresh() {
    Tries fresh = new Tries();
    fresh.sinceNanos = nanoTime.getAsLong();
    return fresh;
  }

  private Optional<Admission> recall(ByteBuffer digest) throws IOException {
    Admission before;
    synchronized (this) {
      before = remembered.get(digest);
    }
    if (before == null || stillAdmits(before)) {
      return Optional.ofNullable(before);
    }
    synchronized (this) {
      remembered.remove(digest);
    }
    return Optional.empty();
  }

  /** Whether who was let in would be let in now. */
  boolean stillAdmits(Admission admission) throws IOException {
    return viewers.stillAdmits(admission);
  }

  private Optional<Admission> byPassword(String base64) throws IOException {
    byte[] both;
    try {
      both = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int colon = 0;
    while (colon < both.length && both[colon] != ':') {
      colon++;
    }
    byte[] password = Arrays.copyOfRange(both, Math.min(both.length, colon + 1), both.length);
    try {
      return viewers.admit(new String(both, 0, colon, UTF_8), password);
    } finally {
      Arrays.fill(both, (byte) 0);
      Arrays.fill(password, (byte) 0);
    }
  }

  private ByteBuffer digest(String authorization) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return ByteBuffer.wrap(mac.doFinal(authorization.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has " + MAC, e);
    }
  }
}
