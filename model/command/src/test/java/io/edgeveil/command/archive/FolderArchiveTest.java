package io.edgeveil.command.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders into files and back, ours and those of Debian's tar, and what is refused. */
class FolderArchiveTest {
  @TempDir private Path temporary;
  private Path folder;
  private Path into;

  @BeforeEach
  void aFolder() throws Exception {
    folder = Files.createDirectories(temporary.resolve("pi-1"));
    into = Files.createDirectory(temporary.resolve("into"));
    Files.createDirectories(folder.resolve("pads/0123456789abcdef"));
    Files.writeString(folder.resolve("device.json"), "{}");
    Files.write(folder.resolve("empty"), new byte[0]);
    byte[] pads = new byte[70_001];
    Arrays.fill(pads, (byte) 7);
    Files.write(folder.resolve("pads/0123456789abcdef/pads.bin"), pads);
    Files.write(folder.resolve("pads.lock"), new byte[0]);
  }

  @Test
  void whatIsPackedIsUnpackedForItsOwnerAlone() throws Exception {
    Path file = temporary.resolve("pi-1.tar.gz");
    FolderArchive.write(folder, file);
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(FolderArchive.unpack(Files.newInputStream(file), into)).hasSize(5);
    assertUnpacked(into);
    assertThat(into.resolve("pads.lock")).doesNotExist();
    assertThat(mode(into.resolve("pads"))).isEqualTo("rwx------");
    assertThat(mode(into.resolve("pads/0123456789abcdef/pads.bin"))).isEqualTo("rw-------");
  }

  @Test
  void anArchiveIsNeverOverwritten() throws Exception {
    Path file = Files.writeString(temporary.resolve("pi-1.tar.gz"), "mine");
    assertThatThrownBy(() -> FolderArchive.write(folder, file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "ustar", "posix", "v7"})
  void debiansTarIsUnderstoodAndUnderstands(String format) throws Exception {
    Path file = temporary.resolve("by-tar.tar.gz");
    tar("-C", temporary.toString(), "--format", format, "-czf", file.toString(), "pi-1");
    assertThat(FolderArchive.unpack(Files.newInputStream(file), into)).isNotEmpty();
    assertUnpacked(into.resolve("pi-1"));
    Path ours = temporary.resolve("ours.tar.gz");
    FolderArchive.write(folder, ours);
    Path there = Files.createDirectory(temporary.resolve("there"));
    tar("-C", there.toString(), "-xzf", ours.toString());
    assertUnpacked(there);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "posix"})
  void longNamesAreUnderstood(String format) throws Exception {
    String step = "x".repeat(255);
    Files.createDirectories(folder.resolve(step).resolve(step));
    Files.writeString(folder.resolve(step).resolve(step).resolve("deep"), "found");
    Path file = temporary.resolve("by-tar.tar.gz");
    tar("-C", temporary.toString(), "--format", format, "-czf", file.toString(), "./pi-1");
    assertThat(FolderArchive.unpack(Files.newInputStream(file), into)).isNotEmpty();
    assertThat(into.resolve("pi-1").resolve(step).resolve(step).resolve("deep"))
        .hasContent("found");
  }

  @Test
  void twoArchivesOneBehindTheOtherAreOne() throws Exception {
    Path second = Files.createDirectory(temporary.resolve("second"));
    Files.writeString(second.resolve("credentials.json"), "{}");
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    FolderArchive.write(folder, both);
    FolderArchive.write(second, both);
    InputStream slow =
        new ByteArrayInputStream(both.toByteArray()) {
          @Override
          public synchronized int available() {
            return 0; // as a pipe may say
          }
        };
    assertThat(FolderArchive.unpack(slow, into)).hasSize(6);
    assertUnpacked(into);
    assertThat(into.resolve("credentials.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "a/../../outside", "/outside", "a b", "a\nb", "a\\b"})
  void namesThatReachOutAreRefused(String name) throws Exception {
    byte[] archive = archive(header(name, TarConstants.LF_NORMAL, 0));
    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(ArchiveFormatException.class)
        .hasMessageContaining("a name that is not taken");
    assertThat(into).isEmptyDirectory();
    assertThat(temporary.resolve("outside")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '4', '6', 'S'})
  void linksAndDevicesAreRefused(char type) throws Exception {
    byte[] archive = archive(header("a", (byte) type, 0));
    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(ArchiveFormatException.class)
        .hasMessageContaining("neither a file nor a folder");
    assertThat(into).isEmptyDirectory();
  }

  @Test
  void aLinkInAFolderIsNotPacked() throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
    Path file = temporary.resolve("pi-1.tar.gz");
    assertThatThrownBy(() -> FolderArchive.write(folder, file))
        .isInstanceOf(ArchiveFormatException.class);
    assertThat(file).doesNotExist();
  }

  @Test
  void everyTruncationIsNoticed() throws Exception {
    Files.delete(folder.resolve("pads/0123456789abcdef/pads.bin"));
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    FolderArchive.write(folder, whole);
    for (int length = 0; length < whole.size(); length++) {
      byte[] part = Arrays.copyOf(whole.toByteArray(), length);
      Path there = Files.createDirectory(temporary.resolve("there-" + length));
      assertThatThrownBy(() -> FolderArchive.unpack(new ByteArrayInputStream(part), there))
          .as("%d bytes", length)
          .isInstanceOf(ArchiveFormatException.class);
    }
  }

  @Test
  void aDamagedHeaderIsNoticed() throws Exception {
    byte[] block = header("a", TarConstants.LF_NORMAL, 0);
    for (int i = 0; i < block.length; i++) {
      byte[] damaged = block.clone();
      damaged[i] ^= 0x20;
      if (i < 148 || i >= 156) { // the checksum's blanks do not count
        assertThatThrownBy(() -> unpack(archive(damaged)))
            .as("byte %d", i)
            .isInstanceOf(ArchiveFormatException.class);
      }
    }
  }

  @Test
  void aSizeBeyondTheDiskIsRefusedBeforeItIsWritten() throws Exception {
    byte[] archive = archive(header("a", TarConstants.LF_NORMAL, 1L << 60));
    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the disk has room for");
    assertThat(into).isEmptyDirectory();
  }

  private void unpack(byte[] archive) throws Exception {
    var unused = FolderArchive.unpack(new ByteArrayInputStream(archive), into);
  }

  private static byte[] header(String name, byte type, long size) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setSize(size);
    byte[] block = new byte[512];
    entry.writeEntryHeader(block, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
    return block;
  }

  private static byte[] archive(byte[] block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(block);
      out.write(new byte[1024]);
    }
    return bytes.toByteArray();
  }

  private void assertUnpacked(Path there) {
    assertThat(there.resolve("device.json")).hasContent("{}");
    assertThat(there.resolve("empty")).isEmptyFile();
    assertThat(there.resolve("pads/0123456789abcdef/pads.bin"))
        .hasSameBinaryContentAs(folder.resolve("pads/0123456789abcdef/pads.bin"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void tar(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = "tar";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
