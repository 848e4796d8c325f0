package io.edgeveil.broker;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ClientTlsInformation;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.connect.WillPublishPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who has an account and gives each its permissions: by its certificate where it has shown
 * one, else by its password. A slow hash must not hold up the threads that serve everyone else, so
 * it is computed on threads of its own; when too many wait there, the next is told that the server
 * is busy.
 */
final class AccountAuthenticator implements SimpleAuthenticator {

  private static final Logger log = LoggerFactory.getLogger(AccountAuthenticator.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** Messages that wait for a gateway: what bounds them is bytes, see {@link QuotaGuard}. */
  private static final long GATEWAY_QUEUE = 1 << 20;

  private final Accounts accounts;
  private final Admissions admissions;
  private final Executor hashing;
  private final int maxQueuedMessages;
  private final RefusalLog refusals;

  /**
   * With the accounts and who is connected by them.
   *
   * @param maxQueuedMessages that may wait for a client that is no gateway
   */
  AccountAuthenticator(
      Accounts accounts,
      Admissions admissions,
      Executor hashing,
      int maxQueuedMessages,
      RefusalLog refusals) {
    this.accounts = accounts;
    this.admissions = admissions;
    this.hashing = hashing;
    this.maxQueuedMessages = maxQueuedMessages;
    this.refusals = refusals;
  }

  @Override
  public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
    ConnectionInformation connection = input.getConnectionInformation();
    ConnectPacket connect = input.getConnectPacket();
    Optional<ClientTlsInformation> tls = connection.getClientTlsInformation();
    if (tls.isPresent()) {
      byCertificate(tls.get().getClientCertificate(), connect, connection, output);
      return;
    }
    Optional<String> user = connect.getUserName();
    Optional<ByteBuffer> password = connect.getPassword();
    if (user.isEmpty() || password.isEmpty()) {
      refuse(
          output,
          user.orElse("an anonymous client"),
          ConnackReasonCode.NOT_AUTHORIZED,
          "user name and password are required");
      return;
    }
    byte[] secret = copy(password.get());
    Async<SimpleAuthOutput> pending = output.async(LONGEST_WAIT, TimeoutFallback.FAILURE);
    try {
      hashing.execute(
          () -> {
            try {
              byPassword(user.get(), secret, connect, connection, output);
            } finally {
              Arrays.fill(secret, (byte) 0);
              pending.resume();
            }
          });
    } catch (RejectedExecutionException e) {
      refuse(output, user.get(), ConnackReasonCode.SERVER_BUSY, "too many clients connect at once");
      pending.resume();
    }
  }

  private void byCertificate(
      Optional<X509Certificate> certificate,
      ConnectPacket connect,
      ConnectionInformation connection,
      SimpleAuthOutput output) {
    if (certificate.isEmpty()) {
      output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED, "a certificate is required");
      return;
    }
    String subject = certificate.get().getSubjectX500Principal().getName();
    try {
      Accounts.Admission admission = accounts.admit(certificate.get());
      String name = admission.account().name();
      if (connect.getUserName().filter(user -> !user.equals(name)).isPresent()) {
        refuse(output, subject, ConnackReasonCode.NOT_AUTHORIZED, "the user name is not its own");
      } else {
        letIn(admission, connect, connection, output);
      }
    } catch (CertificateRefusedException e) {
      refuse(
          output,
          subject + ", serial " + certificate.get().getSerialNumber().toString(16),
          e.countedOnce() ? ConnackReasonCode.BANNED : ConnackReasonCode.NOT_AUTHORIZED,
          "the certificate does not count: " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      unreadable(output, subject, e);
    }
  }

  private void byPassword(
      String user,
      byte[] secret,
      ConnectPacket connect,
      ConnectionInformation connection,
      SimpleAuthOutput output) {
    try {
      Optional<Accounts.Admission> admission = accounts.admit(user, secret);
      if (admission.isEmpty()) {
        refuse(
            output,
            user,
            ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD,
            "wrong user name or password");
      } else {
        letIn(admission.get(), connect, connection, output);
      }
    } catch (IOException | RuntimeException e) {
      unreadable(output, user, e);
    }
  }

  private void letIn(
      Accounts.Admission admission,
      ConnectPacket connect,
      ConnectionInformation connection,
      SimpleAuthOutput output)
      throws IOException {
    Account account = admission.account();
    Permissions permissions = Permissions.of(account);
    Optional<WillPublishPacket> will = connect.getWillPublish();
    if (!account.mayUseClientId(connect.getClientId(), accounts)) {
      refuse(
          output,
          account.name(),
          ConnackReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
          "the client id must be the user name, alone or followed by a dot and more");
    } else if (will.isPresent()
        && !permissions.mayPublish(will.get().getTopic(), will.get().getRetain())) {
      refuse(
          output,
          account.name(),
          ConnackReasonCode.NOT_AUTHORIZED,
          "its last will may not go to " + will.get().getTopic());
    } else if (will.isPresent() && QuotaGuard.bytes(will.get()) > Permissions.MOST_STATUS_BYTES) {
      refuse(output, account.name(), ConnackReasonCode.NOT_AUTHORIZED, QuotaGuard.TOO_LARGE);
    } else if (!admissions.note(connection, connect.getClientId(), admission)) {
      refuse(
          output,
          account.name(),
          ConnackReasonCode.QUOTA_EXCEEDED,
          "it has as many connections as an account may have");
    } else {
      HiveMqPermissions.grant(permissions, output.getDefaultPermissions());
      output
          .getClientSettings()
          .setClientQueueSizeMaximum(
              account.role() == Role.GATEWAY ? GATEWAY_QUEUE : maxQueuedMessages);
      output.authenticateSuccessfully();
    }
  }

  private void refuse(SimpleAuthOutput output, String who, ConnackReasonCode code, String why) {
    refusals.refused(who, why);
    output.failAuthentication(code, why);
  }

  private static void unreadable(SimpleAuthOutput output, String who, Exception e) {
    log.error("cannot check who '{}' is", RefusalLog.printable(who), e);
    output.failAuthentication(ConnackReasonCode.SERVER_UNAVAILABLE, "the accounts cannot be read");
  }

  private static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
