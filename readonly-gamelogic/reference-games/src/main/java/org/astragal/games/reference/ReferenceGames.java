package org.astragal.games.reference;

import java.util.List;
import org.astragal.games.api.Game;
import org.astragal.games.api.GamePack;
import org.astragal.games.api.SealedThreshold;

/** The reference pack: fourteen games, by id, and a sealed threshold. Immutable. */
public final class ReferenceGames implements GamePack {
  private static final List<Game> GAMES =
      List.of(
          new Baccarat(),
          new Blackjack(),
          new Craps(),
          new Crash(),
          new Dice(),
          new Keno(),
          new Lotto(),
          new Mystery(),
          new Plinko(),
          new EuropeanRoulette(),
          new Scratch(),
          new LinesSlot(),
          new WaysSlot(),
          new MoneyWheel());

  private static final List<SealedThreshold> THRESHOLDS = List.of(new MustHitBy());

  /** Creates the pack; for {@link java.util.ServiceLoader}. */
  public ReferenceGames() {}

  @Override
  public List<Game> games() {
    return GAMES;
  }

  @Override
  public List<SealedThreshold> thresholds() {
    return THRESHOLDS;
  }
}
