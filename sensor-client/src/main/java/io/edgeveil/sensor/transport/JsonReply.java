package io.edgeveil.sensor.transport;

import io.edgeveil.core.json.Json;
import io.edgeveil.core.json.JsonFormatException;
import io.edgeveil.sensor.inference.BadReplyException;

/** JSON that a gateway has sent: read within bounds. */
public final class JsonReply {
  private static final int MAX_BYTES = 1 << 14;

  private JsonReply() {}

  /**
   * Reads it.
   *
   * @param what it answers, for messages
   * @throws BadReplyException if it is too long, or something else
   */
  public static <T> T read(byte[] payload, Class<T> type, String what) throws BadReplyException {
    if (payload.length > MAX_BYTES) {
      throw new BadReplyException(payload.length + " bytes of JSON in reply to " + what, null);
    }
    try {
      return Json.read(payload, type);
    } catch (JsonFormatException e) {
      throw new BadReplyException("in reply to " + what + ": " + e.getMessage(), e);
    }
  }
}
