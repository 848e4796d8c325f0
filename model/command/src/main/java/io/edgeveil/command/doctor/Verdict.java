package io.edgeveil.command.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a finding is to be taken. */
public enum Verdict {
  /** As it should be. */
  OK,
  /** It works, and somebody should look at it. */
  WARNING,
  /** It does not work so. */
  FAILED;

  /** In lower case. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
