package io.edgeveil.sensor.transport.coap;

/**
 * In what pieces a tensor travels.
 *
 * @param chunkBytes largest chunk, header included
 * @param chunksUnderWay chunks of one tensor under way at once, at least 1
 */
public record Pace(int chunkBytes, int chunksUnderWay) {
  private static final Pace DATAGRAMS = new Pace(1 << 12, 8);
  private static final Pace STREAM = new Pace(1 << 17, 4);

  public Pace {
    if (chunkBytes < 1 || chunksUnderWay < 1) {
      throw new IllegalArgumentException(
          "at least one byte and one chunk, got " + chunkBytes + " and " + chunksUnderWay);
    }
  }

  /**
   * What was fastest on a way of this kind. In datagrams each block waits for its acknowledgement,
   * so that it is chunks side by side that fill the line; a stream wants them long.
   */
  public static Pace of(CoapAddress.Scheme scheme) {
    return scheme.isTcp() ? STREAM : DATAGRAMS;
  }
}
