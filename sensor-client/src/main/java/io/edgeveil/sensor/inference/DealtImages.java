package io.edgeveil.sensor.inference;

import io.edgeveil.core.layer.LinearLayer;
import io.edgeveil.core.manifest.BundleFormatException;
import io.edgeveil.core.modulus.Modulus;
import io.edgeveil.core.wire.Packing;
import io.edgeveil.core.wire.Residues;
import io.edgeveil.pads.PadsException;
import io.edgeveil.pads.integrity.FreivaldsCheck;
import io.edgeveil.pads.integrity.IntegritySecrets;
import io.edgeveil.pads.key.PadKey;
import io.edgeveil.pads.making.PadImages;
import io.edgeveil.pads.quarantine.QuarantinedGateway;
import io.edgeveil.pads.record.PadLayout;
import io.edgeveil.pads.role.Party;
import io.edgeveil.pads.store.DeviceBundle;
import io.edgeveil.pads.store.NextPad;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Mask images from a dealer: a second gateway, which gets the keys of masks and never a masked
 * tensor.
 *
 * <p><b>Guarantee.</b> Nothing about inputs follows from what the dealer gets, as long as it does
 * not work together with the gateway that computes: whoever has both a mask and the masked tensor
 * has the tensor. Nothing that an owner is known by ({@link Party}) may ever have both roles for
 * one bundle, nor compute where a set lies that it dealt. A wrong image is told by the bundle's
 * integrity secrets, with the soundness of {@link FreivaldsCheck}: {@code <s, u> = <t, r>}.
 *
 * <p>Several pads are asked for at once, so that the line is not idle between a seed and its image.
 */
public final class DealtImages implements PadImages, AutoCloseable {
  private static final int MOST_AT_ONCE = 8;
  private static final int MOST_BYTES_AT_ONCE = 1 << 23;

  private final DeviceBundle bundle;
  private final List<Party> owner;
  private final PadLayout layout;
  private final List<LinearLayer> layers;
  private final byte[] digest;
  private final long count;
  private final GatewaySession session;
  private final IntegritySecrets secrets;

  private DealtImages(
      DeviceBundle bundle,
      long count,
      GatewayTransport transport,
      List<Party> owner,
      RetryPolicy policy,
      Packing packing,
      IntegritySecrets secrets)
      throws BundleFormatException {
    this.bundle = bundle;
    this.owner = owner;
    this.layout = PadLayout.of(bundle.model().manifest());
    this.layers = bundle.model().manifest().linearLayers();
    this.digest = HexFormat.of().parseHex(bundle.model().digest());
    this.count = count;
    this.secrets = secrets;
    this.session =
        new GatewaySession(
            transport,
            policy,
            bundle.model().manifest(),
            bundle.model().digest(),
            packing,
            this::admit);
  }

  /** Before the first seed leaves: it is in the set who can read what its pads will mask. */
  private void admit(String dealer, String padFile) throws InferenceException {
    if (bundle.quarantine().contains(dealer)) {
      throw new QuarantinedGatewayException(dealer);
    }
    SameGatewayException.admitDealing(bundle, owner, padFile);
    SameGatewayException.admitDealing(bundle, List.of(Party.gateway(dealer)), padFile);
  }

  /**
   * A dealer for one new pad set.
   *
   * @param count of pads that will be asked for
   * @param transport stays the caller's; several threads use it
   * @param owner whom the transport leads to
   * @param packing of residues to ask for
   * @throws PadsException if the bundle has no integrity secrets, or damaged ones
   */
  public static DealtImages of(
      DeviceBundle bundle,
      long count,
      GatewayTransport transport,
      List<Party> owner,
      RetryPolicy policy,
      Packing packing)
      throws IOException, BundleFormatException, PadsException {
    return new DealtImages(
        bundle, count, transport, owner, policy, packing, bundle.openIntegrity());
  }

  @Override
  public int batch() {
    return 1;
  }

  @Override
  public int threads() {
    return Math.max(2, Math.min(MOST_AT_ONCE, MOST_BYTES_AT_ONCE / layout.recordBytes()));
  }

  @Override
  public void find(String padFile, long first, PadKey[] keys, int number, byte[][] packed)
      throws PadsException, InterruptedException {
    for (int i = 0; i < number; i++) {
      for (int layer = 0; layer < layout.layers(); layer++) {
        find(new NextPad(padFile, first + i), layer, keys[i], packed[i]);
      }
    }
  }

  private void find(NextPad pad, int layer, PadKey key, byte[] packed)
      throws PadsException, InterruptedException {
    byte[] seed = key.maskKey(digest, layer);
    try {
      int[] image = session.deal(pad, count, layers.get(layer), seed);
      try {
        require(pad, layer, key, image);
        Modulus modulus = layout.modulus(layer);
        Residues.pack(
            image, 0, image.length, Packing.BYTES.bits(modulus), packed, layout.offset(layer));
      } finally {
        Arrays.fill(image, 0);
      }
    } catch (InterruptedInferenceException e) {
      throw new InterruptedException(e.getMessage());
    } catch (InferenceException e) {
      throw new PadsException("no pads were dealt: " + e.getMessage(), e);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private void require(NextPad pad, int layer, PadKey key, int[] image) throws PadsException {
    int[] mask = new int[layout.layer(layer).input().elements()];
    try {
      key.expandMask(digest, layer, layout.modulus(layer), mask);
      FreivaldsCheck check = secrets.layer(layer);
      if (!check.accepts(image, check.expected(mask))) {
        throw quarantined(session.gateway(), layers.get(layer).name(), pad.index());
      }
    } finally {
      Arrays.fill(mask, 0);
    }
  }

  /** As a gateway whose result is wrong: it is written down before anyone hears of it. */
  private synchronized PadsException quarantined(String dealer, String layer, long pad) {
    String what =
        "dealer "
            + dealer
            + " gave a wrong mask image for layer "
            + layer
            + ": none of these pads is used";
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    try {
      bundle.quarantine().add(new QuarantinedGateway(dealer, layer, pad, now));
      return new PadsException(what + "; it is quarantined until its owner clears it");
    } catch (IOException e) {
      return new PadsException(what + "; the quarantine could NOT be written to the bundle", e);
    }
  }

  /** Overwrites the secrets. */
  @Override
  public void close() {
    secrets.close();
  }
}
