package org.astragal.games.reference;

import java.util.List;
import org.astragal.games.api.Game;
import org.astragal.games.api.GamePack;

/** The reference pack: {@code ref.roulette.eu} and {@code ref.wheel.54}. Immutable. */
public final class ReferenceGames implements GamePack {
  private static final List<Game> GAMES = List.of(new EuropeanRoulette(), new MoneyWheel());

  /** Creates the pack; for {@link java.util.ServiceLoader}. */
  public ReferenceGames() {}

  @Override
  public List<Game> games() {
    return GAMES;
  }
}
