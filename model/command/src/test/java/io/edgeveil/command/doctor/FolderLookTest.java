package io.edgeveil.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLookTest {
  @TempDir Path folder;

  @Test
  void aFolderThatNobodyCanWriteToIsNotAMatterOfItsOwner() throws Exception {
    Finding finding = FolderLook.of("folder", Path.of("/proc"), 0); // not even root
    assertThat(finding.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(finding.found()).startsWith("/proc takes no file: ");
    assertThat(finding.advice()).contains("disk").doesNotContain("chown");
  }

  @Test
  void aFolderOfItsOwn() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    assertThat(FolderLook.of("folder", folder, 1).verdict()).isEqualTo(Verdict.OK);
    assertThat(folder).isEmptyDirectory();
    assertThat(FolderLook.of("folder", folder, Long.MAX_VALUE).advice()).startsWith("make room");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(FolderLook.of("folder", folder, 1).advice()).isEqualTo("chmod 700 " + folder);
  }
}
