package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.SampleException;

/**
 * How many random factors squeeze 2^31 - 1 to 1, rounding up each time. The probabilities of up to
 * 6, 7, ..., 47 and of more factors are Marsaglia's.
 */
final class Squeeze implements Trial {
  static final int TRIES = 100_000;
  private static final int FEWEST = 6;
  private static final int MOST = 48;
  private static final double[] SHARES = {
    0.00002103, 0.00005779, 0.00017554, 0.00046732, 0.00110783, 0.00236784, 0.00460944, 0.00824116,
    0.01362781, 0.02096849, 0.03017612, 0.04080197, 0.05204203, 0.06283828, 0.07205637, 0.07869451,
    0.08206755, 0.08191935, 0.07844008, 0.07219412, 0.06398679, 0.05470931, 0.04519852, 0.03613661,
    0.02800028, 0.02105567, 0.01538652, 0.01094020, 0.00757796, 0.00511956, 0.00337726, 0.00217787,
    0.00137439, 0.00084970, 0.00051518, 0.00030666, 0.00017939, 0.00010324, 0.00005851, 0.00003269,
    0.00001803, 0.00000982, 0.00001121
  };

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    long[] counts = new long[SHARES.length];
    for (int i = 0; i < TRIES && !words.exhausted(); i++) {
      int k = Integer.MAX_VALUE;
      int factors = 0;
      while (k != 1 && factors < MOST) {
        k = (int) Math.ceil(k * words.uniform());
        factors++;
      }
      counts[Math.max(FEWEST, factors) - FEWEST]++;
    }
    return List.of(Pearson.of(counts, Pearson.expected(SHARES, TRIES)));
  }
}
