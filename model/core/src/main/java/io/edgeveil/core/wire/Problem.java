package io.edgeveil.core.wire;

/**
 * An error as RFC 9457 problem details ({@value #CONTENT_TYPE}).
 *
 * @param type one of {@link Type}, as its URN
 * @param title short and fixed for the type
 * @param detail what happened, in words for a person; never data
 * @param layer index of the linear layer it concerns, or -1
 * @param inference index of the inference it concerns, or -1
 * @param retryAfterMs when the same may be tried again, or -1 if that is not said
 */
public record Problem(
    String type, String title, String detail, int layer, long inference, long retryAfterMs) {

  /** The MQTT content type of a problem. */
  public static final String CONTENT_TYPE = "application/problem+json";

  /** The kinds of problem. */
  public enum Type {
    /** The message could not be read. */
    MALFORMED("Malformed message"),
    /** No such model here, or another digest under its name. */
    UNKNOWN_MODEL("Unknown model"),
    /** The session is not open here (any more); open again. */
    UNKNOWN_SESSION("Unknown session"),
    /** Something other was sent before under the same inference index. */
    CONFLICT("Conflicting content"),
    /** A limit of the gateway was reached; try later. */
    BUSY("Gateway is busy"),
    /** A part of the tensor did not arrive in time. */
    INCOMPLETE("Tensor incomplete"),
    /** The response topic is not one the requester may read. */
    FORBIDDEN("Not allowed"),
    /** A seed came to a gateway that deals no pads. */
    NOT_A_DEALER("Not a dealer"),
    /**
     * A gateway either computes for a device or deals to it, or it could read what the device
     * hides; this one has the other role.
     */
    OTHER_ROLE("Has the other role for this device"),
    /** The gateway itself failed; its log says why. */
    FAILED("Gateway failed");

    private final String title;

    Type(String title) {
      this.title = title;
    }

    /** The title that goes with it. */
    public String title() {
      return title;
    }

    /** For example {@code urn:edgeveil:problem:unknown-model}. */
    public String urn() {
      return "urn:edgeveil:problem:" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** A problem that concerns no tensor. */
  public static Problem of(Type type, String detail) {
    return new Problem(type.urn(), type.title(), detail, -1, -1, -1);
  }

  /** A problem with the tensor of one layer and inference. */
  public static Problem of(Type type, String detail, int layer, long inference) {
    return new Problem(type.urn(), type.title(), detail, layer, inference, -1);
  }

  /** The same, with when to try again. */
  public Problem withRetryAfter(long milliseconds) {
    return new Problem(type, title, detail, layer, inference, milliseconds);
  }

  /** Whether this is of the type. */
  public boolean is(Type candidate) {
    return candidate.urn().equals(type);
  }
}
