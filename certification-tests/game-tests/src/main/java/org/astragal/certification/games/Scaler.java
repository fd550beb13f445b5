package org.astragal.certification.games;

import org.astragal.certification.battery.SampleException;

/**
 * Makes draws of words as the product does: a word is taken only below the largest multiple of the
 * range, and then modulo the range; other words are thrown away. Use by one thread.
 */
final class Scaler implements Numbers {
  private final Words words;
  private final long greatest;

  Scaler(Words words) {
    this.words = words;
    this.greatest = -1L >>> (Long.SIZE - words.wordBits());
  }

  @Override
  public long next(long below) throws SampleException, InterruptedException {
    // The number of words modulo n, without ever holding 2^64.
    long excess = (Long.remainderUnsigned(greatest, below) + 1) % below;
    long greatestTaken = greatest - excess;
    while (words.hasNext()) {
      long word = words.next();
      if (Long.compareUnsigned(word, greatestTaken) <= 0) {
        return Long.remainderUnsigned(word, below);
      }
    }
    return END;
  }
}
