package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.SampleException;

/** Whether there are as many ones as zeros, in a run of words. */
final class Monobit implements Trial {
  /** The words of one sample, of many. */
  static final int BLOCK = 100_000;

  /** With fewer words nothing can be said. */
  static final int LEAST = 1000;

  private final long most;

  private Monobit(long most) {
    this.most = most;
  }

  /** Over all of the data: sees a bias of 1 in 2,000 from about 15,000,000 bits on. */
  static Monobit total() {
    return new Monobit(Long.MAX_VALUE);
  }

  /** Over a hundred thousand words at a time. */
  static Monobit blocks() {
    return new Monobit(BLOCK);
  }

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    long n = Math.min(most, Math.max(LEAST, words.size()));
    long ones = 0;
    for (long i = 0; i < n; i++) {
      ones += Integer.bitCount(words.next());
    }
    double bits = (double) n * Integer.SIZE;
    return List.of(Outcome.normal((2.0 * ones - bits) / Math.sqrt(bits)));
  }
}
