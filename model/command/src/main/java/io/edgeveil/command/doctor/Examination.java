package io.edgeveil.command.doctor;

import io.edgeveil.command.FailureLine;
import io.edgeveil.core.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Looks at one thing after the other and tells each finding at once, a line each. */
public final class Examination {
  private final PrintWriter out;
  private final boolean json;
  private boolean anyFailed;

  /** Tells findings in words, or as a JSON object each. */
  public Examination(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Looks at one thing. */
  @FunctionalInterface
  public interface Look {
    /** What there is to tell of it. */
    Finding look() throws Exception;
  }

  /**
   * Tells what a look finds; one that ends in an exception has failed by its message.
   *
   * @return whether it did not fail
   */
  public boolean tell(String what, String advice, Look look) throws InterruptedException {
    Finding finding;
    try {
      finding = look.look();
    } catch (InterruptedException e) {
      throw e;
    } catch (IOException e) {
      finding = Finding.failed(what, FailureLine.of(e), advice);
    } catch (Exception e) {
      String said = e.getMessage();
      finding = Finding.failed(what, said == null ? e.toString() : said, advice);
    }
    tell(finding);
    return finding.verdict() != Verdict.FAILED;
  }

  /** Tells a finding. */
  public void tell(Finding finding) {
    anyFailed |= finding.verdict() == Verdict.FAILED;
    out.println(json ? new String(Json.write(finding), StandardCharsets.UTF_8) : finding.line());
    out.flush();
  }

  /** 1 if anything has failed, else 0. */
  public int exitCode() {
    return anyFailed ? 1 : 0;
  }
}
