package io.edgeveil.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Records to JSON and back. */
public final class Json {
  private static final int MAX_NESTING = 50;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                  .build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private Json() {}

  /** One line of JSON, UTF-8. */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON for " + value.getClass(), e);
    }
  }

  /** JSON for people's eyes, UTF-8, with a final line feed. */
  public static byte[] writeIndented(Object value) {
    try {
      String text =
          MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON for " + value.getClass(), e);
    }
  }

  /**
   * Reads one value.
   *
   * @param json UTF-8, the one encoding of RFC 8259; others are not guessed
   * @throws JsonFormatException if it is no JSON, lacks a key, has an unknown one, or a value is
   *     refused by the type
   */
  public static <T> T read(byte[] json, Class<T> type) throws JsonFormatException {
    try {
      T value = MAPPER.readValue(text(json), type);
      if (value == null) {
        throw new JsonFormatException("null is no " + type.getSimpleName(), null);
      }
      return value;
    } catch (JsonMappingException e) {
      throw new JsonFormatException(at(e) + e.getOriginalMessage(), e);
    } catch (JsonProcessingException e) {
      throw new JsonFormatException("not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String text(byte[] json) throws JsonFormatException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonFormatException("not valid JSON: the text is not UTF-8", e);
    }
  }

  private static String at(JsonMappingException e) {
    String path = e.getPathReference().replaceAll("[\\w.$]+\\[\"([^\"]*)\"]", "$1");
    return path.isEmpty() ? "" : path + ": ";
  }
}
