package io.edgeveil.broker;

import java.io.IOException;
import java.util.Optional;

/**
 * Lets viewers in elsewhere than at the broker, by the same accounts.
 *
 * <p><b>Guarantee:</b> whom it lets in has proved by a password that it is a viewer: other accounts
 * have no business there. An admission counts no more from the moment on that the accounts file
 * holds another password or bars the account.
 *
 * <p>Safe for use by several threads.
 */
public final class ViewerAccess {
  private final Accounts accounts;

  /** By these accounts. */
  public ViewerAccess(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Leave to watch, and what it rests on. Prints as the account's name alone. */
  public static final class Admission {
    private final Accounts.Admission admission;

    private Admission(Accounts.Admission admission) {
      this.admission = admission;
    }

    @Override
    public String toString() {
      return "Admission[" + admission.account().name() + "]";
    }
  }

  /**
   * By the password. Takes some 50 ms of a processor, for a name that does not exist too.
   *
   * @param password only read
   */
  public Optional<Admission> admit(String name, byte[] password) throws IOException {
    return accounts
        .admit(name, password)
        .filter(admission -> admission.account().role() == Role.VIEWER)
        .map(Admission::new);
  }

  /** Whether who was let in would be let in now; quick. */
  public boolean stillAdmits(Admission admission) throws IOException {
    return accounts.stillAdmits(admission.admission);
  }
}
