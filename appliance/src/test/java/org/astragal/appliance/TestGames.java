package org.astragal.appliance;

import java.util.List;
import org.astragal.games.api.Game;
import org.astragal.games.api.GamePack;
import org.astragal.games.api.Unfinished;

/** Games that only the tests have. */
public final class TestGames implements GamePack {
  /** Creates the pack; for {@link java.util.ServiceLoader}. */
  public TestGames() {}

  @Override
  public List<Game> games() {
    return List.of(
        new Doors("test.doors", Unfinished.COMPLETE),
        new Doors("test.doors.void", Unfinished.VOID));
  }
}
