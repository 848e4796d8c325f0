package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {

  private static final byte[] PASSWORD = "correct horse".getBytes(UTF_8);

  @TempDir Path folder;
  private Path file;
  private Accounts accounts;

  @BeforeEach
  void open() {
    file = folder.resolve("deep/accounts");
    accounts = Accounts.at(file);
  }

  @Test
  void withoutAFileThereIsNobody() throws Exception {
    assertThat(accounts.list()).isEmpty();
    assertThat(accounts.verify("cam-1", PASSWORD)).isEmpty();
    assertThat(accounts.remove("cam-1")).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void letsInWhoKnowsThePassword() throws Exception {
    accounts.add("cam-1", Role.DEVICE, PASSWORD);
    assertThat(accounts.verify("cam-1", PASSWORD)).contains(new Account("cam-1", Role.DEVICE));
    assertThat(accounts.verify("cam-1", "wrong".getBytes(UTF_8))).isEmpty();
    assertThat(accounts.verify("cam-1", new byte[0])).isEmpty();
    assertThat(accounts.verify("cam-2", PASSWORD)).isEmpty();
    assertThat(accounts.verify("", PASSWORD)).isEmpty();
  }

  @Test
  void theFileHoldsNoPasswordAndIsPrivate() throws Exception {
    accounts.add("cam-1", Role.DEVICE, PASSWORD);
    assertThat(Files.readString(file))
        .doesNotContain("correct horse")
        .containsPattern("(?m)^cam-1:device:\\$argon2id\\$v=19\\$m=7168,t=5,p=1\\$");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsOnly("accounts", "accounts.lock");
    }
  }

  @Test
  void anotherProgramsChangeCountsAtOnce() throws Exception {
    Accounts other = Accounts.at(file);
    other.add("cam-1", Role.DEVICE, PASSWORD);
    assertThat(accounts.verify("cam-1", PASSWORD)).isPresent();
    other.changePassword("cam-1", "another".getBytes(UTF_8));
    assertThat(accounts.verify("cam-1", PASSWORD)).isEmpty();
    assertThat(accounts.verify("cam-1", "another".getBytes(UTF_8))).isPresent();
    assertThat(other.remove("cam-1")).isTrue();
    assertThat(accounts.verify("cam-1", "another".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void listsByName() throws Exception {
    accounts.add("gw", Role.GATEWAY, PASSWORD);
    accounts.add("ann", Role.VIEWER, PASSWORD);
    accounts.add("cam-1", Role.DEVICE, PASSWORD);
    assertThat(accounts.list())
        .containsExactly(
            new Account("ann", Role.VIEWER),
            new Account("cam-1", Role.DEVICE),
            new Account("gw", Role.GATEWAY));
  }

  @Test
  void namesAreIdsAndTakenOnce() throws Exception {
    accounts.add("cam-1", Role.DEVICE, PASSWORD);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> accounts.add("cam-1", Role.VIEWER, PASSWORD))
        .withMessage("there is already an account 'cam-1'");
    for (String name : new String[] {"", "Cam", "a.b", "a:b", "a/b", "a\nb:gateway:x"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> accounts.add(name, Role.DEVICE, PASSWORD));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> accounts.add("cam-2", Role.DEVICE, new byte[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> accounts.changePassword("cam-2", PASSWORD));
    assertThat(accounts.list()).hasSize(1);
  }

  @Test
  void transientAccountsAreNeverWritten() throws Exception {
    accounts.addTransient("gw", Role.GATEWAY, PASSWORD);
    assertThat(accounts.verify("gw", PASSWORD)).contains(new Account("gw", Role.GATEWAY));
    accounts.add("cam-1", Role.DEVICE, PASSWORD);
    assertThat(Files.readString(file)).doesNotContain("gw:");
    assertThat(Accounts.at(file).verify("gw", PASSWORD)).isEmpty();
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws Exception {
    accounts.add("cam-1", Role.DEVICE, PASSWORD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatExceptionOfType(AccountsFileException.class)
        .isThrownBy(() -> Accounts.at(file).verify("cam-1", PASSWORD))
        .withMessageContaining("chmod 600");
  }

  @Test
  void aBrokenLineIsNamedAndNotSkipped() throws Exception {
    for (String line :
        new String[] {
          "cam-1", "cam-1:device", "cam-1:boss:x", "cam-1:device:plain", "Cam:device:x"
        }) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "# heading\n\n" + line + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      assertThatExceptionOfType(AccountsFileException.class)
          .isThrownBy(() -> Accounts.at(file).list())
          .withMessageContaining("line 3");
    }
  }

  @Test
  void writersAtOnceLoseNothing() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> writers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String name = "cam-" + i;
        writers.add(
            () -> {
              Accounts.at(file).add(name, Role.DEVICE, PASSWORD);
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(writers)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(accounts.list()).hasSize(8);
  }

  @Test
  void newPasswordsAreLongAndNeverTheSame() {
    assertThat(Accounts.newPassword()).hasSize(32).isNotEqualTo(Accounts.newPassword());
  }

  @Test
  void aClientIdIsItsOwnersAlone() throws Exception {
    accounts.add("cam-1", Role.DEVICE, PASSWORD);
    Account device = new Account("cam-1", Role.DEVICE);
    assertThat(device.mayUseClientId("cam-1", accounts)).isTrue();
    assertThat(device.mayUseClientId("cam-1.bench", accounts)).isTrue();
    assertThat(device.mayUseClientId("cam-10", accounts)).isFalse();
    assertThat(device.mayUseClientId("cam-2", accounts)).isFalse();
    assertThat(device.mayUseClientId("", accounts)).isFalse();
    Account viewer = new Account("ann", Role.VIEWER);
    assertThat(viewer.mayUseClientId("mqtt-explorer-1f2e", accounts)).isTrue();
    assertThat(viewer.mayUseClientId("", accounts)).isTrue();
    assertThat(viewer.mayUseClientId("cam-1", accounts)).isFalse();
    assertThat(viewer.mayUseClientId("cam-1.bench", accounts)).isFalse();
  }
}
