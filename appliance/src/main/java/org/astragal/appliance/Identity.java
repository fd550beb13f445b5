package org.astragal.appliance;

import java.util.UUID;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Hash;
import org.astragal.rng.Rng;
import org.astragal.rng.RngStream;

/**
 * What each record says of the appliance that made it.
 *
 * @param boot names this run of the program; random
 * @param program hash of the files it runs from
 */
record Identity(String boot, Hash program) {
  /**
   * Names this run.
   *
   * @param program what runs
   */
  static Identity of(ProgramFiles program) {
    return new Identity(UUID.randomUUID().toString(), program.hash());
  }

  /** {@return what a record without draws says, with the generator as it is now} */
  ApplianceInfo with(Rng rng) {
    return with(rng.construction(), rng.instance(), rng.report().counts());
  }

  /** {@return what the record of a round says, with the stream that it drew from} */
  ApplianceInfo with(RngStream stream) {
    return with(stream.construction(), stream.instance(), stream.counts());
  }

  private ApplianceInfo with(String construction, String instance, RngStream.Counts counts) {
    return new ApplianceInfo(
        boot, program, new ApplianceInfo.Rng(construction, instance, counts.reseeds()));
  }
}
