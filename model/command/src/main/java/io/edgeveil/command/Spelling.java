package io.edgeveil.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a mistyped word was meant to be. */
public final class Spelling {
  private Spelling() {}

  /** The nearest of some words, if one is near enough to be meant. */
  public static Optional<String> nearest(String typed, Collection<String> words) {
    return words.stream()
        .filter(word -> isNear(typed, word))
        .min(Comparator.<String>comparingInt(word -> distance(typed, word)).thenComparing(w -> w));
  }

  private static boolean isNear(String typed, String word) {
    return distance(typed, word) <= Math.max(1, Math.min(typed.length(), word.length()) / 3)
        || (typed.length() >= 4 && (word.startsWith(typed) || typed.startsWith(word)));
  }

  /** How many letters to add, drop, change or swap with the next (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
