package io.edgeveil.command.doctor;

import io.edgeveil.command.Release;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Whether the clock can be right: certificates are void to a machine that lives in 1970. */
public final class ClockLook {
  private ClockLook() {}

  /** At this moment. */
  public static Finding at(Instant now) {
    String found = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return now.isBefore(Release.date())
        ? Finding.failed(
            "clock",
            found + ", before this release was made",
            "set it: timedatectl set-ntp true, or date -s")
        : Finding.ok("clock", found);
  }
}
