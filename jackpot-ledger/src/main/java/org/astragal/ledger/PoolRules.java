package org.astragal.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of one jackpot pool, as its file says. Every key is documented in {@code
 * rules.example.yaml}.
 *
 * @param pool identifier
 * @param currency ISO 4217 code
 * @param exp decimal places of the minor unit
 * @param games games whose bets contribute
 * @param modes round modes that contribute
 * @param fundedBy funding that contributes
 * @param jurisdictions where bets may come from; absent means anywhere
 * @param levels the levels, in display order
 */
record PoolRules(
    String pool,
    String currency,
    int exp,
    Set<String> games,
    Set<String> modes,
    Set<String> fundedBy,
    Optional<Set<String>> jurisdictions,
    List<Level> levels) {

  /** Micro-units in one minor unit; also parts in one whole for ppm. */
  static final long MICRO = 1_000_000;

  private static final int MAX_LEVELS = 16;
  private static final Set<String> KNOWN_MODES = Set.of("REAL", "FREE", "TEST");
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  /**
   * One level of the pool.
   *
   * @param id identifier within the pool
   * @param seedMinor minor units posted HOUSE to POOL when the level is created
   * @param ratePpm share of the stake for POOL
   * @param reservePpm share of the stake for RESERVE
   */
  record Level(String id, long seedMinor, long ratePpm, long reservePpm) {
    Level {
      requireIdentifier("id", id);
      requirePpm("ratePpm", ratePpm);
      requirePpm("reservePpm", reservePpm);
      if (seedMinor < 0 || seedMinor > Long.MAX_VALUE / MICRO) {
        throw new IllegalArgumentException(
            "seedMinor must be 0 to " + Long.MAX_VALUE / MICRO + ": " + seedMinor);
      }
    }

    /** {@return the seed in micro-units} */
    long seedMicro() {
      return Math.multiplyExact(seedMinor, MICRO);
    }
  }

  PoolRules {
    requireIdentifier("pool", pool);
    if (!CURRENCY.matcher(currency).matches()) {
      throw new IllegalArgumentException("currency must be three capital letters: " + currency);
    }
    if (exp < 0 || exp > 4) {
      throw new IllegalArgumentException("exp must be 0 to 4: " + exp);
    }
    games = Set.copyOf(games);
    modes = Set.copyOf(modes);
    fundedBy = Set.copyOf(fundedBy);
    jurisdictions = jurisdictions.map(Set::copyOf);
    levels = List.copyOf(levels);
    if (games.isEmpty()) {
      throw new IllegalArgumentException("games must name at least one game");
    }
    if (modes.isEmpty() || !KNOWN_MODES.containsAll(modes)) {
      throw new IllegalArgumentException("modes must be some of REAL, FREE, TEST: " + modes);
    }
    requireLevels(levels);
  }

  private static void requireLevels(List<Level> levels) {
    if (levels.isEmpty() || levels.size() > MAX_LEVELS) {
      throw new IllegalArgumentException(
          "levels must be 1 to " + MAX_LEVELS + ": " + levels.size());
    }
    var seen = new HashSet<String>();
    var ppm = 0L;
    for (var level : levels) {
      if (!seen.add(level.id)) {
        throw new IllegalArgumentException("levels: " + level.id + " is there twice");
      }
      ppm += level.ratePpm + level.reservePpm;
    }
    if (ppm > MICRO) {
      throw new IllegalArgumentException(
          "levels: ratePpm and reservePpm add up to " + ppm + ", more than " + MICRO);
    }
  }

  private static void requirePpm(String key, long ppm) {
    if (ppm < 0 || ppm > MICRO) {
      throw new IllegalArgumentException(key + " must be 0 to " + MICRO + ": " + ppm);
    }
  }

  private static void requireIdentifier(String key, String id) {
    if (!IDENTIFIER.matcher(id).matches()) {
      throw new IllegalArgumentException(key + " must be 1 to 64 of A-Z a-z 0-9 . _ -: " + id);
    }
  }
}
