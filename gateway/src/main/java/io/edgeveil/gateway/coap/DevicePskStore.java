package io.edgeveil.gateway.coap;

import io.edgeveil.broker.DeviceAccess;
import io.edgeveil.broker.DeviceAdmission;
import io.edgeveil.broker.certificate.CertificateId;
import io.edgeveil.broker.certificate.DeviceKeys;
import io.edgeveil.core.wire.Ids;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.eclipse.californium.elements.auth.AdditionalInfo;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.scandium.auth.ApplicationLevelInfoSupplier;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of devices that may connect now; notes with each peer which certificate its key was
 * derived from, by which it is found out later whether it may stay.
 */
final class DevicePskStore implements AdvancedPskStore, ApplicationLevelInfoSupplier {
  private static final Logger LOG = LoggerFactory.getLogger(DevicePskStore.class);
  private static final String FINGERPRINT = "fingerprint";

  private final DeviceAccess access;
  private final DeviceKeys keys;

  DevicePskStore(DeviceAccess access, DeviceKeys keys) {
    this.access = access;
    this.keys = keys;
  }

  /** The fingerprint of the certificate that a peer's key was derived from. */
  static Optional<String> fingerprint(PreSharedKeyIdentity peer) {
    return Optional.ofNullable(peer.getExtendedInfo().get(FINGERPRINT, String.class));
  }

  @Override
  public boolean hasEcdhePskSupported() {
    return true;
  }

  @Override
  public PskSecretResult requestPskSecretResult(
      ConnectionId connection,
      ServerNames serverName,
      PskPublicInformation identity,
      String hmacAlgorithm,
      SecretKey otherSecret,
      byte[] seed,
      boolean useExtendedMasterSecret) {
    String device = identity.getPublicInfoAsString();
    Optional<CertificateId> certificate = Optional.empty();
    try {
      if (Ids.isId(device)) {
        certificate = access.byCertificateOf(device).flatMap(DeviceAdmission::certificate);
      }
      if (certificate.isPresent()) {
        byte[] key = keys.keyOf(device, certificate.get());
        try {
          return new PskSecretResult(
              connection,
              identity,
              SecretUtil.create(key, PskSecretResult.ALGORITHM_PSK),
              certificate.get().fingerprint());
        } finally {
          Arrays.fill(key, (byte) 0);
        }
      }
    } catch (IOException e) {
      LOG.error("the key of a device cannot be made", e);
    }
    return new PskSecretResult(connection, identity, null);
  }

  @Override
  public AdditionalInfo getInfo(Principal peer, Object fingerprint) {
    return fingerprint instanceof String text
        ? AdditionalInfo.from(Map.of(FINGERPRINT, text))
        : AdditionalInfo.empty();
  }

  @Override
  public PskPublicInformation getIdentity(InetSocketAddress peer, ServerNames virtualHost) {
    return null; // a gateway connects to nobody
  }

  @Override
  public void setResultHandler(HandshakeResultHandler handler) {
    // every result is there at once
  }
}
