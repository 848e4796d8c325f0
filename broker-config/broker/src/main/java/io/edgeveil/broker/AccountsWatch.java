package io.edgeveil.broker;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for changes of the accounts file, whichever process makes them, and tells of each. The
 * folder is watched, since the file is never changed in place.
 */
final class AccountsWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AccountsWatch.class);

  private final WatchService watch;
  private final Runnable changed;
  private final Thread thread;

  private AccountsWatch(WatchService watch, Runnable changed) {
    this.watch = watch;
    this.changed = changed;
    thread = new Thread(this::run, "edgeveil-accounts-watch");
    thread.setDaemon(true);
  }

  /**
   * Starts.
   *
   * @param changed called on a thread of its own, now and then without cause
   */
  static AccountsWatch of(Accounts accounts, Runnable changed) throws IOException {
    Path folder = accounts.path().getParent();
    Files.createDirectories(folder);
    WatchService watch = folder.getFileSystem().newWatchService();
    folder.register(
        watch,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
    AccountsWatch accountsWatch = new AccountsWatch(watch, changed);
    accountsWatch.thread.start();
    return accountsWatch;
  }

  private void run() {
    try {
      while (true) {
        WatchKey key = watch.take();
        key.pollEvents();
        key.reset();
        try {
          changed.run();
        } catch (RuntimeException e) {
          log.error("a change of the accounts could not be acted on", e);
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      log.debug("the accounts are watched no more", e);
    }
  }

  @Override
  public void close() {
    try {
      watch.close();
    } catch (IOException e) {
      log.warn("could not end the watch over the accounts", e);
    }
  }
}
