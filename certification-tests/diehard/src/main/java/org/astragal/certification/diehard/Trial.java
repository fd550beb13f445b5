package org.astragal.certification.diehard;

import java.util.List;
import org.astragal.certification.battery.SampleException;

/** A test that is repeated on fresh words. It may keep its arrays; one object serves one task. */
interface Trial {
  /**
   * Takes one sample.
   *
   * @param words where it comes from; the result does not count if they end meanwhile
   * @return one outcome for each variant of the test
   */
  List<Outcome> run(Words words) throws SampleException, InterruptedException;
}
