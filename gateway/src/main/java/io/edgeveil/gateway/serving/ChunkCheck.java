package io.edgeveil.gateway.serving;

import io.edgeveil.core.wire.ChunkHeader;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.gateway.model.ServedLayer;
import io.edgeveil.gateway.model.ServedModel;
import java.util.Locale;

/** A chunk's header held against its session and the route it came by. */
final class ChunkCheck {
  private ChunkCheck() {}

  /**
   * The layer that the chunk is for.
   *
   * @param session that the header names, if the sender has it open; else null
   * @throws RefusedException if header, session and route do not agree
   */
  static ServedLayer layerOf(Route route, ChunkHeader header, Session session)
      throws RefusedException {
    if (header.kind() == ChunkHeader.Kind.REPLY) {
      throw malformed("a gateway takes requests, this is a reply", header);
    }
    if (route.part().isPresent() && !route.part().get().is(header)) {
      throw malformed(
          String.format(
              Locale.ROOT,
              "chunk %d of inference %d came as chunk %d of inference %d",
              header.chunk(),
              header.inference(),
              route.part().get().chunk(),
              route.part().get().inference()),
          header);
    }
    if (session == null) {
      throw RefusedException.of(
          Problem.Type.UNKNOWN_SESSION, "this device has no such session open here", header);
    }
    ServedModel model = session.model();
    if (header.modelDigestPrefix() != model.digestPrefix()) {
      throw RefusedException.of(
          Problem.Type.UNKNOWN_MODEL,
          String.format(
              Locale.ROOT,
              "chunk names model digest %016x…, its session is for %016x…",
              header.modelDigestPrefix(),
              model.digestPrefix()),
          header);
    }
    if (header.layer() >= model.layers().size()) {
      throw malformed(
          String.format(
              Locale.ROOT, "layer %d of a model with %d", header.layer(), model.layers().size()),
          header);
    }
    ServedLayer layer = model.layers().get(header.layer());
    if (!route.model().equals(model.name()) || !route.layer().equals(layer.name())) {
      throw malformed(
          String.format(
              Locale.ROOT,
              "layer %d of the session is %s/%s, the chunk came by %s/%s",
              header.layer(),
              model.name(),
              layer.name(),
              route.model(),
              route.layer()),
          header);
    }
    if (header.chunkBytes() > session.chunkBytes()) {
      throw malformed(
          String.format(
              Locale.ROOT,
              "a chunk of %d bytes, agreed were %d",
              header.chunkBytes(),
              session.chunkBytes()),
          header);
    }
    return layer;
  }

  private static RefusedException malformed(String detail, ChunkHeader header) {
    return RefusedException.of(Problem.Type.MALFORMED, detail, header);
  }
}
