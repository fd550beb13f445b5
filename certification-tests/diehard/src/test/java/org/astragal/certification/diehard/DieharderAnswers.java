package org.astragal.certification.diehard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first-level P-values that dieharder found in a gibibyte of the AES stream. */
final class DieharderAnswers {
  private DieharderAnswers() {}

  /** {@return the sorted P-values under that name; of two variants, those of the one named} */
  static double[] of(String nameAndVariant) {
    String[] words = nameAndVariant.split(" ", -1);
    double[] all = all(words[0]);
    int half = all.length / 2;
    return switch (words.length == 1 ? "" : words[1]) {
      case "" -> all;
      case "steps" -> Arrays.copyOf(all, half);
      default -> Arrays.copyOfRange(all, half, all.length);
    };
  }

  private static double[] all(String name) {
    try (var in = DieharderAnswers.class.getResourceAsStream("psample-pvalues.json")) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Matcher matcher =
          Pattern.compile("\"" + Pattern.quote(name) + "\": \\[([^]]*)]").matcher(json);
      if (!matcher.find()) {
        throw new IllegalArgumentException(name);
      }
      return Arrays.stream(matcher.group(1).split(",", -1))
          .mapToDouble(Double::parseDouble)
          .toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return how far the nearest of them is} */
  static double distance(double[] answers, double p) {
    return Arrays.stream(answers).map(a -> Math.abs(a - p)).min().orElseThrow();
  }
}
