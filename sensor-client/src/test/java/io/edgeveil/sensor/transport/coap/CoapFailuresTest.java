package io.edgeveil.sensor.transport.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class CoapFailuresTest {
  private final CoapFailures failures =
      new CoapFailures(new CoapAddress(CoapAddress.Scheme.COAPS_TCP, "gw.local", 5684));

  private static Exception handshake(CertificateException why) {
    Exception failure = new SSLHandshakeException("PKIX path validation failed");
    failure.initCause(new CertificateException(new CertPathValidatorException("validity", why)));
    return failure;
  }

  @Test
  void aWrongClockMayBeSet() {
    for (CertificateException why :
        List.of(new CertificateExpiredException("1970"), new CertificateNotYetValidException())) {
      assertThat(failures.of(handshake(why)).mayPass()).as(why.toString()).isTrue();
      assertThat(failures.of(handshake(why))).hasMessageContaining("clock");
    }
    assertThat(failures.of(handshake(new CertificateException("unknown"))).mayPass()).isFalse();
  }
}
