package io.edgeveil.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;

/** Which release of Edgeveil this is. */
public final class Release {
  private static final Properties FACTS = read();

  private Release() {}

  private static Properties read() {
    Properties facts = new Properties();
    try (InputStream in = Release.class.getResourceAsStream("release.properties")) {
      facts.load(in);
      return facts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For example {@code 0.1.0}. */
  public static String version() {
    return FACTS.getProperty("version");
  }

  /** When its sources were made a release: no clock that is right says less. */
  public static Instant date() {
    return Instant.parse(FACTS.getProperty("date"));
  }
}
