package io.edgeveil.broker.client;

/**
 * MQTT 5 reason codes in words (MQTT 5.0, section 2.4): from 128 on they are refusals. From 1 to 5
 * they are those with which a broker of MQTT 3.1.1 refuses a connection (its section 3.2.2.3).
 */
final class ReasonCode {

  static final int FIRST_REFUSAL = 128;
  static final int UNSUPPORTED_VERSION = 132;
  static final int BAD_USER_OR_PASSWORD = 134;
  static final int NOT_AUTHORISED = 135;
  static final int BANNED = 138;
  static final int TAKEN_OVER = 142;
  static final int PACKET_TOO_LARGE = 149;

  private static final int LAST_OF_OLD = 5;

  private ReasonCode() {}

  /** The words and the number, for example {@code "not authorised (135)"}. */
  static String describe(int code) {
    return words(code) + " (" + code + ")";
  }

  /** The exception a refusal becomes. */
  static BrokerException refusal(String what, int code) {
    String message = what + ": " + describe(code);
    return switch (code) {
      case BAD_USER_OR_PASSWORD, NOT_AUTHORISED, BANNED ->
          new AccessRefusedException(message, code);
      default -> new RefusedException(message, code);
    };
  }

  /** Returns whether a broker refuses so that does not speak MQTT 5. */
  static boolean isOldVersion(int code) {
    return code == UNSUPPORTED_VERSION || (code > 0 && code <= LAST_OF_OLD);
  }

  private static String words(int code) {
    return switch (code) {
      case 0 -> "normal disconnection";
      case 1 -> "unacceptable protocol version";
      case 2, 133 -> "client id not valid";
      case 3, 136 -> "server unavailable";
      case 4, BAD_USER_OR_PASSWORD -> "wrong user name or password";
      case 5, NOT_AUTHORISED -> "not authorised";
      case 128 -> "unspecified error";
      case 129 -> "malformed packet";
      case 130 -> "protocol error";
      case 131 -> "implementation specific error";
      case UNSUPPORTED_VERSION -> "unsupported protocol version";
      case 137 -> "server busy";
      case BANNED -> "banned: its certificate or account was revoked or replaced";
      case 139 -> "server shutting down";
      case 140 -> "bad authentication method";
      case 141 -> "keep alive timeout";
      case TAKEN_OVER -> "another client connected with the same client id";
      case 143 -> "topic filter not valid";
      case 144 -> "topic name not valid";
      case 147 -> "receive maximum exceeded";
      case 148 -> "topic alias not valid";
      case PACKET_TOO_LARGE -> "packet too large";
      case 150 -> "message rate too high";
      case 151 -> "quota exceeded";
      case 152 -> "administrative action";
      case 153 -> "payload format not valid";
      case 154 -> "retained messages not supported";
      case 155 -> "quality of service not supported";
      case 156 -> "use another server";
      case 157 -> "server moved";
      case 158 -> "shared subscriptions not supported";
      case 159 -> "connection rate exceeded";
      case 160 -> "maximum connect time";
      case 161 -> "subscription identifiers not supported";
      case 162 -> "wildcard subscriptions not supported";
      default -> "refused";
    };
  }
}
