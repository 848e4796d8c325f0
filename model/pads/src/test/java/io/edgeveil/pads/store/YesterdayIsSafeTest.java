package io.edgeveil.pads.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.edgeveil.core.manifest.ModelBundle;
import io.edgeveil.core.mask.MaskStream;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Residues;
import io.edgeveil.pads.file.Disk;
import io.edgeveil.pads.key.ChainKey;
import io.edgeveil.pads.key.Keys;
import io.edgeveil.pads.key.PadKey;
import io.edgeveil.pads.making.Sets;
import io.edgeveil.pads.record.PadFileReader;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After pads are used, neither the device's directory nor the live objects of its process open
 * their records or make their masks again.
 *
 * <p>What is looked through is a heap dump of live objects: copies that the collector left behind
 * in room it has not used again are beyond a program's reach, and so are registers and swap. The
 * dump is searched for the keys as bytes and for the masks as arrays of int and packed bytes.
 */
class YesterdayIsSafeTest {
  private static final String DEVICE = "porch-cam";
  private static final int MADE = 6;
  private static final int USED = 3; // a fourth is reserved
  private static final byte[] FIRST = new byte[32];

  static {
    for (int i = 0; i < FIRST.length; i++) {
      FIRST[i] = (byte) (7 * i + 3);
    }
  }

  @TempDir Path temporary;
  private ModelBundle model;
  private Path bundle;
  private Path set;
  private byte[] original;

  @BeforeEach
  void makeBundle() throws Exception {
    model = TinyModel.write(temporary.resolve("tiny/1"));
    bundle = Files.createDirectory(temporary.resolve("cam"));
    for (String name : List.of(ModelBundle.MANIFEST, ModelBundle.CONSTANTS)) {
      Files.copy(model.directory().resolve(name), bundle.resolve(name));
    }
    DeviceDescription device = new DeviceDescription(DEVICE, "tiny", "1", model.digest(), "b");
    Files.write(
        bundle.resolve(BundleFiles.DEVICE), io.edgeveil.core.json.Json.writeIndented(device));
    String padFile =
        Sets.make(
            Disk.OF_THIS_MACHINE, bundle.resolve(BundleFiles.SETS), model, DEVICE, 1, MADE, FIRST);
    set = bundle.resolve(BundleFiles.SETS).resolve(padFile);
    original = Files.readAllBytes(set.resolve(BundleFiles.PADS));
  }

  /** The sensor's process: uses some pads, dumps its live objects and waits. */
  public static final class User {
    private User() {}

    /** Arguments: the bundle, the dump. */
    public static void main(String[] args) throws Exception {
      try (PadStore store = DeviceBundle.open(Path.of(args[0])).openPads()) {
        for (int i = 0; i < USED; i++) {
          try (Pad pad = store.take()) {
            for (int layer = 0; layer < 2; layer++) {
              int[] result = new int[2 + layer];
              TinyModel.images(layer, 1, pad.mask(layer, new int[] {1, 2}), result);
              Arrays.fill(pad.unmask(layer, result), 0);
            }
          }
        }
        DeviceBundle bundle = DeviceBundle.open(Path.of(args[0]));
        // until the next one is reserved
        Awaitility.await().until(() -> bundle.padsLeft() <= MADE - USED - 1);
        var next = store.next();
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[1], true);
        System.out.println("next " + next.index());
        var unused = System.in.read();
      }
    }
  }

  @Test
  void whatIsLeftOpensNoUsedRecord() throws Exception {
    Path dump = temporary.resolve("sensor.hprof");
    Process user =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                User.class.getName(),
                bundle.toString(),
                dump.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] left;
    try (BufferedReader out = user.inputReader()) {
      assertThat(out.readLine()).isEqualTo("next " + USED);
      left = everythingIn(bundle); // while a pad is reserved
      user.getOutputStream().close();
      assertThat(user.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      user.destroyForcibly();
    }
    byte[] memory = Files.readAllBytes(dump);
    requireHarmless("the files, a pad reserved", left);
    requireHarmless("the files after the end", everythingIn(bundle));
    List<byte[]> chain = chain();
    // The search finds what is there: the chain key in use, and the reserved pad's.
    assertThat(indexOf(everythingIn(bundle), chain.get(USED))).isNotNegative();
    assertThat(indexOf(memory, chain.get(USED + 1))).isNotNegative();
    for (int used = 0; used < USED; used++) {
      for (Map.Entry<String, byte[]> secret : secrets(chain.get(used)).entrySet()) {
        assertThat(indexOf(memory, secret.getValue()))
            .as("%s of used pad %d in memory", secret.getKey(), used)
            .isNegative();
        assertThat(indexOf(left, secret.getValue()))
            .as("%s of used pad %d on the disk", secret.getKey(), used)
            .isNegative();
      }
    }
  }

  /** Tries every 32 bytes in a row as each kind of key. */
  private void requireHarmless(String what, byte[] left) throws Exception {
    Path copy = temporary.resolve("original.bin");
    Files.write(copy, original);
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
    boolean opensTheNext = false;
    try (PadFileReader records = PadFileReader.open(Disk.OF_THIS_MACHINE, copy)) {
      for (int at = 0; at + ChainKey.BYTES <= left.length; at++) {
        byte[] window = Arrays.copyOfRange(left, at, at + ChainKey.BYTES);
        if (isMostlyZero(window)) {
          continue; // 32 random bytes are not: 2^-180 or so
        }
        try (ChainKey chain = ChainKey.readFrom(ByteBuffer.wrap(window))) {
          for (PadKey key : List.of(chain.pad(), Keys.padKey(window))) {
            for (int used = 0; used < USED; used++) {
              assertThat(opens(records, used, key)).as("%s, byte %d", what, at).isFalse();
            }
            opensTheNext |= opens(records, USED, key) || opens(records, USED + 1, key);
            key.close();
          }
        }
      }
    }
    assertThat(opensTheNext).as("the trial opens what may be opened").isTrue();
  }

  private static boolean isMostlyZero(byte[] window) {
    int zeros = 0;
    for (byte b : window) {
      zeros += b == 0 ? 1 : 0;
    }
    return zeros > window.length * 3 / 4;
  }

  private static boolean opens(PadFileReader records, long index, PadKey key) throws Exception {
    try {
      records.open(index, key, new byte[records.header().recordBytes()]);
      return true;
    } catch (io.edgeveil.pads.record.PadFileException e) {
      return false;
    }
  }

  private Map<String, byte[]> secrets(byte[] chainKey) throws Exception {
    Map<String, byte[]> secrets = new LinkedHashMap<>();
    secrets.put("chain key", chainKey);
    byte[] digest = HexFormat.of().parseHex(model.digest());
    try (PadKey pad = ChainKey.readFrom(ByteBuffer.wrap(chainKey)).pad()) {
      byte[] padKey = Keys.padKeyOf(chainKey);
      secrets.put("pad key", padKey);
      secrets.put("record key", pad.recordKey());
      for (int layer = 0; layer < 2; layer++) {
        byte[] maskKey = pad.maskKey(digest, layer);
        secrets.put("mask key " + layer, maskKey);
        secrets.put("mask key as words " + layer, swapped(maskKey));
        Modulus modulus = Modulus.ofBits(layer == 0 ? 16 : 25);
        int[] mask = new int[2];
        MaskStream.expand(maskKey, modulus, mask);
        ByteBuffer asInts = ByteBuffer.allocate(8).putInt(mask[0]).putInt(mask[1]);
        secrets.put("mask " + layer, asInts.array());
        int[] image = new int[2 + layer];
        TinyModel.images(layer, 1, mask, image);
        byte[] packed = new byte[image.length * modulus.bytesPerElement()];
        Residues.pack(image, 0, image.length, Packing.BYTES.bits(modulus), packed, 0);
        secrets.put("image " + layer, packed);
      }
      secrets.put("pad key as words", swapped(padKey));
      secrets.put("record key as words", swapped(pad.recordKey()));
    }
    return secrets;
  }

  /** As a cipher keeps a key in an array of int, and the dump writes it. */
  private static byte[] swapped(byte[] key) {
    ByteBuffer words = ByteBuffer.allocate(key.length);
    ByteBuffer little = ByteBuffer.wrap(key).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    while (little.hasRemaining()) {
      words.putInt(little.getInt());
    }
    return words.array();
  }

  private static List<byte[]> chain() {
    List<byte[]> keys = new ArrayList<>();
    ChainKey key = ChainKey.readFrom(ByteBuffer.wrap(FIRST));
    for (int i = 0; i < MADE; i++) {
      byte[] bytes = new byte[ChainKey.BYTES];
      key.writeTo(ByteBuffer.wrap(bytes));
      keys.add(bytes);
      key = key.next();
    }
    return keys;
  }

  private static byte[] everythingIn(Path directory) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.write(Files.readAllBytes(file));
      }
    }
    return all.toByteArray();
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (bytes[at] == wanted[0]
          && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }
}
