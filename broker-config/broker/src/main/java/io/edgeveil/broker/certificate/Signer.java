package io.edgeveil.broker.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificates themselves (RFC 5280): EC keys on P-256, signed with ECDSA and SHA-256, which
 * the JDK's own TLS and OpenSSL both take.
 */
final class Signer {

  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 127;

  /** A clock that is somewhat behind must not find a fresh certificate not valid yet. */
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  private final SecureRandom random = new SecureRandom();
  private final X500Name issuer;
  private final PublicKey issuerPublic;
  private final PrivateKey issuerKey;

  private Signer(X500Name issuer, PublicKey issuerPublic, PrivateKey issuerKey) {
    this.issuer = issuer;
    this.issuerPublic = issuerPublic;
    this.issuerKey = issuerKey;
  }

  /** Who signs with the key of an authority's certificate. */
  static Signer of(X509Certificate authority, PrivateKey key) {
    return new Signer(
        X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()),
        authority.getPublicKey(),
        key);
  }

  /** A new authority, signed by itself; valid since ever, in case that the clock is ahead. */
  static Issued selfSigned(Subject subject, Duration life) {
    KeyPair keys = newKeys();
    Signer signer = new Signer(subject.x500(), keys.getPublic(), keys.getPrivate());
    try {
      JcaX509v3CertificateBuilder builder =
          signer.builder(subject.x500(), keys, Instant.EPOCH, life);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return signer.sign(builder, keys);
    } catch (CertIOException e) {
      throw new AssertionError("these extensions encode", e);
    }
  }

  /** For whoever connects. */
  Issued client(Subject subject, Duration life) {
    return endEntity(subject, life, KeyPurposeId.id_kp_clientAuth, null);
  }

  /** For whoever is connected to under these names. */
  Issued server(Subject subject, Duration life, GeneralNames names) {
    return endEntity(subject, life, KeyPurposeId.id_kp_serverAuth, names);
  }

  private Issued endEntity(
      Subject subject, Duration life, KeyPurposeId purpose, GeneralNames names) {
    KeyPair keys = newKeys();
    try {
      Instant from = Instant.now().minus(CLOCKS_DIFFER);
      JcaX509v3CertificateBuilder builder = builder(subject.x500(), keys, from, life);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      if (names != null) {
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      return sign(builder, keys);
    } catch (CertIOException e) {
      throw new AssertionError("these extensions encode", e);
    }
  }

  /** The list of certificates that count no more. */
  X509CRL revocations(Collection<BigInteger> serials, Duration life) {
    Instant now = Instant.now();
    X509v2CRLBuilder builder = new X509v2CRLBuilder(issuer, Date.from(now.minus(CLOCKS_DIFFER)));
    builder.setNextUpdate(Date.from(now.plus(life)));
    for (BigInteger serial : serials) {
      builder.addCRLEntry(serial, Date.from(now), CRLReason.superseded);
    }
    try {
      X509CRLHolder list = builder.build(new JcaContentSignerBuilder(SIGNATURE).build(issuerKey));
      return new JcaX509CRLConverter().getCRL(list);
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new AssertionError("every Java signs with " + SIGNATURE, e);
    }
  }

  private JcaX509v3CertificateBuilder builder(
      X500Name subject, KeyPair keys, Instant from, Duration life) throws CertIOException {
    BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            serial,
            Date.from(from),
            Date.from(Instant.now().plus(life)),
            subject,
            keys.getPublic());
    try {
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(issuerPublic));
      return builder;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has SHA-1, which names keys here", e);
    }
  }

  private Issued sign(JcaX509v3CertificateBuilder builder, KeyPair keys) {
    try {
      return new Issued(
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(new JcaContentSignerBuilder(SIGNATURE).build(issuerKey))),
          keys.getPrivate());
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new AssertionError("every Java signs with " + SIGNATURE, e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has P-256", e);
    }
  }
}
