package io.edgeveil.pads.store;

import io.edgeveil.core.thread.ThreadEnd;
import io.edgeveil.pads.PadsException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Work on another thread whose failures come back as they were thrown. */
final class Background {
  private Background() {}

  /** What may fail as the pads do. */
  @FunctionalInterface
  interface Work<T> {
    T get() throws PadsException, IOException;
  }

  static ExecutorService oneThread() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "edgeveil-pads");
          thread.setDaemon(true);
          return thread;
        });
  }

  static <T> CompletableFuture<T> run(ExecutorService thread, Work<T> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return work.get();
          } catch (PadsException | IOException e) {
            throw new CompletionException(e);
          }
        },
        thread);
  }

  /** Waits to the end, whatever interrupts: files do not outlive an interrupted access. */
  static <T> T await(CompletableFuture<T> work) throws PadsException, IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return work.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof PadsException known) {
        throw known;
      }
      if (cause instanceof IOException known) {
        throw known;
      }
      throw new IllegalStateException("unexpected " + cause, cause);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns when the thread is done with all that it was given. */
  static void end(ExecutorService thread) {
    thread.shutdown();
    ThreadEnd.await(thread);
  }
}
