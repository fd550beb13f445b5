package org.astragal.certification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.astragal.certification.battery.Finding;

/**
 * Figures that other programs computed of the same data; {@code known-answers.csv} says which. The
 * data are the beginning of the key stream {@code aes-ctr}.
 *
 * @param answers all of them
 */
record KnownAnswers(List<Answer> answers) {
  private static final String NAME = "known-answers.csv";

  KnownAnswers {
    answers = List.copyOf(answers);
  }

  /**
   * One figure.
   *
   * @param suite the battery
   * @param bytes how much data it is of
   * @param test the test
   * @param variant its form
   * @param mode how constants were taken
   * @param figure the P-value, or the min-entropy of an estimate
   * @param tolerance how far from it is right
   */
  record Answer(
      String suite,
      int bytes,
      String test,
      String variant,
      String mode,
      double figure,
      double tolerance) {}

  /**
   * How far a battery is from its known answers.
   *
   * @param suite the battery
   * @param count figures that were compared
   * @param wrong figures that are missing or too far away, with both
   * @param largest difference of the others
   */
  record Comparison(String suite, int count, List<String> wrong, double largest) {
    Comparison {
      wrong = List.copyOf(wrong);
    }
  }

  /** {@return those of this program} */
  static KnownAnswers load() {
    try (InputStream in = KnownAnswers.class.getResourceAsStream(NAME)) {
      String csv = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      var answers = new ArrayList<Answer>();
      List<String> lines = csv.lines().filter(line -> !line.startsWith("#")).toList();
      for (String line : lines.subList(1, lines.size())) {
        String[] c = line.split(",", -1);
        answers.add(
            new Answer(
                c[0],
                Integer.parseInt(c[1]),
                c[2],
                c[3],
                c[4],
                Double.parseDouble(c[5]),
                Double.parseDouble(c[6])));
      }
      return new KnownAnswers(answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return those of a battery} */
  KnownAnswers of(String suite) {
    return new KnownAnswers(answers.stream().filter(a -> a.suite().equals(suite)).toList());
  }

  /** Compares what a battery found of the data. */
  Comparison compare(String suite, List<Finding> findings) {
    Map<List<String>, Finding> byName = new HashMap<>();
    for (Finding finding : findings) {
      if (finding.sequence().orElse(0) == 0) {
        byName.putIfAbsent(List.of(finding.test(), finding.variant(), finding.mode()), finding);
      }
    }
    var wrong = new ArrayList<String>();
    double largest = 0;
    for (Answer answer : answers) {
      Finding finding = byName.get(List.of(answer.test(), answer.variant(), answer.mode()));
      double figure = finding == null ? Double.NaN : figure(finding);
      double difference = Math.abs(figure - answer.figure());
      if (difference <= answer.tolerance()) {
        largest = Math.max(largest, difference);
      } else {
        wrong.add(
            String.join(" ", answer.test(), answer.variant(), answer.mode())
                + ": "
                + figure
                + ", known "
                + answer.figure());
      }
    }
    return new Comparison(suite, answers.size(), wrong, largest);
  }

  private static double figure(Finding finding) {
    String minEntropy = finding.details().get("minEntropy");
    return minEntropy == null
        ? finding.pValue().orElse(Double.NaN)
        : Double.parseDouble(minEntropy);
  }
}
