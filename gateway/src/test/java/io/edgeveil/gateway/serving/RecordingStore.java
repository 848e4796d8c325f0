package io.edgeveil.gateway.serving;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is saved, unless it is told to fail. */
final class RecordingStore implements HistoryStore {
  final List<List<KnownDevice>> saves = new ArrayList<>();
  boolean fails;
  boolean lacksMemory;

  @Override
  public List<KnownDevice> load() {
    return saves.isEmpty() ? List.of() : saves.get(saves.size() - 1);
  }

  @Override
  public void save(List<KnownDevice> devices) throws IOException {
    if (fails) {
      throw new IOException("no space left on the test's device");
    }
    if (lacksMemory) {
      throw new OutOfMemoryError("of the test");
    }
    saves.add(devices);
  }
}
