package io.edgeveil.sensor.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.broker.client.BrokerAddress;
import io.edgeveil.core.image.PictureFile;
import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.tensor.Tensor;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Residues;
import io.edgeveil.sensor.app.Sensor;
import io.edgeveil.sensor.app.SensorSettings;
import io.edgeveil.sensor.inference.Inference;
import io.edgeveil.sensor.inference.InferenceObserver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred digits through broker and gateway, watched on the line. Then two more: how many bytes
 * and messages an inference takes is the same on every machine.
 */
class DigitsIT {
  private static final int DIGITS = 200;
  private static final int PADS = DIGITS + Packing.values().length;

  @TempDir Path home;

  /** Secret arrays of one inference, packed as they would travel, and what did travel. */
  private static final class Watched {
    final List<int[]> results = new ArrayList<>();
    final List<byte[]> secrets = new ArrayList<>();
    final List<byte[]> masked = new ArrayList<>();
    long below;
    long elements;
  }

  @Test
  void everyIntegerIsExactAndTheLineSeesNothing() throws Exception {
    try (WholeSystem system = new WholeSystem(home)) {
      system.importDigits(system.models(), "1", 8);
      Path bundle = system.makePads(system.model(), "porch-cam", PADS);
      system.startGateway();
      system.enrol(bundle);
      PlainNetwork plain = new PlainNetwork(system.model());
      long below = 0;
      long elements = 0;
      try (WireTap tap = new WireTap(system.port());
          Sensor sensor =
              Sensor.open(
                  SensorSettings.of(bundle)
                      .withBroker(new BrokerAddress("127.0.0.1", tap.port())))) {
        for (Path digit : WholeSystem.digits()) {
          byte[] stateBefore = Files.readAllBytes(WholeSystem.padSet(bundle).resolve("state.bin"));
          var unused = tap.takeSeen();
          Tensor input = sensor.tensor(PictureFile.read(digit));
          Watched watched = new Watched();
          Inference done =
              sensor.infer(input, (layer, x, sent, y) -> watch(plain, watched, layer, x, sent, y));
          List<int[]> expected = new ArrayList<>();
          Tensor output = plain.run(input, expected);
          assertThat(watched.results).as(digit.toString()).hasSameSizeAs(expected);
          for (int i = 0; i < expected.size(); i++) {
            assertThat(watched.results.get(i)).isEqualTo(expected.get(i));
          }
          assertThat(done.output().values()).isEqualTo(output.values());
          addStoredSecrets(watched, bundle, stateBefore, done.figures().padIndex());
          requireUnseen(tap.takeSeen(), watched);
          below += watched.below;
          elements += watched.elements;
        }
        assertThat(sensor.padsLeft()).isEqualTo(PADS - DIGITS);
      }
      requireTraffic(
          system,
          bundle,
          plain,
          Packing.BYTES,
          new OneWay(5, 8_012, 8_737),
          new OneWay(5, 19_874, 20_319));
      requireTraffic(
          system,
          bundle,
          plain,
          Packing.BITS,
          new OneWay(5, 6_959, 7_684),
          new OneWay(5, 16_293, 16_738));
      // Half of all residues lie below the half of their prime, within six standard deviations.
      assertThat(Math.abs(2 * below - elements))
          .isLessThan((long) (6 * Math.sqrt((double) elements)));
      assertThat(system.gateway().figures().problems()).isZero();
    }
  }

  /** Messages that carry chunks one way, the bytes of the chunks and of the whole MQTT packets. */
  private record OneWay(int messages, long chunkBytes, long packetBytes) {
    static OneWay of(byte[] stream, String topics) {
      OneWay sum = new OneWay(0, 0, 0);
      for (MqttStream.Published message : MqttStream.published(stream)) {
        if (message.topic.startsWith(topics) && message.payload[0] != '{') {
          sum =
              new OneWay(
                  sum.messages + 1,
                  sum.chunkBytes + message.payload.length,
                  sum.packetBytes + message.packetBytes);
        }
      }
      return sum;
    }
  }

  /** One inference, and nothing on the line but these messages. */
  private static void requireTraffic(
      WholeSystem system, Path bundle, PlainNetwork plain, Packing packing, OneWay up, OneWay down)
      throws Exception {
    try (WireTap tap = new WireTap(system.port())) {
      SensorSettings settings =
          SensorSettings.of(bundle)
              .withBroker(new BrokerAddress("127.0.0.1", tap.port()))
              .withPacking(packing);
      try (Sensor sensor = Sensor.open(settings)) {
        Tensor input = sensor.tensor(PictureFile.read(WholeSystem.digits().get(0)));
        Inference done = sensor.infer(input, InferenceObserver.NONE);
        assertThat(done.output().values()).isEqualTo(plain.run(input, new ArrayList<>()).values());
      }
      OneWay sent = OneWay.of(tap.takeUp(), "edgeveil/layer/");
      OneWay received = OneWay.of(tap.takeDown(), "edgeveil/reply/");
      assertThat(List.of(sent, received)).containsExactly(up, down);
      assertThat(up.packetBytes + down.packetBytes).isLessThan(40_000);
    }
  }

  private static void watch(
      PlainNetwork plain, Watched watched, LinearLayer layer, int[] x, int[] sent, int[] y) {
    LinearOperation operation = layer.operation();
    Modulus modulus = operation.modulus();
    int[] input = new int[x.length];
    int[] mask = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      input[i] = modulus.ofSigned(x[i]);
      mask[i] = modulus.subtract(sent[i], input[i]);
      watched.below += sent[i] < modulus.prime() / 2 ? 1 : 0;
    }
    watched.elements += x.length;
    int[] result = new int[y.length];
    for (int i = 0; i < y.length; i++) {
      result[i] = modulus.reduce(y[i]);
    }
    watched.results.add(y.clone());
    watched.masked.add(packed(sent, modulus));
    watched.secrets.add(packed(input, modulus));
    watched.secrets.add(packed(mask, modulus));
    watched.secrets.add(packed(result, modulus));
    watched.secrets.add(packed(plain.multiply(operation, mask), modulus));
  }

  /** The chain keys before and after, and the sealed record. */
  private static void addStoredSecrets(Watched watched, Path bundle, byte[] stateBefore, long index)
      throws Exception {
    byte[] stateAfter = Files.readAllBytes(WholeSystem.padSet(bundle).resolve("state.bin"));
    for (byte[] state : List.of(stateBefore, stateAfter)) {
      for (int slot : new int[] {0, 4096}) {
        byte[] key = Arrays.copyOfRange(state, slot + 32, slot + 64);
        if (!Arrays.equals(key, new byte[key.length])) {
          watched.secrets.add(key);
        }
      }
    }
    byte[] pads = Files.readAllBytes(WholeSystem.padSet(bundle).resolve("pads.bin"));
    int recordBytes = (pads.length - 144) / PADS;
    int at = 144 + (int) index * recordBytes;
    for (int i = at; i + 64 <= at + recordBytes; i += 64) {
      watched.secrets.add(Arrays.copyOfRange(pads, i, i + 64));
    }
  }

  private static void requireUnseen(byte[] seen, Watched watched) {
    String line = new String(seen, StandardCharsets.ISO_8859_1);
    for (byte[] masked : watched.masked) {
      assertThat(contains(line, masked)).as("the tap sees what travels").isTrue();
    }
    for (byte[] secret : watched.secrets) {
      assertThat(contains(line, secret)).as("a secret of %d bytes", secret.length).isFalse();
    }
  }

  private static boolean contains(String line, byte[] bytes) {
    return line.contains(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static byte[] packed(int[] residues, Modulus modulus) {
    byte[] bytes = new byte[residues.length * modulus.bytesPerElement()];
    Residues.pack(residues, 0, residues.length, Packing.BYTES.bits(modulus), bytes, 0);
    return bytes;
  }
}
