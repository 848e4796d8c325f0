package io.edgeveil.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.modulus.Modulus;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * Golden chunks. The checksum was computed apart from this code, with Python 3: {@code crc32c} bit
 * by bit over the bytes without the four of the checksum, reflected polynomial 0x82f63b78. So were
 * packed bits: {@code sum(e << (i * bits) for i, e in enumerate(elements)).to_bytes(n, 'little')}.
 */
class ChunkVectorTest {
  private static final String REQUEST =
      "45564348" // 'EVCH'
          + "01" // version 1
          + "01" // request
          + "18" // 24 bits an element
          + "00"
          + "0807060504030201" // session 0x0102030405060708
          + "2a00000000000000" // inference 42
          + "efcdab8967452301" // model digest prefix 0123456789abcdef
          + "0700" // layer 7
          + "0100" // chunk 1
          + "0200" // of 2
          + "0000"
          + "03000000" // from element 3 on
          + "00000000"
          + "02000000" // two elements
          + "05000000" // of five
          + "f4a80ecf"
          + "00000000" // no compute time in a request
          + "fcffff" // 16777212 = p - 1
          + "563412"; // 0x123456

  private static final String REPLY =
      "45564348" // 'EVCH'
          + "01" // version 1
          + "02" // reply
          + "20" // 32 bits an element
          + "00"
          + "ffffffffffffff7f" // session 2^63 - 1
          + "0000000000000000" // inference 0
          + "0000000000000080" // model digest prefix 8000000000000000
          + "ffff" // layer 65535
          + "0000" // chunk 0
          + "0100" // of 1
          + "0000"
          + "00000000" // from the first element on
          + "00000000"
          + "01000000" // one element
          + "01000000" // of one
          + "27a9dbc0"
          + "e8030000" // computed in 1000 microseconds
          + "feffff7f"; // 2147483646 = p - 1

  @Test
  void aRequestIsTheseBytes() throws WireFormatException {
    int[] tensor = {1, 2, 3, 16777212, 0x123456};
    ChunkHeader header =
        ChunkHeader.request(24, 0x0102030405060708L, 42, 0x0123456789abcdefL, 7, 5)
            .part(1, 2, 3, 2);
    assertThat(HexFormat.of().formatHex(Chunk.encode(header, tensor).bytes())).isEqualTo(REQUEST);

    Chunk decoded = Chunk.decode(HexFormat.of().parseHex(REQUEST));
    assertThat(decoded.header()).isEqualTo(header);
    int[] unpacked = new int[5];
    decoded.unpackInto(unpacked, Modulus.ofBits(24));
    assertThat(unpacked).containsExactly(0, 0, 0, 16777212, 0x123456);
  }

  @Test
  void aReplyIsTheseBytes() throws WireFormatException {
    ChunkHeader header =
        ChunkHeader.request(32, Long.MAX_VALUE, 0, Long.MIN_VALUE, 0xffff, 9).reply(1, 1000);
    assertThat(HexFormat.of().formatHex(Chunk.encode(header, new int[] {2147483646}).bytes()))
        .isEqualTo(REPLY);
    assertThat(Chunk.decode(HexFormat.of().parseHex(REPLY)).header()).isEqualTo(header);
  }

  private static final String REQUEST_IN_BITS =
      "45564348" // 'EVCH'
          + "01" // version 1
          + "01" // request
          + "14" // 20 bits an element
          + "00"
          + "0807060504030201" // session 0x0102030405060708
          + "2a00000000000000" // inference 42
          + "efcdab8967452301" // model digest prefix 0123456789abcdef
          + "0700" // layer 7
          + "0100" // chunk 1
          + "0200" // of 2
          + "0000"
          + "03000000" // from element 3 on
          + "00000000"
          + "03000000" // three elements
          + "06000000" // of six
          + "9156639c"
          + "00000000" // no compute time in a request
          + "fcff5f3412debc0a"; // 0xffffc = p - 1, 0x12345, 0xabcde: from right to left, and 4 bits
  // 0

  private static final String REPLY_IN_BITS =
      "45564348" // 'EVCH'
          + "01" // version 1
          + "02" // reply
          + "1f" // 31 bits an element
          + "00"
          + "ffffffffffffff7f" // session 2^63 - 1
          + "0000000000000000" // inference 0
          + "0000000000000080" // model digest prefix 8000000000000000
          + "ffff" // layer 65535
          + "0000" // chunk 0
          + "0100" // of 1
          + "0000"
          + "00000000" // from the first element on
          + "00000000"
          + "02000000" // two elements
          + "02000000" // of two
          + "883d7d11"
          + "e8030000" // computed in 1000 microseconds
          + "feffffff00000000"; // 2147483646 = p - 1, then 1 from the top bit of byte 3 on, 2 bits

  // 0

  @Test
  void aRequestInBitsIsTheseBytes() throws WireFormatException {
    int[] tensor = {1, 2, 3, 1048572, 0x12345, 0xabcde};
    ChunkHeader header =
        ChunkHeader.request(20, 0x0102030405060708L, 42, 0x0123456789abcdefL, 7, 6)
            .part(1, 2, 3, 3);
    assertThat(HexFormat.of().formatHex(Chunk.encode(header, tensor).bytes()))
        .isEqualTo(REQUEST_IN_BITS);

    Chunk decoded = Chunk.decode(HexFormat.of().parseHex(REQUEST_IN_BITS));
    assertThat(decoded.header()).isEqualTo(header);
    int[] unpacked = new int[6];
    decoded.unpackInto(unpacked, Modulus.ofBits(20));
    assertThat(unpacked).containsExactly(0, 0, 0, 1048572, 0x12345, 0xabcde);
  }

  @Test
  void aReplyInBitsIsTheseBytes() throws WireFormatException {
    ChunkHeader header =
        ChunkHeader.request(31, Long.MAX_VALUE, 0, Long.MIN_VALUE, 0xffff, 9).reply(2, 1000);
    int[] tensor = {2147483646, 1};
    assertThat(HexFormat.of().formatHex(Chunk.encode(header, tensor).bytes()))
        .isEqualTo(REPLY_IN_BITS);
    int[] unpacked = new int[2];
    Chunk.decode(HexFormat.of().parseHex(REPLY_IN_BITS)).unpackInto(unpacked, Modulus.ofBits(31));
    assertThat(unpacked).isEqualTo(tensor);
  }

  private static final String SEED =
      "45564348" // 'EVCH'
          + "01" // version 1
          + "03" // seed
          + "08" // 8 bits an element: bytes
          + "00"
          + "0807060504030201" // session 0x0102030405060708
          + "2a00000000000000" // inference 42
          + "efcdab8967452301" // model digest prefix 0123456789abcdef
          + "0700" // layer 7
          + "0000" // chunk 0
          + "0100" // of 1
          + "0000"
          + "00000000" // from the first byte on
          + "00000000"
          + "20000000" // 32 bytes
          + "20000000" // of 32
          + "d96a514b"
          + "00000000" // no compute time in a seed
          + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

  @Test
  void aSeedIsTheseBytes() throws WireFormatException {
    byte[] key = HexFormat.of().parseHex(SEED.substring(2 * ChunkHeader.BYTES));
    ChunkHeader header = ChunkHeader.seed(0x0102030405060708L, 42, 0x0123456789abcdefL, 7);
    assertThat(HexFormat.of().formatHex(Chunk.seed(header, key).bytes())).isEqualTo(SEED);

    Chunk decoded = Chunk.decode(HexFormat.of().parseHex(SEED));
    assertThat(decoded.header()).isEqualTo(header);
    assertThat(decoded.seedKey()).isEqualTo(key);
  }

  @Test
  void theHeaderIsAMultipleOfEightBytes() {
    assertThat(ChunkHeader.BYTES).isEqualTo(64);
  }
}
