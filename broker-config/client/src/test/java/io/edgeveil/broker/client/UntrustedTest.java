package io.edgeveil.broker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

class UntrustedTest {
  private static BrokerException connecting(CertificateException why) throws Exception {
    Exception handshake = new SSLHandshakeException("PKIX path validation failed");
    handshake.initCause(new CertificateException(why));
    BrokerAddress address = BrokerAddress.parse("mqtts://gw.local:8883");
    return new Failures(address)
        .connecting(ConnectionSettings.to(address, "pi-1"), new MqttException(handshake));
  }

  @Test
  void aCertificateOfAnotherTimeIsTheClocks() throws Exception {
    for (CertificateException why :
        List.of(new CertificateExpiredException(), new CertificateNotYetValidException())) {
      assertThat(connecting(why))
          .hasMessageContaining("clock")
          .isInstanceOfSatisfying(
              UntrustedException.class,
              untrusted -> assertThat(untrusted.isOfTime()).as(why.toString()).isTrue());
    }
    assertThat(connecting(new CertificateException("unknown")))
        .isInstanceOfSatisfying(
            UntrustedException.class, untrusted -> assertThat(untrusted.isOfTime()).isFalse());
  }
}
