package io.edgeveil.gateway.web;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A whole response. */
final class Answer {
  static final int OK = 200;
  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int TOO_LARGE = 413;
  static final int MISDIRECTED = 421;
  static final int TOO_MANY_REQUESTS = 429;
  static final int FAILED = 500;
  static final int UNAVAILABLE = 503;

  static final String TEXT = "text/plain; charset=utf-8";
  static final String JSON = "application/json";

  private final int status;
  private final String contentType;
  private final byte[] body;

  /**
   * A response.
   *
   * @param status of HTTP
   * @param body sent unless the request was HEAD; retained
   */
  Answer(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  /** The live body. */
  byte[] body() {
    return body;
  }

  /** A line of text. */
  static Answer text(int status, String line) {
    return new Answer(status, TEXT, (line + "\n").getBytes(UTF_8));
  }

  /** An object with one truth value, as KServe's protocol has it. */
  static Answer truth(String key, boolean value) {
    return new Answer(
        value ? OK : UNAVAILABLE, JSON, ("{\"" + key + "\":" + value + "}\n").getBytes(UTF_8));
  }
}
