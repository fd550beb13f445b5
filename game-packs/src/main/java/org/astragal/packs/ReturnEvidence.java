package org.astragal.packs;

/**
 * Evidence that a game gives back more, or less, than it should, gathered round by round so that it
 * may be looked at after each of them.
 *
 * <p>It is money at play: a capital of one unit is staked, round by round, on "more than it should"
 * and on "less than it should". If the game is what it should be, nobody can expect to win by that,
 * whatever the stakes of players, how long one waits and when one looks; so the probability that
 * the capital ever reaches C is at most 1/C (Ville). That bound is exact for every game: no
 * distribution is taken to be normal, and one jackpot in the first round raises no false alarm.
 *
 * <p>The stakes of this play are fractions of what a round deviates in the mean, from a half down
 * to 1/4096: large ones find great faults soon, small ones find small faults at last. A part of the
 * capital is put in every {@value #EPOCH} rounds, so that a fault that begins late is found as
 * well.
 *
 * <p>Thread safety: use by one thread.
 */
final class ReturnEvidence {
  /** Rounds after which a further part of the capital is put in. */
  static final int EPOCH = 1_024;

  /** Fractions 1/2, 1/4 and so on. */
  private static final int FRACTIONS = 12;

  /** What is below this is gone: numbers that small are slow, and never come back. */
  private static final double DUST = 1e-250;

  /** A stake may lose at most half of what it is put on, so that it never loses all. */
  private static final double MOST = 0.5;

  /** What sums of floating point may be off. */
  private static final double ROUNDING = 1e-9;

  private final boolean isOneSided;
  private final double[] more = new double[FRACTIONS];
  private final double[] less = new double[FRACTIONS];
  private long rounds;
  private double deviation;
  private double variance;
  private double capital;
  private boolean isImpossible;

  /**
   * Creates one.
   *
   * @param isOneSided whether only "more than it should" is looked for: where players choose, what
   *     should come back is what the best choices come to, and others bring less
   */
  ReturnEvidence(boolean isOneSided) {
    this.isOneSided = isOneSided;
    putIn(0);
    capital = sum();
  }

  /**
   * Takes one round, in money of one currency.
   *
   * @param surplus what came back more than it should in the mean; negative for less
   * @param spread standard deviation of that, or an upper bound of it; above 0
   * @param floor how far {@code surplus} can be below 0 at most; above 0
   * @param ceiling how far it can be above 0 at most; above 0
   */
  void add(double surplus, double spread, double floor, double ceiling) {
    if (surplus > ceiling * (1 + ROUNDING) || surplus < -floor * (1 + ROUNDING)) {
      isImpossible = true;
    }
    rounds++;
    deviation += surplus;
    variance += spread * spread;
    // The usual spread, with this round's, which was known before it was played.
    double unit = 1 / Math.sqrt(variance / rounds);
    double mostUp = MOST / floor;
    double mostDown = MOST / ceiling;
    double fraction = 0.5;
    for (int i = 0; i < FRACTIONS; i++) {
      double up = more[i] * (1 + Math.min(fraction * unit, mostUp) * surplus);
      more[i] = up < DUST ? 0 : up;
      double down = less[i] * (1 - Math.min(fraction * unit, mostDown) * surplus);
      less[i] = down < DUST ? 0 : down;
      fraction /= 2;
    }
    if (rounds % EPOCH == 0) {
      putIn(rounds / EPOCH);
    }
    capital = sum();
  }

  /** Parts 1/((j+1)(j+2)) sum to 1 over all j: more is never put in. */
  private void putIn(long epoch) {
    int plays = isOneSided ? FRACTIONS : 2 * FRACTIONS;
    double part = 1.0 / ((epoch + 1.0) * (epoch + 2.0)) / plays;
    for (int i = 0; i < FRACTIONS; i++) {
      more[i] += part;
      less[i] += isOneSided ? 0 : part;
    }
  }

  private double sum() {
    double sum = 0;
    for (int i = 0; i < FRACTIONS; i++) {
      sum += more[i] + less[i];
    }
    return sum;
  }

  /** {@return rounds taken} */
  long rounds() {
    return rounds;
  }

  /** {@return what came back more than it should in all} */
  double deviation() {
    return deviation;
  }

  /**
   * {@return the deviation in standard deviations, weighted by stakes: exact for rounds of one bet,
   * nearer to 0 than the truth for rounds of several}
   */
  double z() {
    return variance == 0 ? 0 : deviation / Math.sqrt(variance);
  }

  /**
   * {@return the capital: the chance to ever get this far by chance is at most one in it; infinite
   * once a round has come to what no round can come to}
   */
  double capital() {
    return isImpossible ? Double.POSITIVE_INFINITY : capital;
  }
}
