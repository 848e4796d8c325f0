package io.edgeveil.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.eclipse.californium.core.coap.Option;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.network.serialization.UdpDataParser;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.junit.jupiter.api.Test;

class PasswordOptionTest {
  private static final byte[] PASSWORD = "open-sesame".getBytes(StandardCharsets.US_ASCII);

  private static Request sent() {
    Request request = Request.newPost();
    request.setMID(1);
    request.setToken(Token.EMPTY);
    PasswordOption.put(request.getOptions(), PASSWORD);
    return request;
  }

  @Test
  void itArrives() {
    byte[] bytes = new UdpDataSerializer().getByteArray(sent());
    Request arrived =
        (Request) new UdpDataParser(true, PasswordOption.registry()).parseMessage(bytes);
    assertThat(PasswordOption.of(arrived.getOptions())).hasValue(PASSWORD);
    assertThat(arrived.toString()).contains("hidden").doesNotContain("sesame");
  }

  @Test
  void itShowsInNoText() {
    Request request = sent();
    String hex = new java.math.BigInteger(1, PASSWORD).toString(16);
    for (Object shown :
        new Object[] {
          request, request.getOptions(), request.getOptions().getOthers(),
        }) {
      assertThat(shown.toString()).doesNotContain("sesame").doesNotContainIgnoringCase(hex);
    }
  }

  @Test
  void itIsCritical() {
    Option option = sent().getOptions().getOthers().get(0);
    assertThat(option.isCritical()).isTrue();
  }

  @Test
  void itHasOneTo64Bytes() {
    Request request = Request.newPost();
    assertThat(PasswordOption.of(request.getOptions())).isEmpty();
    for (int length : new int[] {0, PasswordOption.MAX_BYTES + 1}) {
      assertThatThrownBy(() -> PasswordOption.put(request.getOptions(), new byte[length]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
