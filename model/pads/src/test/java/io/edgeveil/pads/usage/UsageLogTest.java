package io.edgeveil.pads.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageLogTest {
  @TempDir Path folder;

  @Test
  void aDiskThatTakesNothingIsToldInALine() throws Exception {
    Logger logger = Logger.getLogger(UsageLog.class.getName());
    List<LogRecord> records = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            records.add(entry);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      UsageLog log = UsageLog.open(folder.resolve("no such folder/usage.json"));
      log.count();
      log.close();
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(records).hasSize(1);
    assertThat(records.get(0).getThrown()).isNull();
    assertThat(new SimpleFormatter().formatMessage(records.get(0)))
        .contains("no such folder")
        .doesNotContain("{0}", "\n");
    assertThat(Files.exists(folder.resolve("no such folder"))).isFalse();
  }
}
