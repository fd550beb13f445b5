package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.RunLengths;
import org.astragal.certification.battery.SampleException;

/** Runs up and runs down. The sequence is closed to a ring (see {@link RunLengths}). */
final class Runs implements Trial {
  static final int WORDS = 100_000;

  @Override
  public List<Outcome> run(Words words) throws SampleException, InterruptedException {
    long[] up = new long[RunLengths.LONGEST];
    long[] down = new long[RunLengths.LONGEST];
    int rising = 1;
    int falling = 1;
    int first = words.next();
    int last = first;
    for (int i = 1; i <= WORDS; i++) {
      int next = i < WORDS ? words.next() : last;
      int from = i < WORDS ? last : first;
      if (Integer.compareUnsigned(next, from) > 0) {
        rising = Math.min(RunLengths.LONGEST, rising + 1);
        down[falling - 1]++;
        falling = 1;
      } else {
        falling = Math.min(RunLengths.LONGEST, falling + 1);
        up[rising - 1]++;
        rising = 1;
      }
      last = next;
    }
    return List.of(form(up), form(down));
  }

  private static Outcome form(long[] runs) {
    return Outcome.chiSquare(Math.max(0, RunLengths.form(runs, WORDS) / WORDS), RunLengths.LONGEST);
  }
}
