package org.astragal.appliance;

import java.io.IOException;
import java.util.UUID;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Hash;
import org.astragal.packs.Components;
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
   * @throws StartException if the program's files cannot be read
   */
  static Identity ofThisProgram() throws StartException {
    try {
      return new Identity(UUID.randomUUID().toString(), programHash());
    } catch (IOException e) {
      throw new StartException(
          StartException.Fault.PROGRAM, "the program's own files cannot be read: " + e, e);
    }
  }

  /** {@return the hash of the files that this program runs from} */
  static Hash programHash() throws IOException {
    return Components.name(Components.ofThisProgram().read(new byte[0]));
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
