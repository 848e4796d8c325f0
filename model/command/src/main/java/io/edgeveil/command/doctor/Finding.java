package io.edgeveil.command.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.edgeveil.command.FailureLine;
import java.util.Locale;

/**
 * What an examination found; never a secret.
 *
 * @param verdict how it is to be taken
 * @param what was looked at, a word
 * @param found a clause
 * @param advice what to do, an imperative; null where nothing is to be done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(Verdict verdict, String what, String found, String advice) {

  /** All is well. */
  public static Finding ok(String what, String found) {
    return new Finding(Verdict.OK, what, found, null);
  }

  /** Somebody should look at it. */
  public static Finding warning(String what, String found, String advice) {
    return new Finding(Verdict.WARNING, what, found, advice);
  }

  /** It does not work so. */
  public static Finding failed(String what, String found, String advice) {
    return new Finding(Verdict.FAILED, what, found, advice);
  }

  /** As a line for a person. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-8s %-12s %s%s",
        verdict,
        what,
        FailureLine.oneLine(found),
        advice == null ? "" : "; " + FailureLine.oneLine(advice));
  }
}
