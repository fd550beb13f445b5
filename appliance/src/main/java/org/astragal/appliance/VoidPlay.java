package org.astragal.appliance;

import java.util.Base64;
import java.util.function.Supplier;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RoundVoided;
import org.astragal.signer.Intent;
import org.astragal.signer.Play;

/** Ends a round that waits without a result: all stakes and raises go back. */
record VoidPlay(Intent intent, String reason, Supplier<ApplianceInfo> info) implements Play {
  @Override
  public RecordBody play() {
    return new RoundVoided(
        info.get(),
        intent.operator(),
        intent.requestRef(),
        intent.roundRef(),
        reason,
        Base64.getUrlEncoder().withoutPadding().encodeToString(intent.body()),
        intent.trace());
  }
}
