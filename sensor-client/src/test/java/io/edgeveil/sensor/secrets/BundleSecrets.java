package io.edgeveil.sensor.secrets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.layer.LinearOperation;
import io.edgeveil.core.manifest.Manifest;
import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.modulus.Modulus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys and masks that follow from a fresh device bundle, derived here anew: HKDF-SHA-256 as RFC
 * 5869 has it, by the JDK's HMAC.
 */
public final class BundleSecrets {
  private static final int KEY_AT = 32; // in the first slot of the state file
  private static final int KEY_BYTES = 32;
  private static final String HMAC = "HmacSHA256";

  private BundleSecrets() {}

  /**
   * The secrets of the first pads of a bundle of which none is used.
   *
   * @param images {@code W·r mod p}
   */
  public static List<Secret> of(
      Path bundle, Manifest manifest, byte[] modelDigest, int pads, Images images)
      throws IOException, GeneralSecurityException {
    byte[] state = Files.readAllBytes(only(bundle, "state.bin"));
    byte[] chain = Arrays.copyOfRange(state, KEY_AT, KEY_AT + KEY_BYTES);
    List<Secret> secrets = new ArrayList<>();
    for (int pad = 0; pad < pads; pad++) {
      byte[] key = hkdf(chain, "pad".getBytes(US_ASCII));
      secrets.add(Secret.ofBytes("chain key " + pad, chain));
      secrets.add(Secret.ofBytes("pad key " + pad, key));
      secrets.add(Secret.ofBytes("record key " + pad, hkdf(key, "record".getBytes(US_ASCII))));
      for (LinearLayer layer : manifest.linearLayers()) {
        LinearOperation operation = layer.operation();
        Modulus modulus = operation.modulus();
        ByteBuffer info = ByteBuffer.allocate(4 + 32 + 2).order(ByteOrder.LITTLE_ENDIAN);
        info.put("mask".getBytes(US_ASCII)).put(modelDigest);
        info.putShort((short) operation.index());
        byte[] maskKey = hkdf(key, info.array());
        int[] mask = new int[operation.input().elements()];
        MaskStream.expand(maskKey, modulus, mask);
        String of = " of " + layer.name() + ", pad " + pad;
        secrets.add(Secret.ofBytes("mask key" + of, maskKey));
        secrets.add(Secret.ofIntegers("mask" + of, mask));
        secrets.add(Secret.ofIntegers("mask image" + of, images.apply(operation, mask)));
      }
      chain = hkdf(chain, "next".getBytes(US_ASCII));
    }
    return secrets;
  }

  /** The one file of that name, wherever in the bundle. */
  public static Path only(Path bundle, String name) throws IOException {
    try (Stream<Path> files = Files.walk(bundle)) {
      List<Path> found = files.filter(file -> file.endsWith(name)).toList();
      if (found.size() != 1) {
        throw new IllegalStateException(name + " is there " + found.size() + " times");
      }
      return found.get(0);
    }
  }

  /** Computes the image of a mask. */
  public interface Images extends BiFunction<LinearOperation, int[], int[]> {}

  private static byte[] hkdf(byte[] key, byte[] info) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(new byte[32], HMAC)); // no salt
    byte[] extracted = mac.doFinal(key);
    mac.init(new SecretKeySpec(extracted, HMAC));
    mac.update(info);
    return mac.doFinal(new byte[] {1});
  }
}
