package org.astragal.games.api;

import java.util.Arrays;

/**
 * Choices made of several unbiased integers, or of one. Each is a pure function of draws, so a
 * recorded round plays again from its record; every draw carries the purpose that is given here.
 *
 * <p>A shuffle of 416 cards has 416! orders, more than 2^3024: it takes 415 draws, and so at least
 * 415 words of the generator. No draw is skipped, and none is made that the result does not need.
 *
 * <p>Thread safety: all methods are stateless; the draws are used by one thread.
 */
public final class Picks {
  /** The most things that can be shuffled. */
  public static final int MAXIMUM_THINGS = 65_536;

  private Picks() {}

  /**
   * Picks one thing, each as likely as its weight says: exactly {@code weight / sum of weights}.
   * One draw.
   *
   * @param draws where the draw comes from
   * @param purpose why, as {@link RecordedDraw} asks
   * @param weights none negative, their sum 1 to 2^63 - 1; only read
   * @return the index of the thing
   * @throws DrawsException if there is no draw to be had
   * @throws IllegalArgumentException if the weights are not as said
   */
  public static int weighted(Draws draws, String purpose, long... weights) throws DrawsException {
    long sum = 0;
    for (long weight : weights) {
      if (weight < 0 || weight > Long.MAX_VALUE - sum) {
        throw new IllegalArgumentException(
            "weights must not be negative, nor their sum above 2^63");
      }
      sum += weight;
    }
    if (sum == 0) {
      throw new IllegalArgumentException("at least one weight must be above zero");
    }
    long left = draws.below(purpose, sum);
    int index = 0;
    while (left >= weights[index]) {
      left -= weights[index];
      index++;
    }
    return index;
  }

  /**
   * Puts things in an order, each order as likely as any other. {@code count - 1} draws, below
   * {@code count}, {@code count - 1} and so on down to 2.
   *
   * @param draws where the draws come from
   * @param purpose why, as {@link RecordedDraw} asks
   * @param count how many things, 0 to {@link #MAXIMUM_THINGS}
   * @return the numbers from 0 to {@code count - 1} in that order; the caller owns the array
   * @throws DrawsException if there is no draw to be had
   */
  public static int[] shuffled(Draws draws, String purpose, int count) throws DrawsException {
    // The last thing has one place left.
    return dealt(draws, purpose, count, Math.max(0, count - 1), count);
  }

  /**
   * Deals the first things of a shuffle and leaves the others alone: the order counts. {@code
   * taken} draws, below {@code count}, {@code count - 1} and so on.
   *
   * @param draws where the draws come from
   * @param purpose why, as {@link RecordedDraw} asks
   * @param count how many things there are, 0 to {@link #MAXIMUM_THINGS}
   * @param taken how many are dealt, 0 to {@code count}
   * @return the numbers of the things dealt, in order; the caller owns the array
   * @throws DrawsException if there is no draw to be had
   */
  public static int[] dealt(Draws draws, String purpose, int count, int taken)
      throws DrawsException {
    if (taken < 0 || taken > count) {
      throw new IllegalArgumentException("of " + count + " things " + taken + " cannot be dealt");
    }
    return dealt(draws, purpose, count, taken, taken);
  }

  /**
   * Chooses some of the things without replacement, each choice as likely as any other. As many
   * draws as things are chosen.
   *
   * @param draws where the draws come from
   * @param purpose why, as {@link RecordedDraw} asks
   * @param count how many things there are, 0 to {@link #MAXIMUM_THINGS}
   * @param taken how many are chosen, 0 to {@code count}
   * @return the numbers of the things chosen, ascending; the caller owns the array
   * @throws DrawsException if there is no draw to be had
   */
  public static int[] chosen(Draws draws, String purpose, int count, int taken)
      throws DrawsException {
    int[] chosen = dealt(draws, purpose, count, taken);
    Arrays.sort(chosen);
    return chosen;
  }

  // The shuffle of Fisher and Yates from the front: place i gets one of the things from i on.
  private static int[] dealt(Draws draws, String purpose, int count, int steps, int kept)
      throws DrawsException {
    if (count < 0 || count > MAXIMUM_THINGS) {
      throw new IllegalArgumentException("0 to " + MAXIMUM_THINGS + " things, not " + count);
    }
    int[] things = new int[count];
    Arrays.setAll(things, i -> i);
    for (int i = 0; i < steps; i++) {
      int from = i + (int) draws.below(purpose, count - i);
      int thing = things[from];
      things[from] = things[i];
      things[i] = thing;
    }
    return Arrays.copyOf(things, kept);
  }
}
