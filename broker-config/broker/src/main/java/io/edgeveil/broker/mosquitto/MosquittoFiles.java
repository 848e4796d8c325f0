package io.edgeveil.broker.mosquitto;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.edgeveil.broker.Account;
import io.edgeveil.broker.Accounts;
import io.edgeveil.broker.Accounts.Enrolment;
import io.edgeveil.broker.Permission;
import io.edgeveil.broker.Permissions;
import io.edgeveil.broker.certificate.CertificateAuthority;
import io.edgeveil.broker.certificate.CertificateId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A folder from which Mosquitto 2 runs with our accounts: {@code mosquitto.conf}, {@code acl},
 * {@code ca.pem}, {@code revoked.pem}, {@code server.pem} and {@code server.key.pem} (0600). To be
 * written again, and Mosquitto restarted, whenever an account comes, goes or changes. The first two
 * are kept once somebody has edited them; who was revoked stays out all the same.
 *
 * <p><b>Guarantee:</b> with these files Mosquitto takes connections over TLS 1.3 alone, from
 * clients whose certificate is our authority's and was neither revoked nor replaced; each publishes
 * and receives what {@link Permissions} allows its account, and connects under its own name as
 * client id. What Mosquitto cannot express: it grants every subscription and delivers nothing of
 * those that are not allowed, and it cannot forbid retaining on one topic and allow it on another;
 * nor does it know rates, or sizes by topic. So a device may leave tensors retained there, in as
 * many topics as it makes up names of layers: what then bounds it is the memory of the whole broker
 * (1 GiB), until a restart.
 */
public final class MosquittoFiles {

  private static final String SIGNATURE =
      "# Written by edgeveil-gateway broker-files, which keeps it once edited. SHA-256 of the rest: ";
  private static final int SHA256_BYTES = 32;
  private static final int MAX_PACKET_BYTES = (1 << 20) + (16 << 10);
  private static final int MAX_QUEUED_MESSAGES = 256;
  private static final long MEMORY_LIMIT_BYTES = 1L << 30;

  private MosquittoFiles() {}

  /**
   * Writes them.
   *
   * @param folder made if missing
   * @param names of the broker's host, beside the loopback ones and this machine's own
   * @param port where Mosquitto is to listen, on all addresses
   * @param overwrite whether to replace what was edited
   * @return the files that were edited since they were written here and are kept as they are;
   *     beside each is the new one, {@code .new}
   */
  public static List<Path> write(
      Path folder,
      Accounts accounts,
      CertificateAuthority authority,
      Collection<String> names,
      int port,
      boolean overwrite)
      throws IOException {
    Path home = Files.createDirectories(folder).toAbsolutePath();
    Files.copy(
        authority.certificateFile(), home.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);
    authority.server(names).write(home.resolve("server.pem"), home.resolve("server.key.pem"));
    List<Enrolment> enrolments = accounts.enrolments();
    Files.write(home.resolve("revoked.pem"), authority.revocations(serials(enrolments)));
    Map<Path, String> texts = new LinkedHashMap<>();
    texts.put(home.resolve("acl"), acl(accounts.list()));
    texts.put(home.resolve("mosquitto.conf"), configuration(home, port));
    List<Path> kept = new ArrayList<>();
    for (Map.Entry<Path, String> text : texts.entrySet()) {
      Path file = text.getKey();
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      boolean keep = !overwrite && Files.exists(file) && isEdited(Files.readAllBytes(file));
      Files.write(keep ? fresh : file, signed(text.getValue().getBytes(UTF_8)));
      if (keep) {
        kept.add(file);
      } else {
        Files.deleteIfExists(fresh);
      }
    }
    return kept;
  }

  /** The text below a line with its digest, by which it is known to be ours. */
  private static byte[] signed(byte[] text) {
    byte[] line = (SIGNATURE + HexFormat.of().formatHex(sha256(text)) + "\n").getBytes(UTF_8);
    byte[] all = Arrays.copyOf(line, line.length + text.length);
    System.arraycopy(text, 0, all, line.length, text.length);
    return all;
  }

  private static boolean isEdited(byte[] content) {
    int text = Math.min(SIGNATURE.length() + 2 * SHA256_BYTES + 1, content.length);
    byte[] ours = signed(Arrays.copyOfRange(content, text, content.length));
    return !MessageDigest.isEqual(ours, content);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static Set<String> serials(List<Enrolment> enrolments) {
    return enrolments.stream()
        .filter(enrolment -> !enrolment.revoked())
        .map(Enrolment::certificate)
        .flatMap(Optional::stream)
        .map(CertificateId::serial)
        .collect(Collectors.toSet());
  }

  /** The table, account by account; who has no line may do nothing. */
  static String acl(List<Account> accounts) {
    StringBuilder text =
        new StringBuilder("# Who may do what, written from the accounts of an Edgeveil gateway.\n");
    for (Account account : accounts) {
      Permissions permissions = Permissions.of(account);
      text.append("\n# ").append(account.role().key()).append("\nuser ").append(account.name());
      text.append('\n');
      for (Permission permission : permissions.list()) {
        switch (permission.action()) {
          case PUBLISH, PUBLISH_AND_RETAIN ->
              text.append("topic write ").append(permission.topicFilter()).append('\n');
          case SUBSCRIBE, SUBSCRIBE_OR_SHARE -> {
            // what is delivered is asked of the permissions as a whole
          }
        }
      }
      for (String filter : permissions.receivable()) {
        text.append("topic read ").append(filter).append('\n');
      }
    }
    return text.toString();
  }

  private static String configuration(Path home, int port) {
    return String.format(
        Locale.ROOT,
        """
        # Mosquitto 2 for Edgeveil: mosquitto -c %1$s/mosquitto.conf
        # The key is private: start Mosquitto as the owner of these files, or give them to its user.
        listener %2$d
        tls_version tlsv1.3
        cafile %1$s/ca.pem
        certfile %1$s/server.pem
        keyfile %1$s/server.key.pem
        crlfile %1$s/revoked.pem
        require_certificate true

        # The certificate says who it is; nobody takes over another's connection by its client id.
        use_identity_as_username true
        use_username_as_clientid true
        allow_anonymous false
        acl_file %1$s/acl

        # Without it every message waits for a delayed acknowledgement.
        set_tcp_nodelay true

        max_packet_size %3$d
        max_inflight_messages 100
        max_queued_messages %4$d
        max_queued_bytes %5$d
        persistence false

        # A device can leave any number of messages retained, which Mosquitto cannot forbid by topic.
        # Beyond this many bytes it takes no more from anyone until it is restarted.
        memory_limit %6$d
        """,
        home,
        port,
        MAX_PACKET_BYTES,
        MAX_QUEUED_MESSAGES,
        64L * MAX_PACKET_BYTES,
        MEMORY_LIMIT_BYTES);
  }
}
