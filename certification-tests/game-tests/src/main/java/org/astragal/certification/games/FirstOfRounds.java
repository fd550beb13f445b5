package org.astragal.certification.games;

import java.util.Arrays;
import java.util.PrimitiveIterator;
import org.astragal.certification.battery.SampleException;

/**
 * The first number of each round: independent of all others, and each as likely as any other, so
 * that the tests of draws can be held on rounds without replacement too. Use by one thread.
 */
final class FirstOfRounds {
  /** Rounds that are kept for the tests that hold their numbers in memory. */
  private static final int MOST = 1 << 22;

  private static final int FIRST = 1 << 12;

  private final int values;
  private final NumberTests tests;
  private int[] kept = new int[FIRST];
  private int count;

  /**
   * Begins.
   *
   * @param values how many there are
   * @param lines says which tests are wanted
   */
  FirstOfRounds(int values, Lines lines) {
    this.values = values;
    this.tests = new NumberTests(values, lines);
  }

  void add(int value) {
    tests.add(value);
    if (count < MOST) {
      if (count == kept.length) {
        kept = Arrays.copyOf(kept, 2 * kept.length);
      }
      kept[count++] = value;
    }
  }

  void finish(Lines lines) throws SampleException, InterruptedException, BadDrawException {
    tests.finish(lines);
    PrimitiveIterator.OfInt firsts = Arrays.stream(kept, 0, count).iterator();
    Numbers numbers = _ -> firsts.hasNext() ? firsts.nextInt() : Numbers.END;
    Uniforms.ofNumbers(numbers, values, count / Uniforms.digits(values) + 1).tests().run(lines);
  }
}
