package io.edgeveil.coap;

/** Content formats by number, as the registry of RFC 7252, section 12.3, has them. */
public final class ContentFormats {
  /** {@code application/link-format}, RFC 6690. */
  public static final int LINKS = 40;

  /** {@code application/json}: sessions and status. */
  public static final int JSON = 50;

  /** {@code application/concise-problem-details+cbor}, RFC 9290: errors. */
  public static final int PROBLEM = 257;

  /**
   * One chunk, or several, one behind the other; of the range that is left to experiments.
   *
   * @see io.edgeveil.core.wire.Chunk
   */
  public static final int CHUNK = 65000;

  private ContentFormats() {}
}
