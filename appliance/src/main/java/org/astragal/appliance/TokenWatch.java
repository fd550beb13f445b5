package org.astragal.appliance;

import java.util.concurrent.atomic.AtomicReference;
import org.astragal.hsm.TokenEvent;
import org.astragal.hsm.TokenListener;
import org.jspecify.annotations.Nullable;

/** Hears of outages of the token, and passes them on to be sealed. */
final class TokenWatch implements TokenListener {
  private static final System.Logger LOGGER = System.getLogger(TokenWatch.class.getName());

  private final AtomicReference<@Nullable Events> events = new AtomicReference<>();

  /** Names who seals; before that outages are only logged. */
  void tell(Events sealing) {
    events.set(sealing);
  }

  @Override
  public void changed(TokenEvent event) {
    Events sealing = events.get();
    if (sealing == null) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          event.away() ? "the token is away: " + event.detail() : "the token is back");
      return;
    }
    sealing.tokenChanged(event);
  }
}
