package io.edgeveil.gateway.coap;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a connection that announces a message longer than it may be: the connector behind it would
 * keep whatever comes until the message is whole, up to 2 GiB.
 *
 * <pre>
 *  byte  0          1 … 0, 1, 2 or 4 more    1      0 … 8
 *       +----+-----+-----------------------+------+-------+-------------------
 *       |Len | TKL | extended length       | code | token | options, payload      RFC 8323, 3.2
 *       +----+-----+-----------------------+------+-------+-------------------
 * </pre>
 */
final class FrameLimit extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(FrameLimit.class);
  private static final int[] EXTENSION_BYTES = {1, 2, 4};
  private static final long[] EXTENSION_BASE = {13, 269, 65_805};
  private static final int FIRST_EXTENDED = 13;

  private final long longestBytes;
  private long toSkip;
  private int extensionLeft;
  private long extension;
  private int lengthNibble;
  private int tokenBytes;

  /** For one connection. */
  FrameLimit(long longestBytes) {
    this.longestBytes = longestBytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes && !isWithin(bytes)) {
      LOG.warn("a connection announced a message of more than {} bytes", longestBytes);
      bytes.release();
      var unused = context.close();
      return;
    }
    context.fireChannelRead(message);
  }

  private boolean isWithin(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      if (extensionLeft > 0) {
        extension = extension << 8 | bytes.getUnsignedByte(at++);
        extensionLeft--;
        if (extensionLeft == 0 && !begin(EXTENSION_BASE[lengthNibble - FIRST_EXTENDED])) {
          return false;
        }
      } else if (toSkip > 0) {
        long skipped = Math.min(toSkip, end - at);
        at += (int) skipped;
        toSkip -= skipped;
      } else {
        int first = bytes.getUnsignedByte(at++);
        lengthNibble = first >> 4;
        tokenBytes = first & 15;
        extension = lengthNibble < FIRST_EXTENDED ? lengthNibble : 0;
        extensionLeft =
            lengthNibble < FIRST_EXTENDED ? 0 : EXTENSION_BYTES[lengthNibble - FIRST_EXTENDED];
        if (extensionLeft == 0 && !begin(0)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The length is known: code, token, options and payload are to come. */
  private boolean begin(long base) {
    toSkip = 1 + tokenBytes + base + extension;
    return toSkip <= longestBytes;
  }
}
