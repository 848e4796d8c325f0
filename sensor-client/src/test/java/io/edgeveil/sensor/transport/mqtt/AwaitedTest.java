package io.edgeveil.sensor.transport.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.edgeveil.broker.client.ConnectionLostException;
import io.edgeveil.broker.client.IncomingMessage;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.SessionReply;
import io.edgeveil.sensor.inference.BadReplyException;
import io.edgeveil.sensor.inference.GatewayProblemException;
import io.edgeveil.sensor.inference.NoReplyException;
import io.edgeveil.sensor.inference.TransportException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AwaitedTest {
  private static final byte[] TOKEN = {1, 2, 3};

  private final Awaited awaited = new Awaited(TOKEN, "a question", Duration.ofMillis(200));

  @Test
  void onlyItsOwnCorrelationDataAnswers() {
    assertThat(awaited.isAnsweredBy(message("{}", null, false, TOKEN.clone()))).isTrue();
    assertThat(awaited.isAnsweredBy(message("{}", null, false, new byte[] {1, 2, 4}))).isFalse();
    assertThat(awaited.isAnsweredBy(message("{}", null, false, null))).isFalse();
    assertThat(awaited.isAnsweredBy(message("{}", null, true, TOKEN))).isFalse();
  }

  @Test
  void aProblemIsToldInFullAndMadeFitToPrint() throws Exception {
    Problem problem = Problem.of(Problem.Type.BUSY, "wait\u001b[31m a\nlittle");
    awaited.put(
        message(new String(Json.write(problem), UTF_8), Problem.CONTENT_TYPE, false, TOKEN));
    assertThatExceptionOfType(GatewayProblemException.class)
        .isThrownBy(awaited::next)
        .withMessage("the gateway refuses: Gateway is busy: wait?[31m a?little");
  }

  @Test
  void whatIsNoJsonOrTooMuchOfItIsABadReply() throws Exception {
    for (String text :
        new String[] {"", "{", "null", "[]", "{\"gateway\":1}", "x".repeat(20_000)}) {
      awaited.put(message(text, null, false, TOKEN));
      assertThatExceptionOfType(BadReplyException.class)
          .isThrownBy(() -> awaited.next(SessionReply.class))
          .withMessageStartingWith("the gateway's answer is not valid: ");
    }
  }

  @Test
  void silenceEnds() {
    assertThatExceptionOfType(NoReplyException.class)
        .isThrownBy(awaited::next)
        .withMessage("no gateway answers: no reply in time to a question");
  }

  @Test
  void aLostConnectionEndsTheWaitAtOnceEvenWhenFull() throws Exception {
    Awaited patient = new Awaited(TOKEN, "a question", Duration.ofHours(1));
    for (int i = 0; i < 32; i++) {
      patient.put(message("{}", null, false, TOKEN));
    }
    patient.fail(new ConnectionLostException("gone", null));
    assertThatExceptionOfType(TransportException.class)
        .isThrownBy(patient::next)
        .withMessage("gone");
  }

  @Test
  void aFloodMakesTheBrokersThreadWaitUntilNobodyWaits() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    Thread flood =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 33; i++) {
                  awaited.put(message("{}", null, false, TOKEN));
                }
                released.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    flood.start();
    assertThat(released.await(100, TimeUnit.MILLISECONDS)).isFalse();
    awaited.end();
    assertThat(released.await(10, TimeUnit.SECONDS)).isTrue();
    flood.join();
  }

  private static IncomingMessage message(
      String payload, String contentType, boolean retained, byte[] correlationData) {
    return new IncomingMessage(
        "edgeveil/reply/porch-cam",
        payload.getBytes(UTF_8),
        retained,
        contentType,
        null,
        correlationData);
  }
}
