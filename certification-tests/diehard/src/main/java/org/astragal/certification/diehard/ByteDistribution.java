package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * How often each byte comes at three places of each of three words in turn: the lowest byte, the
 * middle one and the highest. Over all of the data, up to 51,200,000 times three words.
 */
final class ByteDistribution implements Trial {
  private static final long MOST = 51_200_000;
  private static final int WORDS = 3;
  private static final int PLACES = 3;

  static final long MOST_WORDS = WORDS * MOST;

  /** So many rounds, so that each cell expects fifty. */
  static final long LEAST = 12_800;

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    long rounds = Math.clamp(words.size() / WORDS, LEAST, MOST);
    long[][] counts = new long[WORDS * PLACES][256];
    for (long i = 0; i < rounds; i++) {
      for (int w = 0; w < WORDS; w++) {
        int word = words.next();
        counts[w * PLACES][word & 0xff]++;
        counts[w * PLACES + 1][(word >>> 12) & 0xff]++;
        counts[w * PLACES + 2][word >>> 24]++;
      }
    }
    double expected = rounds / 256.0;
    double sum = 0;
    for (long[] place : counts) {
      for (long count : place) {
        sum += (count - expected) * (count - expected) / expected;
      }
    }
    return List.of(Outcome.chiSquare(sum, WORDS * PLACES * 255.0));
  }
}
