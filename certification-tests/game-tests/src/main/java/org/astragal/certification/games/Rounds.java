package org.astragal.certification.games;

import java.util.Arrays;
import java.util.Locale;
import org.astragal.certification.battery.SampleException;

/** Rounds of different things, in the order in which they were drawn. Use by one thread. */
interface Rounds {
  /**
   * Gives the next round.
   *
   * @param into receives numbers from 0 on; it is as long as a round
   * @return whether there was a whole one
   */
  boolean next(int[] into) throws SampleException, InterruptedException, BadDrawException;

  /** Rounds that are dealt from draws as the product deals: Fisher and Yates from the front. */
  final class Dealt implements Rounds {
    private final Numbers draws;
    private final int[] things;

    Dealt(Numbers draws, int things) {
      this.draws = draws;
      this.things = new int[things];
    }

    @Override
    public boolean next(int[] into) throws SampleException, InterruptedException, BadDrawException {
      Arrays.setAll(things, i -> i);
      // The last thing of a whole shuffle has one place left.
      int steps = Math.min(into.length, things.length - 1);
      for (int i = 0; i < steps; i++) {
        long draw = draws.next(things.length - i);
        if (draw == Numbers.END) {
          return false;
        }
        int from = i + (int) draw;
        int thing = things[from];
        things[from] = things[i];
        things[i] = thing;
      }
      System.arraycopy(things, 0, into, 0, into.length);
      return true;
    }
  }

  /** Rounds as they were handed over. */
  final class Given implements Rounds {
    private final Numbers numbers;
    private final int[] lastRound;
    private int round;

    Given(Numbers numbers, int things) {
      this.numbers = numbers;
      this.lastRound = new int[things];
    }

    @Override
    public boolean next(int[] into) throws SampleException, InterruptedException, BadDrawException {
      round++;
      for (int i = 0; i < into.length; i++) {
        long number = numbers.next(lastRound.length);
        if (number == Numbers.END) {
          return false;
        }
        into[i] = (int) number;
        if (lastRound[into[i]] == round) {
          throw new BadDrawException(
              BadDrawException.Fault.NOT_POSSIBLE,
              String.format(
                  Locale.ROOT,
                  "round %,d holds a number twice, at its position %d: if that is not a fault of"
                      + " the game, check --draws",
                  round,
                  i + 1));
        }
        lastRound[into[i]] = round;
      }
      return true;
    }
  }
}
