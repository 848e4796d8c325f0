package io.edgeveil.broker.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An authority of one's own, in a folder.
 *
 * <p><b>Guarantee:</b> who trusts its certificate accepts what was issued here and nothing else.
 * Keys are made here, are written to files of mode 0600 alone, and show in no message. It does not
 * keep the keys it issues. Whoever reads {@code ca.key.pem} can be any device or broker; the broker
 * itself accepts only certificates that its accounts name, so that alone lets nobody in there.
 *
 * <p>Safe for use by many threads and processes.
 */
public final class CertificateAuthority {

  private static final Duration OWN_LIFE = Duration.ofDays(20 * 365);
  private static final Duration CLIENT_LIFE = Duration.ofDays(2 * 365);
  private static final Duration SERVER_LIFE = Duration.ofDays(365);
  private static final Duration NEAR_THE_END = Duration.ofDays(60);
  private static final String SERVER = "broker";
  private static final Subject SELF = new Subject("Edgeveil authority", "authority");

  private final Path folder;

  private CertificateAuthority(Path folder) {
    this.folder = folder;
  }

  /** The authority of a folder; folder, key and certificate are made when first needed. */
  public static CertificateAuthority in(Path folder) {
    return new CertificateAuthority(folder);
  }

  /** The file of the certificate that everyone trusts; made if there is none. */
  public Path certificateFile() throws IOException {
    var unused = locked(this::signer);
    return folder.resolve("ca.pem");
  }

  /** A certificate for whoever connects, good for two years. */
  public Issued issueClient(Subject subject) throws IOException {
    return issueClient(subject, CLIENT_LIFE);
  }

  /** The same for another time; with a negative one it has expired. */
  public Issued issueClient(Subject subject, Duration life) throws IOException {
    return locked(
        () -> {
          Issued issued = signer().client(subject, life);
          note(issued.certificate());
          return issued;
        });
  }

  /**
   * The broker's certificate and key: those there are if they are whole, have these names and will
   * do for sixty days, new ones otherwise; also in place of those of a clock that was ahead.
   *
   * @param names host names and addresses beside the loopback ones and this machine's own
   * @throws IllegalArgumentException if one is neither a host name nor an address
   */
  public Issued server(Collection<String> names) throws IOException {
    HostNames hosts = new HostNames(names);
    return locked(
        () -> {
          Path certificate = folder.resolve("server.pem");
          Path key = folder.resolve("server.key.pem");
          Signer signer = signer();
          Optional<Issued> present = Issued.read(certificate, key);
          if (present.isPresent() && suits(present.get().certificate(), hosts)) {
            return present.get();
          }
          Issued issued =
              signer.server(new Subject(SERVER, SERVER), SERVER_LIFE, hosts.forCertificate());
          issued.write(certificate, key);
          note(issued.certificate());
          return issued;
        });
  }

  /**
   * The list of superseded certificates as PEM, for brokers that read one (RFC 5280, section 5).
   *
   * @param current serial numbers, hexadecimal, of the clients' certificates that count
   */
  public byte[] revocations(Set<String> current) throws IOException {
    return locked(
        () -> {
          List<BigInteger> superseded = new ArrayList<>();
          for (String line : issuedLines()) {
            String[] fields = line.split(" ", -1);
            boolean inDate = Instant.parse(fields[1]).isAfter(Instant.now());
            if (inDate && !isOfServer(line) && !current.contains(fields[0])) {
              superseded.add(new BigInteger(fields[0], 16));
            }
          }
          try {
            return Pem.encode("X509 CRL", signer().revocations(superseded, OWN_LIFE).getEncoded());
          } catch (java.security.cert.CRLException e) {
            throw new AssertionError("a list just made can be encoded", e);
          }
        });
  }

  private boolean suits(X509Certificate server, HostNames hosts) throws IOException {
    Instant now = Instant.now();
    Instant end = server.getNotAfter().toInstant();
    boolean inTime = end.isAfter(now.plus(NEAR_THE_END)) && !end.isAfter(now.plus(SERVER_LIFE));
    return inTime && hosts.areThoseOf(server) && isOurs(server);
  }

  private boolean isOurs(X509Certificate certificate) throws IOException {
    try {
      certificate.verify(Pem.certificate(folder.resolve("ca.pem")).getPublicKey());
      return true;
    } catch (java.security.GeneralSecurityException e) {
      return false; // of an authority that was here before
    }
  }

  private Signer signer() throws IOException {
    Path certificate = folder.resolve("ca.pem");
    Path key = folder.resolve("ca.key.pem");
    Optional<Issued> present = Issued.read(certificate, key);
    if (present.isEmpty() && issuedLines().stream().anyMatch(line -> !isOfServer(line))) {
      throw new IOException(
          folder
              + ": ca.pem and ca.key.pem are not a pair; bring them back from a backup (every"
              + " bundle has ca.pem, too). Without the key every device has to be enrolled anew,"
              + " with a new data folder");
    }
    Issued own = present.isPresent() ? present.get() : Signer.selfSigned(SELF, OWN_LIFE);
    if (present.isEmpty()) {
      own.write(certificate, key);
    }
    return Signer.of(own.certificate(), own.key());
  }

  private static boolean isOfServer(String line) {
    return line.split(" ", -1)[2].equals(SERVER);
  }

  private List<String> issuedLines() throws IOException {
    Path file = folder.resolve("issued");
    return Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
  }

  private void note(X509Certificate certificate) throws IOException {
    Subject subject = Subject.of(certificate).orElseThrow();
    String line =
        certificate.getSerialNumber().toString(16)
            + " "
            + certificate.getNotAfter().toInstant()
            + " "
            + subject.role()
            + " "
            + subject.name();
    List<String> lines = new ArrayList<>(issuedLines());
    lines.add(line); // replaced as a whole: half a line would hide the next certificate
    PrivateFiles.write(folder.resolve("issued"), (String.join("\n", lines) + "\n").getBytes(UTF_8));
  }

  private <T> T locked(LockFile.Work<T> work) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    if (!Files.exists(folder)) {
      makePrivate(folder);
    }
    return LockFile.hold(folder.resolve(".lock"), work);
  }

  private static void makePrivate(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
