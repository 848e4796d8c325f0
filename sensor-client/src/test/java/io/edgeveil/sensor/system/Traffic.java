package io.edgeveil.sensor.system;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Chunk;
import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Topics;
import io.edgeveil.core.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a gateway, a broker or a listener has of a sensor: taken from the bytes on the line alone,
 * sorted by inference and layer.
 */
final class Traffic {
  private final List<int[][]> requests = new ArrayList<>();
  private final List<int[][]> replies = new ArrayList<>();
  private final Map<Long, StringBuilder> shapes = new TreeMap<>();
  private final Set<String> otherTopics = new TreeSet<>();
  private final List<String> status = new ArrayList<>();
  private final List<LinearOperation> layers;

  private Traffic(Manifest manifest) {
    layers = manifest.linearLayers().stream().map(LinearLayer::operation).toList();
  }

  /** Sorts what was captured; inferences count from 0. */
  static Traffic of(Manifest manifest, byte[] up, byte[] down) throws WireFormatException {
    Traffic traffic = new Traffic(manifest);
    for (MqttStream.Published message : MqttStream.published(up)) {
      if (message.topic.startsWith("edgeveil/layer/")) {
        traffic.take(message, traffic.requests, true);
      } else if (message.topic.startsWith("edgeveil/device/")) {
        traffic.status.add(new String(message.payload, StandardCharsets.UTF_8));
        traffic.otherTopics.add(message.topic);
      } else {
        traffic.otherTopics.add(message.topic);
      }
    }
    for (MqttStream.Published message : MqttStream.published(down)) {
      if (message.payload.length > 0 && message.payload[0] == '{') {
        traffic.otherTopics.add(message.topic + " {…}");
      } else {
        traffic.take(message, traffic.replies, false);
      }
    }
    return traffic;
  }

  private void take(MqttStream.Published message, List<int[][]> tensors, boolean isRequest)
      throws WireFormatException {
    Chunk chunk = Chunk.decode(message.payload);
    ChunkHeader header = chunk.header();
    LinearOperation operation = layers.get(header.layer());
    Modulus modulus = operation.modulus();
    int inference = Math.toIntExact(header.inference());
    while (tensors.size() <= inference) {
      tensors.add(new int[layers.size()][]);
    }
    int[][] ofInference = tensors.get(inference);
    if (ofInference[header.layer()] == null) {
      ofInference[header.layer()] =
          new int[isRequest ? operation.input().elements() : operation.outputShape().elements()];
    }
    chunk.unpackInto(ofInference[header.layer()], modulus);
    shapes
        .computeIfAbsent(header.inference(), any -> new StringBuilder())
        .append(
            "%s %d %d %s %d %x %d %d/%d %d+%d/%d%n"
                .formatted(
                    message.topic,
                    message.packetBytes,
                    message.payload.length,
                    header.kind(),
                    header.bits(),
                    header.session(),
                    header.layer(),
                    header.chunk(),
                    header.chunks(),
                    header.offset(),
                    header.count(),
                    header.total()));
  }

  /** The masked tensors of one layer, inference after inference. */
  List<int[]> requests(int layer) {
    return requests.stream().map(tensors -> tensors[layer]).toList();
  }

  /** The masked results of one layer, inference after inference. */
  List<int[]> replies(int layer) {
    return replies.stream().map(tensors -> tensors[layer]).toList();
  }

  int inferences() {
    return requests.size();
  }

  /**
   * Topics, sizes, order and headers of all messages of an inference, one way and then the other;
   * without index, checksum and the gateway's computing time.
   */
  List<String> shapes() {
    return shapes.values().stream().map(StringBuilder::toString).toList();
  }

  /** Topics of all messages that carry no tensor. */
  Set<String> otherTopics() {
    return otherTopics;
  }

  /** What the device published about itself. */
  List<String> status() {
    return status;
  }

  /** The topic that one device's requests for a layer go to. */
  static String requestTopic(String gateway, String layer) {
    return Topics.layer(gateway, WholeSystem.MODEL, layer, WholeSystem.DEVICE);
  }
}
