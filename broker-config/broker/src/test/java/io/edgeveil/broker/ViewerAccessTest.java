package io.edgeveil.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewerAccessTest {
  private static final byte[] PASSWORD = "long and hard to guess".getBytes(US_ASCII);

  @TempDir Path folder;
  private Accounts accounts;
  private ViewerAccess access;

  @BeforeEach
  void accounts() throws Exception {
    accounts = Accounts.at(folder.resolve("accounts"));
    accounts.add("ann", Role.VIEWER, PASSWORD);
    accounts.add("cam-1", Role.DEVICE, PASSWORD);
    access = new ViewerAccess(accounts);
  }

  @Test
  void aViewerIsLetInByItsPasswordAndNobodyElse() throws Exception {
    assertThat(access.admit("ann", PASSWORD)).hasToString("Optional[Admission[ann]]");
    assertThat(access.admit("ann", "another".getBytes(US_ASCII))).isEmpty();
    assertThat(access.admit("cam-1", PASSWORD)).isEmpty();
    assertThat(access.admit("nobody", PASSWORD)).isEmpty();
  }

  @Test
  void anAdmissionEndsWithWhatItRestsOn() throws Exception {
    ViewerAccess.Admission admission = access.admit("ann", PASSWORD).orElseThrow();
    assertThat(access.stillAdmits(admission)).isTrue();
    accounts.changePassword("ann", "another".getBytes(US_ASCII));
    assertThat(access.stillAdmits(admission)).isFalse();

    ViewerAccess.Admission second = access.admit("ann", "another".getBytes(US_ASCII)).orElseThrow();
    accounts.revoke("ann");
    assertThat(access.stillAdmits(second)).isFalse();
  }
}
