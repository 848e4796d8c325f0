package io.edgeveil.pads.making;

import io.edgeveil.core.thread.ThreadEnd;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.key.ChainKey;
import io.edgeveil.pads.key.PadKey;
import io.edgeveil.pads.record.PadLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;

/**
 * Making the records of a pad set: each thread takes the keys of the next pads from the chain,
 * finds their images, seals and writes them.
 */
final class Production {
  private final PadLayout layout;
  private final PadImages images;
  private final long count;
  private final PadSetWriter set;
  private final LongConsumer progress;
  private ChainKey chain;
  private long begun;
  private long done;

  Production(
      PadLayout layout,
      PadImages images,
      ChainKey first,
      long count,
      PadSetWriter set,
      LongConsumer progress) {
    this.layout = layout;
    this.images = images;
    this.count = count;
    this.set = set;
    this.progress = progress;
    this.chain = first.copy();
  }

  /** Returns when all pads are written, or as soon as one thread failed and the others ended. */
  void run() throws IOException, PadsException, InterruptedException {
    int batch = (int) Math.min(images.batch(), count);
    int threads = (int) Math.min(images.threads(), (count + batch - 1) / batch);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CompletionService<Void> workers = new ExecutorCompletionService<>(pool);
    try {
      for (int i = 0; i < threads; i++) {
        workers.submit(
            () -> {
              work(batch);
              return null;
            });
      }
      for (int i = 0; i < threads; i++) {
        workers.take().get();
      }
    } catch (ExecutionException e) {
      rethrow(e.getCause());
    } finally {
      pool.shutdownNow();
      ThreadEnd.await(pool);
      chain.close();
    }
  }

  private void work(int batch) throws IOException, PadsException, InterruptedException {
    PadKey[] keys = new PadKey[batch];
    byte[][] packed = new byte[batch][layout.imageBytes()];
    try {
      while (!Thread.currentThread().isInterrupted()) {
        List<PadKey> taken = new ArrayList<>();
        long first = takeKeys(batch, taken);
        if (taken.isEmpty()) {
          return;
        }
        taken.toArray(keys);
        images.find(set.padFile(), first, keys, taken.size(), packed);
        for (int i = 0; i < taken.size(); i++) {
          set.write(first + i, keys[i], packed[i]);
          keys[i].close();
        }
        wrote(taken.size());
      }
      throw new InterruptedException("another thread failed");
    } finally {
      for (int i = 0; i < batch; i++) {
        Arrays.fill(packed[i], (byte) 0);
        if (keys[i] != null) {
          keys[i].close();
        }
      }
    }
  }

  /** Takes at most so many keys off the chain. */
  private synchronized long takeKeys(int most, List<PadKey> taken) {
    long first = begun;
    while (begun < count && taken.size() < most) {
      taken.add(chain.pad());
      ChainKey next = chain.next();
      chain.close();
      chain = next;
      begun++;
    }
    return first;
  }

  private synchronized void wrote(int pads) {
    done += pads;
    progress.accept(done);
  }

  private static void rethrow(Throwable cause)
      throws IOException, PadsException, InterruptedException {
    if (cause instanceof IOException known) {
      throw known;
    }
    if (cause instanceof PadsException known) {
      throw known;
    }
    if (cause instanceof InterruptedException known) {
      throw known;
    }
    if (cause instanceof RuntimeException known) {
      throw known;
    }
    if (cause instanceof Error known) {
      throw known;
    }
    throw new AssertionError(cause);
  }
}
