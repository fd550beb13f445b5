package org.astragal.outcome;

/**
 * The game that was played.
 *
 * @param id such as ref.wheel.54
 * @param logic the logic hash of its pack
 * @param version such as 1.0.0
 */
public record GameRef(String id, Hash logic, String version) {
  /** Refuses empty or overlong names. */
  public GameRef {
    Check.id("id", id);
    Check.id("version", version);
  }
}
