package org.astragal.appliance;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.astragal.hsm.TokenException;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.service.ConfigException;
import org.astragal.service.TlsMaterial;
import org.astragal.signer.LogException;
import org.astragal.signer.LogListener;
import org.astragal.signer.OutcomeLog;
import org.astragal.signer.StoredLog;

/**
 * A log that is open and that the ledgers were asked about, and nothing of which was signed or
 * played since: a signature for a log that went back in time would begin a second history.
 */
final class Witnessed implements AutoCloseable {
  private final StoredLog stored;
  private final Optional<CeremonyReport> ceremony;
  private final Witnesses.Testimony testimony;

  private Witnessed(Stages.Opened opened, Witnesses.Testimony testimony) {
    this.stored = opened.stored();
    this.ceremony = opened.ceremony();
    this.testimony = testimony;
  }

  /**
   * Opens the log and asks.
   *
   * @param acceptUnwitnessed whether a log that nobody vouches for is opened all the same
   * @throws StartException if a ledger contradicts the log, or none vouches for it; nothing stays
   *     open
   */
  static Witnessed open(
      ApplianceConfig config,
      TokenKeys keys,
      TlsMaterial tls,
      List<Downstream> ledgers,
      boolean acceptUnwitnessed)
      throws LogException, StartException, ConfigException, TokenException, InterruptedException {
    Stages.Opened opened = Stages.log(config, keys, tls);
    boolean asked = false;
    try {
      Witnesses.Testimony testimony = Witnesses.ask(opened.stored(), ledgers);
      if (!acceptUnwitnessed) {
        testimony.require();
      }
      asked = true;
      return new Witnessed(opened, testimony);
    } finally {
      if (!asked) {
        opened.stored().close();
      }
    }
  }

  /** {@return the report of the ceremony, if the log is new and there is one} */
  Optional<CeremonyReport> ceremony() {
    return ceremony;
  }

  /** {@return what the ledgers said} */
  Witnesses.Testimony testimony() {
    return testimony;
  }

  /** Starts the log, which the caller closes; from here on this object is of no use. */
  OutcomeLog start(Supplier<ApplianceInfo> program, LogListener listener) throws LogException {
    return stored.start(Clock.systemUTC(), program, listener);
  }

  /** Closes the log unless it was started. */
  @Override
  public void close() throws LogException {
    stored.close();
  }
}
