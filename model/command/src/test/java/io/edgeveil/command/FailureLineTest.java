package io.edgeveil.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureLineTest {
  @Test
  void javasBareFileNamesBecomeSentences() {
    assertThat(FailureLine.of(new NoSuchFileException("/a"))).isEqualTo("no file /a");
    assertThat(FailureLine.of(new AccessDeniedException("/a"))).isEqualTo("no permission for /a");
    assertThat(FailureLine.of(new FileAlreadyExistsException("/a")))
        .isEqualTo("/a is there already");
    assertThat(FailureLine.of(new NotDirectoryException("/a"))).isEqualTo("/a: NotDirectory");
    assertThat(FailureLine.of(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("/a: No space left on device");
    assertThat(FailureLine.of(new IOException("in a\n  b"))).isEqualTo("in a\n  b");
    assertThat(FailureLine.oneLine("in a\n  b\n")).isEqualTo("in a b");
    assertThat(FailureLine.oneLine("a\u001b[31mb\u009bc\td\u202ee\u0000\u2028é"))
        .isEqualTo("a?[31mb?c?d?e? é");
    assertThat(FailureLine.of(new IOException())).isEqualTo("IOException null");
  }

  @Test
  void theReleaseIsKnown() {
    assertThat(Release.version()).matches("[0-9]+\\.[0-9]+.*");
    assertThat(Release.date()).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
  }
}
