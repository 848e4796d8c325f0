package io.edgeveil.gateway.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.edgeveil.core.json.Json;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.gateway.model.ServedLayer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTest {
  private static final String CONV1 = "tiny/1/conv1";

  @TempDir Path folder;
  private long nowNanos = 1;
  private final Watch watch =
      new Watch(() -> Instant.ofEpochSecond(nowNanos / 1_000_000_000L), () -> nowNanos);

  private TinyGateway gateway() throws Exception {
    return new TinyGateway(folder, false, watch);
  }

  private void pass(long seconds) {
    nowNanos += TimeUnit.SECONDS.toNanos(seconds);
  }

  private JsonNode moment(TinyGateway gateway) throws Exception {
    return json(watch.moment(gateway.serving().figures(), true, true));
  }

  private static JsonNode json(String text) throws Exception {
    return Json.read(text.getBytes(UTF_8), JsonNode.class);
  }

  private JsonNode glimpse(String layer) throws Exception {
    return json(watch.glimpse(layer).orElseThrow());
  }

  private void says(String leaf, String json) {
    watch.sensors().reported("pi-1", leaf, json.getBytes(UTF_8));
  }

  @Test
  void aMomentTellsWhatWasDoneSinceTheOneBefore() throws Exception {
    TinyGateway gateway = gateway();
    gateway.infer("pi-1", 0);
    gateway.infer("pi-1", 1);
    pass(2);
    JsonNode moment = moment(gateway);
    assertThat(moment.at("/point/inferences_per_s").asDouble()).isEqualTo(1);
    assertThat(moment.at("/point/layers_per_s").asDouble()).isEqualTo(2);
    assertThat(moment.at("/layers").get(CONV1).get(0).asInt()).isEqualTo(2);
    JsonNode sensor = moment.at("/sensors/0");
    assertThat(sensor.get("device").asText()).isEqualTo("pi-1");
    assertThat(sensor.get("inferences").asInt()).isEqualTo(2);
    assertThat(sensor.get("per_minute").asDouble()).isEqualTo(2);
    assertThat(sensor.get("pads_left").asInt()).isEqualTo(-1);
    assertThat(moment.get("received_bytes").asLong())
        .isEqualTo(sensor.get("received_bytes").asLong());
    pass(1);
    assertThat(moment(gateway).at("/point/layers_per_s").asDouble()).isZero();
    assertThat(json(watch.past())).hasSize(2);
  }

  @Test
  void whatADeviceSaysOfItselfIsShown() throws Exception {
    TinyGateway gateway = gateway();
    says("state", "{\"state\":\"online\",\"model\":\"tiny 1\",\"since\":\"\"}");
    says("stats", "{\"inferences\":1,\"latency_ms\":40.6,\"pads_left\":7,\"news\":[1]}");
    says("stats", "{\"inferences\":2,\"latency_ms\":44}");
    says("error", "{\"error\":\"layer 3: wrong result\",\"at\":\"2026\"}");
    JsonNode moment = moment(gateway);
    JsonNode sensor = moment.at("/sensors/0");
    assertThat(sensor.get("state").asText()).isEqualTo("online");
    assertThat(sensor.get("latencies_ms")).hasToString("[41,44]");
    assertThat(sensor.get("pads_left").asInt()).isEqualTo(7);
    assertThat(moment.at("/alarms/0/detail").asText()).isEqualTo("layer 3: wrong result");
    assertThat(moment.at("/alarms/0/grave").asBoolean()).isTrue();
    says("error", "");
    assertThat(moment(gateway).at("/alarms/0/over").asBoolean()).isTrue();
    assertThat(moment(gateway).at("/sensors/0/error").asText()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "7",
        "{\"state\":7,\"pads_left\":\"many\",\"latency_ms\":{},\"error\":[]}",
        "{\"pads_left\":-1,\"latency_ms\":-0.5}",
        "{\"pads_left\":1e300,\"latency_ms\":1e999}",
        "{\"latency_ms\":null}"
      })
  void nonsenseFromADeviceShowsNothing(String json) throws Exception {
    TinyGateway gateway = gateway();
    for (String leaf : Sensors.LEAVES) {
      says(leaf, json);
      watch.sensors().reported("pi-1", leaf, new byte[1 << 20]);
      watch.sensors().reported("pi-1", leaf, new byte[] {(byte) 0xff});
    }
    JsonNode moment = moment(gateway);
    assertThat(moment.get("alarms")).isEmpty();
    for (JsonNode sensor : moment.get("sensors")) {
      assertThat(sensor.get("pads_left").asInt()).isEqualTo(-1);
      assertThat(sensor.get("latencies_ms")).isEmpty();
      assertThat(sensor.get("state").asText()).isEmpty();
    }
  }

  @Test
  void whatADeviceWritesIsCutAndCleaned() throws Exception {
    TinyGateway gateway = gateway();
    says("error", "{\"error\":\"<b>\\u0000\\u202e\\n" + "x".repeat(3000) + "\"}");
    String shown = moment(gateway).at("/alarms/0/detail").asText();
    assertThat(shown).startsWith("<b>???x").hasSize(200);
  }

  @Test
  void manyDevicesAndProblemsStayWithinBounds() throws Exception {
    TinyGateway gateway = gateway();
    for (int i = 0; i < 2000; i++) {
      watch.sensors().reported("pi-" + i, "stats", "{\"pads_left\":1}".getBytes(UTF_8));
      watch.refused("pi-" + i, Problem.of(Problem.Type.MALFORMED, "x".repeat(5000)));
    }
    JsonNode moment = moment(gateway);
    assertThat(moment.get("sensors_known").asInt()).isEqualTo(1024);
    assertThat(moment.get("sensors")).hasSize(50);
    assertThat(moment.get("alarms")).hasSize(20);
    assertThat(watch.moment(gateway.serving().figures(), true, true)).hasSizeLessThan(40_000);
  }

  @Test
  void theSameTroubleIsOneAlarmThatCounts() throws Exception {
    TinyGateway gateway = gateway();
    gateway.sendNonsense("pi-1");
    pass(5);
    gateway.sendNonsense("pi-1");
    gateway.sendNonsense("pi-2");
    JsonNode alarms = moment(gateway).get("alarms");
    assertThat(alarms).hasSize(2);
    assertThat(alarms.at("/0/device").asText()).isEqualTo("pi-2");
    assertThat(alarms.at("/1/count").asInt()).isEqualTo(2);
    assertThat(alarms.at("/1/grave").asBoolean()).isFalse();
  }

  @Test
  void aGlimpseIsTheMaskedTensorAndItsHistogramIsFlat() throws Exception {
    TinyGateway gateway = gateway();
    ServedLayer conv1 = gateway.model().layers().get(0);
    int elements = conv1.inputElements();
    int prime = conv1.modulus().prime();
    Random random = new Random(5);
    int[] last = new int[0];
    for (int i = 0; i < 100; i++) {
      last = random.ints(elements, 0, prime).toArray();
      gateway.send("pi-1", i, conv1, last);
      assertThat(watch.glimpse(CONV1)).isPresent(); // somebody watches
      pass(1);
    }
    JsonNode glimpse = glimpse(CONV1);
    byte[] pixels = Base64.getDecoder().decode(glimpse.get("pixels").asText());
    assertThat(pixels).hasSize(glimpse.get("width").asInt() * glimpse.get("height").asInt());
    for (int i = 0; i < pixels.length; i++) {
      assertThat(pixels[i] & 0xff).isEqualTo((int) (last[i] * 256L / prime));
    }
    assertThat(glimpse.get("tensors").asInt()).isEqualTo(100);
    assertThat(glimpse.get("chi_square").asDouble()).isBetween(5.0, 70.0);
  }

  @Test
  void aTensorWithoutMaskWouldShow() throws Exception {
    TinyGateway gateway = gateway();
    ServedLayer conv1 = gateway.model().layers().get(0);
    gateway.send("pi-1", 0, conv1, new Random(1).ints(conv1.inputElements(), 0, 256).toArray());
    assertThat(glimpse(CONV1).get("chi_square").asDouble()).isGreaterThan(1000);
  }

  @Test
  void glimpsesAreRareUnlessSomebodyWatches() throws Exception {
    TinyGateway gateway = gateway();
    gateway.infer("pi-1", 0);
    pass(20);
    gateway.infer("pi-1", 1);
    assertThat(glimpse(CONV1).get("tensors").asInt()).isEqualTo(1);
    gateway.infer("pi-1", 2);
    assertThat(glimpse(CONV1).get("tensors").asInt()).isEqualTo(2);
    gateway.infer("pi-1", 3); // within the same second
    assertThat(glimpse(CONV1).get("tensors").asInt()).isEqualTo(2);
  }

  @Test
  void ofADealersMasksThereIsNoGlimpse() throws Exception {
    TinyGateway dealer = new TinyGateway(folder, true, watch);
    dealer.deal("pi-1", 0);
    assertThat(dealer.serving().figures().layers()).isEqualTo(1);
    assertThat(watch.glimpse(CONV1)).isEmpty();
  }
}
