package io.edgeveil.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The users of the broker: a file with one line {@code name:role:hash} for each, and those that
 * live as long as the process. A change to the file, by this object or by another program, counts
 * from the next {@link #verify} on.
 *
 * <p><b>Guarantee:</b> passwords are kept as {@linkplain PasswordHash salted slow hashes} alone, in
 * a file of mode 0600 that is refused if others can read it; a name that does not exist takes as
 * long to refuse as a wrong password. A crash while the file is rewritten leaves the old one or the
 * new one, whole.
 *
 * <p>Safe for use by many threads and processes.
 */
public final class Accounts {

  private final AccountsFile file;
  private final Map<String, Entry> transients = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Entry nobody;

  private Accounts(AccountsFile file) {
    this.file = file;
    nobody = new Entry(new Account("nobody", Role.VIEWER), PasswordHash.of(newPassword(), random));
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
   * Adds an account to the file.
   *
   * @param password only read
   * @throws IllegalArgumentException if the name is taken or is no id, or the password is empty
   */
  public void add(String name, Role role, byte[] password) throws IOException {
    Entry entry = entry(new Account(name, role), password);
    file.change(
        entries -> {
          if (entries.putIfAbsent(name, entry) != null) {
            throw new IllegalArgumentException("there is already an account '" + name + "'");
          }
        });
  }

  /**
   * Gives an account of the file another password; connections that stand go on.
   *
   * @throws IllegalArgumentException if there is no such account or the password is empty
   */
  public void changePassword(String name, byte[] password) throws IOException {
    file.change(
        entries -> {
          Entry old = entries.get(name);
          if (old == null) {
            throw new IllegalArgumentException("there is no account '" + name + "'");
          }
          entries.put(name, entry(old.account(), password));
        });
  }

  /** Removes an account from the file; connections that stand go on. False if there was none. */
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

  /** The accounts of the file, by name. */
  public List<Account> list() throws IOException {
    return file.entries().values().stream()
        .map(Entry::account)
        .sorted(Comparator.comparing(Account::name))
        .toList();
  }

  /**
   * The account of a name if this is its password. Takes some 50 ms, for a name that does not exist
   * too.
   *
   * @param password only read
   */
  public Optional<Account> verify(String name, byte[] password) throws IOException {
    Entry entry = find(name);
    boolean matches = (entry == null ? nobody : entry).hash().matches(password);
    return entry != null && matches ? Optional.of(entry.account()) : Optional.empty();
  }

  /** Whether there is an account of that name. */
  boolean contains(String name) throws IOException {
    return find(name) != null;
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
    return new Entry(account, PasswordHash.of(password, random));
  }

  /** An account and the proof of its password. */
  record Entry(Account account, PasswordHash hash) {}
}
