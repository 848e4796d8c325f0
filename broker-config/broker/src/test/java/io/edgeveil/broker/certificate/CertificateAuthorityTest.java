package io.edgeveil.broker.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateAuthorityTest {

  private static final Subject DEVICE = new Subject("cam-1", "device");

  @TempDir Path home;

  private CertificateAuthority authority() {
    return CertificateAuthority.in(home.resolve("authority"));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void isMadeOnceAndKeepsItsKeyToItself() throws Exception {
    Path certificate = authority().certificateFile();
    String first = Files.readString(certificate);
    assertThat(mode(home.resolve("authority"))).isEqualTo("rwx------");
    assertThat(mode(home.resolve("authority/ca.key.pem"))).isEqualTo("rw-------");
    assertThat(Files.readString(authority().certificateFile())).isEqualTo(first);
    Files.setPosixFilePermissions(
        home.resolve("authority/ca.key.pem"), PosixFilePermissions.fromString("rw-r-----"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> authority().issueClient(DEVICE))
        .withMessageContaining("chmod 600");
  }

  @Test
  void certifiesClients() throws Exception {
    Issued issued = authority().issueClient(DEVICE);
    X509Certificate certificate = issued.certificate();
    certificate.verify(Pem.certificate(authority().certificateFile()).getPublicKey());
    assertThat(Subject.of(certificate)).contains(DEVICE);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getNotAfter().toInstant())
        .isBetween(
            Instant.now().plus(Duration.ofDays(729)), Instant.now().plus(Duration.ofDays(731)));
    CertificateId id = CertificateId.of(certificate);
    assertThat(CertificateId.parse(id.encoded())).isEqualTo(id);
    issued.write(home.resolve("c.pem"), home.resolve("k.pem"));
    assertThat(mode(home.resolve("k.pem"))).isEqualTo("rw-------");
    assertThat(issued).hasToString("Issued[" + id.serial() + "]");
  }

  @Test
  void renewsTheBrokersCertificateWhenItsNamesChangeAndNotBefore() throws Exception {
    X509Certificate first = authority().server(List.of("edge.local", "10.0.0.7")).certificate();
    assertThat(first.getSubjectAlternativeNames())
        .extracting(name -> (Object) name.get(1))
        .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "edge.local", "10.0.0.7");
    assertThat(authority().server(List.of("10.0.0.7", "EDGE.local")).certificate())
        .isEqualTo(first);
    assertThat(authority().server(List.of("edge.local")).certificate()).isNotEqualTo(first);
    assertThat(mode(home.resolve("authority/server.key.pem"))).isEqualTo("rw-------");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> authority().server(List.of("not a host")))
        .withMessageContaining("neither a host name nor an address");
  }

  @Test
  void listsWhatCountsNoMore() throws Exception {
    CertificateId old = CertificateId.of(authority().issueClient(DEVICE).certificate());
    CertificateId current = CertificateId.of(authority().issueClient(DEVICE).certificate());
    X509Certificate server = authority().server(List.of()).certificate();
    X509CRL list =
        (X509CRL)
            CertificateFactory.getInstance("X.509")
                .generateCRL(
                    new ByteArrayInputStream(authority().revocations(Set.of(current.serial()))));
    list.verify(Pem.certificate(authority().certificateFile()).getPublicKey());
    assertThat(list.getRevokedCertificates())
        .extracting(entry -> entry.getSerialNumber().toString(16))
        .containsExactly(old.serial());
    assertThat(list.isRevoked(server)).isFalse();
  }

  /** What a power cut between two files, or within one, leaves behind. */
  @ParameterizedTest
  @CsvSource({
    "gone, whole",
    "empty, whole",
    "half, whole",
    "one line break, whole",
    "whole, gone",
    "whole, empty",
    "whole, half",
    "of another, whole",
    "whole, of another"
  })
  void aPairThatIsNoneIsMadeAnew(String certificate, String key) throws Exception {
    for (String name : List.of("ca", "server")) {
      Path folder = home.resolve("authority");
      if (name.equals("server")) {
        Issued unused = authority().server(List.of());
      } else {
        Path unused = authority().certificateFile();
      }
      leave(folder.resolve(name + ".pem"), certificate);
      leave(folder.resolve(name + ".key.pem"), key);
      requireServes(authority().server(List.of()));
      requireServes(authority().server(List.of()));
    }
  }

  private void leave(Path file, String state) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    switch (state) {
      case "gone" -> Files.delete(file);
      case "empty" -> Files.write(file, new byte[0]);
      case "one line break" -> Files.write(file, new byte[] {'\n'});
      case "half" -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      case "of another" -> {
        CertificateAuthority other = CertificateAuthority.in(home.resolve("other"));
        Issued unused = other.server(List.of());
        Files.write(file, Files.readAllBytes(home.resolve("other").resolve(file.getFileName())));
      }
      default -> assertThat(state).isEqualTo("whole");
    }
  }

  /** Certificate, key and authority fit: a client that trusts the authority gets through. */
  private void requireServes(Issued issued) throws Exception {
    issued.certificate().verify(Pem.certificate(authority().certificateFile()).getPublicKey());
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(issued.key());
    signature.update(new byte[] {1});
    byte[] signed = signature.sign();
    signature.initVerify(issued.certificate().getPublicKey());
    signature.update(new byte[] {1});
    assertThat(signature.verify(signed)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"gone, whole", "half, whole", "whole, gone", "of another, whole"})
  void anAuthorityThatHasIssuedIsNotReplaced(String certificate, String key) throws Exception {
    Issued unused = authority().issueClient(DEVICE);
    leave(home.resolve("authority/ca.pem"), certificate);
    leave(home.resolve("authority/ca.key.pem"), key);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> authority().server(List.of()))
        .withMessageContainingAll("ca.pem and ca.key.pem", "backup", "every bundle has ca.pem");
  }

  /** Of a clock that was ahead: nobody accepts it before its time, nor should it count so long. */
  @Test
  void aCertificateFromTheFutureIsMadeAnew() throws Exception {
    Signer signer =
        Signer.of(
            Pem.certificate(authority().certificateFile()),
            Pem.key(home.resolve("authority/ca.key.pem")));
    HostNames names = new HostNames(List.of());
    Subject broker = new Subject("broker", "broker");
    Issued ahead = signer.server(broker, Duration.ofDays(400), names.forCertificate());
    ahead.write(home.resolve("authority/server.pem"), home.resolve("authority/server.key.pem"));
    X509Certificate renewed = authority().server(List.of()).certificate();
    assertThat(renewed).isNotEqualTo(ahead.certificate());
    assertThat(authority().server(List.of()).certificate()).isEqualTo(renewed);
    assertThat(Pem.certificate(authority().certificateFile()).getNotBefore().toInstant())
        .as("whatever the clock said")
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void aDamagedKeyIsNotQuoted() throws Exception {
    Path key = home.resolve("authority/ca.key.pem");
    Path unused = authority().certificateFile();
    String secret = Files.readAllLines(key).get(1);
    Files.writeString(key, Files.readString(key).replace(secret, secret.substring(4)));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> authority().issueClient(DEVICE))
        .satisfies(e -> assertThat(e).hasNoCause())
        .withMessageNotContaining(secret.substring(4))
        .withMessageContaining("cannot be read");
  }
}
