package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.SampleException;

/** The sum of words that lie so many apart. */
final class LaggedSum implements Trial {
  private final int lag;
  private final int terms;

  /**
   * Creates one.
   *
   * @param lag how many words are skipped before each that counts
   * @param terms how many count
   */
  LaggedSum(int lag, int terms) {
    this.lag = lag;
    this.terms = terms;
  }

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    double sum = 0;
    for (int i = 0; i < terms; i++) {
      for (int j = 0; j < lag; j++) {
        words.next();
      }
      sum += words.uniform();
    }
    return List.of(Outcome.normal((sum - terms / 2.0) / Math.sqrt(terms / 12.0)));
  }
}
