package io.edgeveil.broker;

import io.edgeveil.broker.certificate.CertificateId;
import io.edgeveil.broker.certificate.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The users of the broker: a file with a line for each, and those that live as long as the process.
 * A user proves itself by a password, by a certificate, or by either. A change to the file, by this
 * object or by another program, counts from the next {@link #verify} on.
 *
 * <p><b>Guarantee:</b> passwords are kept as {@linkplain PasswordHash salted slow hashes} alone, in
 * a file of mode 0600 that is refused if others can read it; a name that does not exist takes as
 * long to refuse as a wrong password. A crash while the file is rewritten leaves the old one or the
 * new one, whole. A certificate counts only while the line of its name holds its fingerprint: one
 * that was replaced or revoked is refused though its authority still vouches for it.
 *
 * <p>Safe for use by many threads and processes.
 */
public final class Accounts {

  private final AccountsFile file;
  private final Map<String, Entry> transients = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final PasswordHash nobody;

  private Accounts(AccountsFile file) {
    this.file = file;
    nobody = PasswordHash.of(newPassword(), random);
  }

  /** The accounts in a file, which need not exist yet. */
  public static Accounts at(Path path) {
    return new Accounts(new AccountsFile(path));
  }

  /**
   * A password nobody guesses: 24 random bytes in 32 characters of the URL-safe Base64 alphabet, as
   * ASCII.
   */
  public static byte[] newPassword() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Adds an account to the file; one of that name that was revoked is replaced.
   *
   * @param password only read
   * @throws IllegalArgumentException if the name is taken or is no id, or the password is empty
   */
  public void add(String name, Role role, byte[] password) throws IOException {
    add(entry(new Account(name, role), password));
  }

  /**
   * Adds an account with a certificate.
   *
   * @param password only read; empty if there is to be none
   * @param certificate whose subject is the name
   * @throws IllegalArgumentException if the name is taken or is no id
   */
  public void add(String name, Role role, byte[] password, CertificateId certificate)
      throws IOException {
    add(entry(new Account(name, role), password, certificate));
  }

  private void add(Entry entry) throws IOException {
    String name = entry.account().name();
    file.change(
        entries -> {
          if (entries.containsKey(name) && !entries.get(name).revoked()) {
            throw new IllegalArgumentException("there is already an account '" + name + "'");
          }
          entries.put(name, entry);
        });
  }

  /**
   * Gives an account of the file another password and no certificate; connections made before end.
   *
   * @throws IllegalArgumentException if there is no such account or the password is empty
   */
  public void changePassword(String name, byte[] password) throws IOException {
    change(name, old -> entry(old.account(), password));
  }

  /**
   * Gives an account of the file another password and another certificate; connections made before
   * end.
   *
   * @param password empty if there is to be none
   * @throws IllegalArgumentException if there is no such account
   */
  public void rotate(String name, byte[] password, CertificateId certificate) throws IOException {
    change(name, old -> entry(old.account(), password, certificate));
  }

  /**
   * Bars an account of the file for good: its password and certificate count no more, and
   * connections that stand end.
   *
   * @throws IllegalArgumentException if there is no such account
   */
  public void revoke(String name) throws IOException {
    change(name, old -> new Entry(old.account(), null, old.certificate(), true));
  }

  private void change(String name, UnaryOperator<Entry> change) throws IOException {
    file.change(
        entries -> {
          Entry old = entries.get(name);
          if (old == null || old.revoked()) {
            throw new IllegalArgumentException(
                old == null
                    ? "there is no account '" + name + "'"
                    : "the account '" + name + "' is revoked");
          }
          entries.put(name, change.apply(old));
        });
  }

  /** Removes an account from the file; connections that stand end. False if there was none. */
  public boolean remove(String name) throws IOException {
    if (!file.entries().containsKey(name)) {
      return false;
    }
    file.change(entries -> entries.remove(name));
    return true;
  }

  /**
   * Adds an account that is never written to the file and goes with this object: the gateway's own,
   * for the broker in its own process. It comes before one of the same name in the file.
   */
  public void addTransient(String name, Role role, byte[] password) {
    transients.put(name, entry(new Account(name, role), password));
  }

  /** The accounts of the file that are not revoked, by name. */
  public List<Account> list() throws IOException {
    return enrolments().stream()
        .filter(enrolment -> !enrolment.revoked())
        .map(Enrolment::account)
        .toList();
  }

  /** All that the file tells of its accounts and that is no secret, by name. */
  public List<Enrolment> enrolments() throws IOException {
    return file.entries().values().stream()
        .map(
            entry ->
                new Enrolment(
                    entry.account(), Optional.ofNullable(entry.certificate()), entry.revoked()))
        .sorted(Comparator.comparing(enrolment -> enrolment.account().name()))
        .toList();
  }

  /**
   * The account of a name if this is its password. Takes some 50 ms, for a name that does not exist
   * too.
   *
   * @param password only read
   */
  public Optional<Account> verify(String name, byte[] password) throws IOException {
    return admit(name, password).map(Admission::account);
  }

  /** The same, with what tells later whether it still counts. */
  Optional<Admission> admit(String name, byte[] password) throws IOException {
    Entry entry = find(name);
    boolean known = entry != null && entry.hash() != null && !entry.revoked();
    boolean matches = (known ? entry.hash() : nobody).matches(password);
    return known && matches ? Optional.of(new Admission(entry, false)) : Optional.empty();
  }

  /**
   * The account that a certificate speaks for. That its authority is ours and that it is in date,
   * TLS has seen to.
   *
   * @throws CertificateRefusedException if it counts no more, or never did; the message says why
   */
  Admission admit(X509Certificate certificate) throws IOException, CertificateRefusedException {
    Subject subject =
        Subject.of(certificate)
            .orElseThrow(() -> new CertificateRefusedException("it names nobody", false));
    CertificateId id = CertificateId.of(certificate);
    Entry entry = find(subject.name());
    if (entry == null || entry.certificate() == null) {
      throw new CertificateRefusedException("no account of that name has a certificate", false);
    }
    if (entry.revoked()) {
      throw new CertificateRefusedException("the account is revoked", true);
    }
    if (!entry.certificate().fingerprint().equals(id.fingerprint())) {
      throw new CertificateRefusedException(
          "another certificate has taken its place: serial " + entry.certificate().serial(), true);
    }
    if (!entry.account().role().key().equals(subject.role())) {
      throw new CertificateRefusedException(
          "it is a "
              + subject.role()
              + "'s, and the account a "
              + entry.account().role().key()
              + "'s",
          false);
    }
    return new Admission(entry, true);
  }

  /** What a proof rests on that is derived from a device's certificate; empty if it has none. */
  Optional<Admission> admitHolder(String name) throws IOException {
    Entry entry = find(name);
    return entry == null || entry.revoked() || entry.certificate() == null
        ? Optional.empty()
        : Optional.of(new Admission(entry, true));
  }

  /** Whether who was let in would be let in now. */
  boolean stillAdmits(Admission admission) throws IOException {
    Entry now = find(admission.account().name());
    return now != null && admission.countsUnder(now);
  }

  /** Whether nobody may connect by that name. */
  boolean isBarred(String name) throws IOException {
    Entry entry = find(name);
    return entry == null || entry.revoked();
  }

  /** Whether there is an account of that name. */
  boolean contains(String name) throws IOException {
    return find(name) != null;
  }

  /** Where the accounts are kept. */
  Path path() {
    return file.path();
  }

  private Entry find(String name) throws IOException {
    Entry own = transients.get(name);
    return own == null ? file.entries().get(name) : own;
  }

  private Entry entry(Account account, byte[] password) {
    if (password.length == 0) {
      throw new IllegalArgumentException(
          "the password of '" + account.name() + "' must not be empty");
    }
    return entry(account, password, null);
  }

  private Entry entry(Account account, byte[] password, CertificateId certificate) {
    PasswordHash hash = password.length == 0 ? null : PasswordHash.of(password, random);
    return new Entry(account, hash, certificate, false);
  }

  /**
   * What is known of an account and is no secret.
   *
   * @param certificate the one that counts, or, if revoked, counted last
   * @param revoked whether it is barred
   */
  public record Enrolment(Account account, Optional<CertificateId> certificate, boolean revoked) {}

  /** Leave to be connected, and what it rests on. */
  static final class Admission {
    private static final String BY_CERTIFICATE = "C";
    private static final String BY_PASSWORD = "P";

    private final Entry entry;
    private final boolean byCertificate;

    private Admission(Entry entry, boolean byCertificate) {
      this.entry = entry;
      this.byCertificate = byCertificate;
    }

    Account account() {
      return entry.account();
    }

    Optional<CertificateId> certificate() {
      return Optional.ofNullable(entry.certificate());
    }

    /** In one string, to be kept with the connection; as private as the accounts file. */
    String encoded() {
      return (byCertificate ? BY_CERTIFICATE : BY_PASSWORD) + entry.encoded();
    }

    /** Reads what {@link #encoded()} wrote. */
    static Admission parse(String text) {
      return new Admission(Entry.parse(text.substring(1)), text.startsWith(BY_CERTIFICATE));
    }

    private boolean countsUnder(Entry now) {
      boolean sameProof =
          byCertificate
              ? entry.certificate().equals(now.certificate())
              : now.hash() != null && entry.hash().encoded().equals(now.hash().encoded());
      return !now.revoked() && sameProof && now.account().equals(entry.account());
    }
  }

  /**
   * An account and its proofs, a line of the file.
   *
   * @param hash of the password, or null
   * @param certificate or null
   */
  record Entry(Account account, PasswordHash hash, CertificateId certificate, boolean revoked) {
    private static final String NONE = "-";
    private static final String REVOKED = "revoked";
    private static final int MOST_FIELDS = 5;

    static Entry parse(String line) {
      String[] fields = line.split(":", -1);
      if (fields.length < 3 || fields.length > MOST_FIELDS) {
        throw new IllegalArgumentException("not name:role:hash[:certificate[:revoked]]");
      }
      if (fields.length == MOST_FIELDS && !fields[4].equals(REVOKED)) {
        throw new IllegalArgumentException("the last field is not 'revoked'");
      }
      boolean certified = fields.length > 3 && !fields[3].equals(NONE);
      return new Entry(
          new Account(fields[0], Role.ofKey(fields[1])),
          fields[2].equals(NONE) ? null : PasswordHash.parse(fields[2]),
          certified ? CertificateId.parse(fields[3]) : null,
          fields.length == MOST_FIELDS);
    }

    String encoded() {
      return account.name()
          + ":"
          + account.role().key()
          + ":"
          + (hash == null ? NONE : hash.encoded())
          + ":"
          + (certificate == null ? NONE : certificate.encoded())
          + (revoked ? ":" + REVOKED : "");
    }
  }
}
