package org.astragal.certification.games;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.astragal.games.api.Fraction;

/**
 * What a game can come to, and exactly how likely that is.
 *
 * @param name of the table in reports
 * @param outcomes in order; their probabilities sum to exactly 1
 */
public record OutcomeTable(String name, List<Outcome> outcomes) {
  /** A table is held in memory. */
  static final int MOST = 100_000;

  private static final Pattern PROBABILITY = Pattern.compile("(\\d{1,200})/(\\d{1,200})");

  /**
   * An outcome.
   *
   * @param outcome its name
   * @param probability exact, as {@code 1/37}
   */
  public record Outcome(String outcome, String probability) {
    /** {@return the exact probability} */
    Fraction exact() {
      Matcher matcher = PROBABILITY.matcher(probability);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "the probability of '" + outcome + "' is no fraction such as 1/37: " + probability);
      }
      return new Fraction(new BigInteger(matcher.group(1)), new BigInteger(matcher.group(2)));
    }
  }

  /**
   * Refuses what is no distribution.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public OutcomeTable {
    outcomes = List.copyOf(outcomes);
    if (outcomes.size() < 2 || outcomes.size() > MOST) {
      throw new IllegalArgumentException(
          "a table has 2 to " + MOST + " outcomes: " + name + " has " + outcomes.size());
    }
    // Outcomes of equal denominators are summed first: reducing each sum would take long.
    Map<BigInteger, BigInteger> sums = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (Outcome each : outcomes) {
      Fraction exact = each.exact();
      if (exact.numerator().signum() == 0 || !names.add(each.outcome())) {
        throw new IllegalArgumentException(
            "each outcome stands once, with a probability above 0: '" + each.outcome() + "'");
      }
      sums.merge(exact.denominator(), exact.numerator(), BigInteger::add);
    }
    Fraction sum = Fraction.ZERO;
    for (var entry : sums.entrySet()) {
      sum = sum.plus(new Fraction(entry.getValue(), entry.getKey()));
    }
    if (!sum.equals(Fraction.of(1, 1))) {
      throw new IllegalArgumentException(
          "the probabilities of " + name + " sum to " + sum + ", not to 1");
    }
  }

  /**
   * Reads a table from JSON: {@code {"name": "die", "outcomes": [{"outcome": "1", "probability":
   * "1/6"}, ...]}}.
   *
   * @param json the text
   * @return the table
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static OutcomeTable parse(String json) {
    return GameData.read(json, OutcomeTable.class);
  }

  /** {@return the probabilities, as doubles} */
  double[] probabilities() {
    return outcomes.stream().mapToDouble(each -> ratio(each.exact())).toArray();
  }

  private static double ratio(Fraction fraction) {
    // Both may be larger than any double: as many digits of each as count.
    int shift =
        Math.max(
            0,
            Math.min(fraction.numerator().bitLength(), fraction.denominator().bitLength()) - 1000);
    return fraction.numerator().shiftRight(shift).doubleValue()
        / fraction.denominator().shiftRight(shift).doubleValue();
  }

  /** {@return the places of the outcomes by name} */
  Map<String, Integer> places() {
    var places = new LinkedHashMap<String, Integer>();
    List<Outcome> list = new ArrayList<>(outcomes);
    for (int i = 0; i < list.size(); i++) {
      places.put(list.get(i).outcome(), i);
    }
    return places;
  }
}
