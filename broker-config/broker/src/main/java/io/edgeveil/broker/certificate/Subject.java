package io.edgeveil.broker.certificate;

import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Whom a certificate speaks for.
 *
 * @param name common name: an id
 * @param role organisational unit
 */
public record Subject(String name, String role) {

  private static final String ORGANISATION = "Edgeveil";

  /** The subject of a certificate, if it has exactly one name and one role. */
  public static Optional<Subject> of(X509Certificate certificate) {
    try {
      String name = null;
      String role = null;
      for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        boolean isName = part.getType().equalsIgnoreCase("CN");
        boolean isRole = part.getType().equalsIgnoreCase("OU");
        if (part.size() != 1 || (isName && name != null) || (isRole && role != null)) {
          return Optional.empty();
        }
        name = isName ? part.getValue().toString() : name;
        role = isRole ? part.getValue().toString() : role;
      }
      return name == null || role == null ? Optional.empty() : Optional.of(new Subject(name, role));
    } catch (InvalidNameException e) {
      return Optional.empty(); // a subject that cannot be read is nobody's
    }
  }

  X500Name x500() {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, ORGANISATION)
        .addRDN(BCStyle.OU, role)
        .addRDN(BCStyle.CN, name)
        .build();
  }
}
