package org.astragal.games.api;

import java.util.List;

/**
 * A set of games that are installed together. Found with {@link java.util.ServiceLoader}; a pack is
 * one module, and its hash names it in every record.
 */
public interface GamePack {
  /** {@return the games, each id once} */
  List<Game> games();

  /** {@return the sealed thresholds, each id once, and none that is the id of a game} */
  default List<SealedThreshold> thresholds() {
    return List.of();
  }
}
