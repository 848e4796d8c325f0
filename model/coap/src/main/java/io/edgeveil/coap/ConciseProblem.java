package io.edgeveil.coap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.edgeveil.core.wire.Problem;
import io.edgeveil.core.wire.WireFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;

/**
 * A problem as concise problem details (RFC 9290, content format {@value ContentFormats#PROBLEM}).
 *
 * <pre>
 * {
 *   / title /         -1: "Gateway is busy",
 *   / detail /        -2: "too many chunks or bytes in a second",
 *   / response-code / -4: 157,                       / 4.29 /
 *   "urn:edgeveil:problem": {
 *     / type /         0: "urn:edgeveil:problem:busy",
 *     / layer /        1: 3,                         / left out if it concerns none /
 *     / inference /    2: 41,                        / left out if it concerns none /
 *     / retry after /  3: 250                        / milliseconds; left out if not said /
 *   }
 * }
 * </pre>
 *
 * <p>Entries that are not understood are passed over, as section 2 asks for, and so are the other
 * standard ones; the title and the detail may be text or text with a language (tag 38).
 */
public final class ConciseProblem {
  /** Longest body that is read. */
  public static final int MAX_BYTES = 4096;

  /** The type of a problem that does not tell one: that of RFC 9457, section 4.2.1. */
  public static final String NO_TYPE = "about:blank";

  private static final String OURS = "urn:edgeveil:problem";
  private static final int TITLE = -1;
  private static final int DETAIL = -2;
  private static final int RESPONSE_CODE = -4;
  private static final int TYPE = 0;
  private static final int LAYER = 1;
  private static final int INFERENCE = 2;
  private static final int RETRY_AFTER = 3;
  private static final int MAX_NESTING = 8;

  private static final CBORFactory CBOR =
      CBORFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxStringLength(MAX_BYTES)
                  .maxNameLength(MAX_BYTES)
                  .maxNumberLength(MAX_BYTES)
                  .build())
          .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private String title = "";
  private String detail = "";
  private String type = NO_TYPE;
  private int layer = -1;
  private long inference = -1;
  private long retryAfterMs = -1;

  private ConciseProblem() {}

  /** One CBOR map, with the problem's own response code. */
  public static byte[] encode(Problem problem) {
    return encode(problem, ProblemCodes.of(problem));
  }

  /** The same with another response code, one that says more than the problem's type. */
  public static byte[] encode(Problem problem, ResponseCode code) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator cbor = CBOR.createGenerator(bytes)) {
      cbor.writeStartObject(4);
      cbor.writeFieldId(TITLE);
      cbor.writeString(problem.title());
      cbor.writeFieldId(DETAIL);
      cbor.writeString(problem.detail());
      cbor.writeFieldId(RESPONSE_CODE);
      cbor.writeNumber(code.value);
      cbor.writeFieldName(OURS);
      writeOurs(cbor, problem);
      cbor.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("an array takes all", e);
    }
    return bytes.toByteArray();
  }

  private static void writeOurs(CBORGenerator cbor, Problem problem) throws IOException {
    int entries =
        1
            + (problem.layer() < 0 ? 0 : 1)
            + (problem.inference() < 0 ? 0 : 1)
            + (problem.retryAfterMs() < 0 ? 0 : 1);
    cbor.writeStartObject(entries);
    cbor.writeFieldId(TYPE);
    cbor.writeString(problem.type());
    writeUnlessNegative(cbor, LAYER, problem.layer());
    writeUnlessNegative(cbor, INFERENCE, problem.inference());
    writeUnlessNegative(cbor, RETRY_AFTER, problem.retryAfterMs());
    cbor.writeEndObject();
  }

  private static void writeUnlessNegative(CBORGenerator cbor, int key, long value)
      throws IOException {
    if (value >= 0) {
      cbor.writeFieldId(key);
      cbor.writeNumber(value);
    }
  }

  /**
   * Reads a problem. One that does not tell our entry has the type {@link #NO_TYPE}; a missing
   * title or detail is empty.
   *
   * @throws WireFormatException if it is longer than {@link #MAX_BYTES}, is not one CBOR map, has a
   *     key twice, or has another kind of value where one is expected
   */
  public static Problem decode(byte[] bytes) throws WireFormatException {
    if (bytes.length > MAX_BYTES) {
      throw new WireFormatException(
          "problem details of " + bytes.length + " bytes, at most " + MAX_BYTES);
    }
    ConciseProblem problem = new ConciseProblem();
    try (CBORParser cbor = CBOR.createParser(bytes)) {
      require(cbor.nextToken() == JsonToken.START_OBJECT);
      while (cbor.nextToken() == JsonToken.FIELD_NAME) {
        problem.readEntry(cbor.currentName(), cbor);
      }
      require(cbor.currentToken() == JsonToken.END_OBJECT && cbor.nextToken() == null);
    } catch (IOException e) {
      throw new WireFormatException("problem details are no CBOR", e);
    }
    return new Problem(
        problem.type,
        problem.title,
        problem.detail,
        problem.layer,
        problem.inference,
        problem.retryAfterMs);
  }

  private void readEntry(String key, CBORParser cbor) throws IOException, WireFormatException {
    cbor.nextToken();
    if (key.equals(String.valueOf(TITLE))) {
      title = text(cbor);
    } else if (key.equals(String.valueOf(DETAIL))) {
      detail = text(cbor);
    } else if (key.equals(OURS)) {
      require(cbor.currentToken() == JsonToken.START_OBJECT);
      while (cbor.nextToken() == JsonToken.FIELD_NAME) {
        readOurs(cbor.currentName(), cbor);
      }
      require(cbor.currentToken() == JsonToken.END_OBJECT);
    } else {
      passOver(cbor);
    }
  }

  private void readOurs(String key, CBORParser cbor) throws IOException, WireFormatException {
    cbor.nextToken();
    switch (key) {
      case "0" -> type = text(cbor);
      case "1" -> layer = (int) number(cbor, 0xffff);
      case "2" -> inference = number(cbor, Long.MAX_VALUE);
      case "3" -> retryAfterMs = number(cbor, Long.MAX_VALUE);
      default -> passOver(cbor);
    }
  }

  private static long number(CBORParser cbor, long most) throws IOException, WireFormatException {
    require(cbor.currentToken() == JsonToken.VALUE_NUMBER_INT);
    JsonParser.NumberType size = cbor.getNumberType();
    require(size == JsonParser.NumberType.INT || size == JsonParser.NumberType.LONG);
    long value = cbor.getLongValue();
    require(value >= 0 && value <= most);
    return value;
  }

  /** Text, or an array of a language, text and, at most, a direction. */
  private static String text(CBORParser cbor) throws IOException, WireFormatException {
    if (cbor.currentToken() != JsonToken.START_ARRAY) {
      return string(cbor);
    }
    require(cbor.nextToken() == JsonToken.VALUE_STRING);
    cbor.nextToken();
    String text = string(cbor);
    while (cbor.nextToken() != JsonToken.END_ARRAY) {
      require(cbor.currentToken() != null && cbor.currentToken().isScalarValue());
    }
    return text;
  }

  /** Well-formed text: the parser makes lone surrogates of bytes that are no UTF-8. */
  private static String string(CBORParser cbor) throws IOException, WireFormatException {
    require(cbor.currentToken() == JsonToken.VALUE_STRING);
    String text = cbor.getText();
    require(UTF_8.newEncoder().canEncode(text));
    return text;
  }

  private static void passOver(CBORParser cbor) throws IOException, WireFormatException {
    require(cbor.currentToken() != null);
    cbor.skipChildren();
    require(cbor.currentToken() != null);
  }

  private static void require(boolean asExpected) throws WireFormatException {
    if (!asExpected) {
      throw new WireFormatException("not the concise problem details of RFC 9290");
    }
  }
}
