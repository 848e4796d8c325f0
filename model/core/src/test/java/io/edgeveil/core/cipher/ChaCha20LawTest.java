package io.edgeveil.core.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.engines.ChaCha7539Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Test;

/** The same bytes as Bouncy Castle's cipher, up to the last block, and none after it. */
class ChaCha20LawTest {
  private static final int BATCH_BYTES = LaneBlocks.LANES * ChaCha20.BLOCK_BYTES;

  private final Random random = new Random(8439);
  private final byte[] key = bytes(ChaCha20.KEY_BYTES);
  private final byte[] nonce = bytes(ChaCha20.NONCE_BYTES);

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bouncyCastle(byte[] key, byte[] nonce, int counter, byte[] plain) {
    ChaCha7539Engine engine = new ChaCha7539Engine();
    engine.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
    engine.seekTo((long) counter * ChaCha20.BLOCK_BYTES);
    byte[] encrypted = new byte[plain.length];
    engine.processBytes(plain, 0, plain.length, encrypted, 0);
    return encrypted;
  }

  private void agrees(int counter, int length) {
    byte[] someKey = bytes(ChaCha20.KEY_BYTES);
    byte[] someNonce = bytes(ChaCha20.NONCE_BYTES);
    byte[] text = bytes(length);
    byte[] expected = bouncyCastle(someKey, someNonce, counter, text);
    try (ChaCha20 cipher = new ChaCha20(someKey, someNonce, counter)) {
      cipher.xor(text, length, text);
    }
    assertThat(text).as("%s bytes from block %s on", length, counter).isEqualTo(expected);
  }

  @Test
  void agreesWithBouncyCastleAtEveryShortLength() {
    for (int length = 0; length <= 3 * ChaCha20.BLOCK_BYTES; length++) {
      agrees(random.nextInt(1000), length);
    }
  }

  @Test
  void agreesWithBouncyCastleWhereLanesBeginAndEnd() {
    for (int batch :
        new int[] {BATCH_BYTES / 2, BATCH_BYTES, 3 * BATCH_BYTES / 2, 2 * BATCH_BYTES}) {
      for (int more = -ChaCha20.BLOCK_BYTES - 1; more <= ChaCha20.BLOCK_BYTES + 1; more++) {
        agrees(random.nextInt(1000), batch + more);
      }
    }
  }

  @Test
  void agreesWithBouncyCastleAtRandom() {
    for (int i = 0; i < 500; i++) {
      agrees(random.nextInt(1 << 24), random.nextInt(5 * BATCH_BYTES));
    }
  }

  @Test
  void piecesOfTheKeystreamAreTheKeystream() {
    int blocks = 700;
    int[] whole = new int[blocks * ChaCha20.BLOCK_WORDS];
    new ChaCha20(key, nonce, 5).next(whole, blocks);
    ChaCha20 cipher = new ChaCha20(key, nonce, 5);
    int[] piece = new int[200 * ChaCha20.BLOCK_WORDS];
    for (int done = 0; done < blocks; ) {
      int count = Math.min(blocks - done, random.nextInt(200));
      cipher.next(piece, count);
      assertThat(Arrays.copyOf(piece, count * ChaCha20.BLOCK_WORDS))
          .isEqualTo(
              Arrays.copyOfRange(
                  whole, done * ChaCha20.BLOCK_WORDS, (done + count) * ChaCha20.BLOCK_WORDS));
      done += count;
    }
  }

  @Test
  void theLastBlocksAreGivenAndNoneAfterThem() {
    for (int left : new int[] {1, 70, LaneBlocks.LANES}) {
      int[] words = new int[(left + 1) * ChaCha20.BLOCK_WORDS];
      ChaCha20 cipher = new ChaCha20(key, nonce, -left);
      assertThatIllegalStateException().isThrownBy(() -> cipher.next(words, left + 1));
      byte[] tooLong = new byte[left * ChaCha20.BLOCK_BYTES + 1];
      assertThatIllegalStateException()
          .isThrownBy(() -> cipher.xor(tooLong, tooLong.length, tooLong));
      assertThat(words).containsOnly(0);
      assertThat(tooLong).containsOnly(0);
      cipher.next(words, left);
      int[] last = new int[ChaCha20.BLOCK_WORDS];
      new ChaCha20(key, nonce, -1).next(last, 1);
      assertThat(Arrays.copyOfRange(words, (left - 1) * 16, left * 16)).isEqualTo(last);
      assertThatIllegalStateException().isThrownBy(() -> cipher.next(words, 1));
    }
  }

  @Test
  void aClosedCipherGivesNothing() {
    ChaCha20 cipher = new ChaCha20(key, nonce, 0);
    cipher.close();
    assertThatIllegalStateException().isThrownBy(() -> cipher.next(new int[16], 1));
  }

  @Test
  void wrongLengthsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ChaCha20(new byte[31], nonce, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ChaCha20(key, new byte[8], 0));
    ChaCha20 cipher = new ChaCha20(key, nonce, 0);
    assertThatIllegalArgumentException().isThrownBy(() -> cipher.next(new int[31], 2));
    assertThatIllegalArgumentException().isThrownBy(() -> cipher.next(new int[16], -1));
    assertThatThrownBy(() -> cipher.xor(new byte[3], 4, new byte[4]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> cipher.xor(new byte[4], 4, new byte[3]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
