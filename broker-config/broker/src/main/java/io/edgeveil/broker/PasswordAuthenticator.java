package io.edgeveil.broker;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who has an account and gives each its permissions. A slow hash must not hold up the
 * threads that serve everyone else, so it is computed on threads of its own; when too many wait
 * there, the next is told that the server is busy.
 */
final class PasswordAuthenticator implements SimpleAuthenticator {

  private static final Logger log = LoggerFactory.getLogger(PasswordAuthenticator.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final Accounts accounts;
  private final Executor hashing;

  PasswordAuthenticator(Accounts accounts, Executor hashing) {
    this.accounts = accounts;
    this.hashing = hashing;
  }

  @Override
  public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
    ConnectPacket connect = input.getConnectPacket();
    Optional<String> user = connect.getUserName();
    Optional<ByteBuffer> password = connect.getPassword();
    if (user.isEmpty() || password.isEmpty()) {
      output.failAuthentication(
          ConnackReasonCode.NOT_AUTHORIZED, "user name and password are required");
      return;
    }
    byte[] secret = copy(password.get());
    String clientId = connect.getClientId();
    Async<SimpleAuthOutput> pending = output.async(LONGEST_WAIT, TimeoutFallback.FAILURE);
    try {
      hashing.execute(
          () -> {
            try {
              decide(user.get(), secret, clientId, output);
            } finally {
              Arrays.fill(secret, (byte) 0);
              pending.resume();
            }
          });
    } catch (RejectedExecutionException e) {
      log.warn("too many clients connect at once: '{}' is told to come back", user.get());
      output.failAuthentication(ConnackReasonCode.SERVER_BUSY, "too many clients connect at once");
      pending.resume();
    }
  }

  private void decide(String user, byte[] secret, String clientId, SimpleAuthOutput output) {
    try {
      Optional<Account> account = accounts.verify(user, secret);
      if (account.isEmpty()) {
        log.warn("refused user '{}': wrong user name or password", printable(user));
        output.failAuthentication(
            ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD, "wrong user name or password");
      } else if (!account.get().mayUseClientId(clientId, accounts)) {
        log.warn("refused user '{}': client id '{}' is not its own", user, printable(clientId));
        output.failAuthentication(
            ConnackReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
            "the client id must be the user name, alone or followed by a dot and more");
      } else {
        HiveMqPermissions.grant(Permissions.of(account.get()), output.getDefaultPermissions());
        output.authenticateSuccessfully();
      }
    } catch (IOException | RuntimeException e) {
      log.error("cannot check the password of '{}'", printable(user), e);
      output.failAuthentication(
          ConnackReasonCode.SERVER_UNAVAILABLE, "the accounts cannot be read");
    }
  }

  private static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** What a stranger sent, fit for a log line. */
  private static String printable(String text) {
    String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
  }
}
