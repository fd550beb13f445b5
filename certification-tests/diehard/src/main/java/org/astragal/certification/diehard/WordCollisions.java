package org.astragal.certification.diehard;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.SampleException;

/**
 * How many words came before. Random ones collide now and then, nearly by the law of Poisson; those
 * of a generator whose words show most of its state hardly ever do, and those of a short period all
 * the time.
 */
final class WordCollisions implements Trial {
  static final int MOST = 1 << 24;

  /** With fewer words a collision is a rare event, and nothing else can be seen. */
  static final int LEAST = 1000;

  private static final double VALUES = 4294967296.0;

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    int n = Math.clamp(words.size(), LEAST, MOST);
    int[] all = new int[n];
    for (int i = 0; i < n; i++) {
      all[i] = words.next();
    }
    Arrays.sort(all);
    long collisions = 0;
    for (int i = 1; i < n; i++) {
      collisions += all[i] == all[i - 1] ? 1 : 0;
    }
    // n - m (1 - (1 - 1/m)^n) for m values.
    double mean = n + VALUES * Math.expm1(n * Math.log1p(-1 / VALUES));
    return List.of(
        new Outcome(
            collisions,
            OptionalDouble.empty(),
            PValue.poissonUpper(collisions, mean),
            PValue.poissonLower(collisions, mean),
            Map.of("words", Integer.toString(n), "expected", Double.toString(mean))));
  }
}
