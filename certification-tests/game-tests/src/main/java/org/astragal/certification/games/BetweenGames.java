package org.astragal.certification.games;

/** The outcomes of two games of the same turn: each pair, against the product of their chances. */
final class BetweenGames {
  private final GameTests first;
  private final GameTests second;
  private final long[] counts;
  private long rounds;

  BetweenGames(GameTests first, GameTests second) {
    this.first = first;
    this.second = second;
    this.counts = new long[first.probabilities().length * second.probabilities().length];
  }

  String name() {
    return first.name() + " with " + second.name();
  }

  void count() {
    rounds++;
    if (first.place() != OutcomeTests.UNKNOWN && second.place() != OutcomeTests.UNKNOWN) {
      counts[first.place() * second.probabilities().length + second.place()]++;
    }
  }

  void finish(Lines lines) {
    double[] a = first.probabilities();
    double[] b = second.probabilities();
    double[] p = new double[a.length * b.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = a[i / b.length] * b[i % b.length];
    }
    lines.chiSquare(TestName.INTERPLAY_CORRELATION, "", counts, p, rounds);
  }
}
