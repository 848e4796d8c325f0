package io.edgeveil.sensor.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.modulus.Modulus;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/**
 * The tests of uniformity accept our masks and reject masks with small faults, over primes as small
 * as the fault needs to show in a sample: that 0 never comes is seen in a few hundred thousand
 * residues mod 97, and in no sample of that size mod 2^19-1. The masks' own exhaustive tests look
 * at that.
 */
class UniformityTest {
  private static final double FALSE_ALARM = 1e-7;
  private static final int TENSORS = 150;
  private static final int ELEMENTS = 2000;

  private final SecureRandom random = new SecureRandom();

  private List<int[]> draw(IntSupplier residue) {
    List<int[]> tensors = new ArrayList<>();
    for (int t = 0; t < TENSORS; t++) {
      int[] tensor = new int[ELEMENTS];
      for (int i = 0; i < ELEMENTS; i++) {
        tensor[i] = residue.getAsInt();
      }
      tensors.add(tensor);
    }
    return tensors;
  }

  private static TestFamily family(int prime, List<int[]> tensors) {
    TestFamily family = new TestFamily(FALSE_ALARM);
    family.addAll("residues", Uniformity.test(prime, tensors));
    return family;
  }

  private static void requireRejected(int prime, List<int[]> tensors, String... by) {
    List<String> rejections = family(prime, tensors).rejections();
    for (String test : by) {
      assertThat(rejections).anyMatch(text -> text.startsWith("residues, " + test + ":"));
    }
  }

  @Test
  void ourMasksAreAccepted() {
    for (int bits : new int[] {16, 19, 23, 24, 25, 31}) {
      Modulus modulus = Modulus.ofBits(bits);
      List<int[]> masks = new ArrayList<>();
      for (int t = 0; t < TENSORS; t++) {
        byte[] key = new byte[MaskStream.KEY_BYTES];
        random.nextBytes(key);
        int[] mask = new int[ELEMENTS];
        MaskStream.expand(key, modulus, mask);
        masks.add(mask);
      }
      assertThat(family(modulus.prime(), masks).rejections()).as(modulus.toString()).isEmpty();
    }
  }

  @Test
  void smallPrimesAreAcceptedToo() {
    assertThat(family(97, draw(() -> random.nextInt(97))).rejections()).isEmpty();
  }

  @Test
  void zeroAvoided() {
    requireRejected(97, draw(() -> 1 + random.nextInt(96)), "bins", "low byte", "distribution");
  }

  @Test
  void drawnAgainWhenEqualToTheOneBefore() {
    int[] last = {-1};
    List<int[]> tensors =
        draw(
            () -> {
              int next = random.nextInt(97);
              while (next == last[0]) {
                next = random.nextInt(97);
              }
              last[0] = next;
              return next;
            });
    requireRejected(97, tensors, "neighbours");
  }

  @Test
  void wordsReducedInsteadOfRejected() {
    requireRejected(97, draw(() -> random.nextInt(128) % 97), "bins", "low byte", "distribution");
    int prime = Modulus.ofBits(24).prime(); // half a bit more: the lower half comes twice as often
    requireRejected(
        prime, draw(() -> random.nextInt(3 << 23) % prime), "bins", "top byte", "distribution");
  }

  @Test
  void aBitTooShort() {
    int prime = Modulus.ofBits(19).prime();
    requireRejected(
        prime, draw(() -> random.nextInt(1 << 18)), "bins", "top byte", "distribution", "places");
  }

  @Test
  void lowBitsConstant() {
    int prime = Modulus.ofBits(24).prime();
    requireRejected(prime, draw(() -> random.nextInt((prime + 1) / 2) * 2), "low byte");
  }

  @Test
  void oneMaskTwice() {
    int prime = Modulus.ofBits(21).prime();
    List<int[]> tensors = draw(() -> random.nextInt(prime));
    tensors.set(121, tensors.get(17).clone());
    requireRejected(prime, tensors, "runs");
    tensors.set(121, tensors.get(120).clone());
    requireRejected(prime, tensors, "runs", "repeats");
  }

  @Test
  void oneMaskMovedOnByAPlace() {
    int prime = Modulus.ofBits(21).prime();
    List<int[]> tensors = draw(() -> random.nextInt(prime));
    System.arraycopy(tensors.get(17), 1, tensors.get(121), 0, 20);
    requireRejected(prime, tensors, "runs");
  }

  @Test
  void aTensorThatFollowsFromTheOneBefore() {
    int prime = Modulus.ofBits(21).prime();
    List<int[]> tensors = draw(() -> random.nextInt(prime));
    for (int t = 1; t < TENSORS; t += 2) {
      int[] before = tensors.get(t - 1);
      int[] tensor = tensors.get(t);
      for (int i = 0; i < ELEMENTS; i++) {
        tensor[i] = Math.floorMod(before[i] + random.nextInt(prime / 64), prime);
      }
    }
    requireRejected(prime, tensors, "differences", "successors");
  }

  @Test
  void aPlaceThatIsAlwaysTheSame() {
    int prime = Modulus.ofBits(21).prime();
    List<int[]> tensors = draw(() -> random.nextInt(prime));
    for (int[] tensor : tensors) {
      tensor[5] = 12_345;
    }
    requireRejected(prime, tensors, "places", "repeats");
  }
}
