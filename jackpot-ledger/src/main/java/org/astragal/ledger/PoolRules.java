package org.astragal.ledger;

import java.util.List;
import java.util.Optional;
import java.util.Set;

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
 * @param requires what the operator must vouch for of a player, such as OPT_IN
 * @param sources where bets may come from; sealed rounds only if left out
 * @param minStakeMinor smaller stakes do not contribute; minor units of the pool's currency
 * @param maxStakeMinor larger stakes do not contribute
 * @param jurisdictions what holds where; everywhere the same if left out
 * @param elsewhere what holds where {@code jurisdictions} names nothing; goes with it
 * @param caps limits that hold where a jurisdiction has none of its own
 * @param unreasonableMicro a contribution above this is held for people to look at
 * @param exchange what bets in other currencies are worth; they do not contribute if left out
 * @param displays other currencies in which the meters are shown
 * @param simultaneous who is paid what when one round wins a level more than once
 * @param levels the levels, in display order
 */
record PoolRules(
    String pool,
    String currency,
    int exp,
    Set<String> games,
    Set<String> modes,
    Set<String> fundedBy,
    Optional<Set<String>> requires,
    Optional<Set<Source>> sources,
    Optional<Long> minStakeMinor,
    Optional<Long> maxStakeMinor,
    Optional<List<JurisdictionRules>> jurisdictions,
    Optional<JurisdictionRules.Decision> elsewhere,
    Optional<Caps> caps,
    Optional<Long> unreasonableMicro,
    Optional<List<Exchange>> exchange,
    Optional<List<Exchange>> displays,
    Optional<Simultaneous> simultaneous,
    List<LevelRules> levels) {

  /** Micro-units in one minor unit; also parts in one whole for ppm. */
  static final long MICRO = 1_000_000;

  /** The largest amount in minor units whose micro-units fit 63 bits. */
  static final long MAX_MINOR = Long.MAX_VALUE / MICRO;

  /** Most decimal places of a minor unit. */
  static final int MAX_EXP = 4;

  /** Most levels of a pool. */
  static final int MAX_LEVELS = 16;

  /** Who was not seen to stake cannot be drawn for. */
  static final String SIGNED_ONLY =
      "sources must be signed only, since a level of the pool is of kind mystery or must-hit";

  private static final int MAX_CURRENCIES = 64;
  private static final int MAX_JURISDICTIONS = 1_000;
  private static final int MAX_NAMES = 10_000;
  private static final Set<String> KNOWN_MODES = Set.of("REAL", "FREE", "TEST");

  /** How far the origin of a bet is proved. */
  enum Source {
    /** Sealed by an appliance. */
    SIGNED,
    /** Signed by a studio. */
    ATTESTED,
    /** Translated from a third party's event. */
    UNSIGNED
  }

  /** Who is paid when one round wins a level more than once. */
  enum Simultaneous {
    /** The first in the record wins all, the next one the level as it was reset. */
    FIRST_BY_SEQ,
    /** Equal shares; spare minor units one each, in the order of the record. */
    EQUAL_SPLIT,
    /** Each wins all; the house pays all but the first. */
    FULL_EACH
  }

  PoolRules {
    RuleChecks.identifier("pool", pool);
    RuleChecks.currency("currency", currency);
    RuleChecks.range("exp", exp, 0, MAX_EXP);
    games = names("games", games);
    modes = Set.copyOf(modes);
    fundedBy = names("fundedBy", fundedBy);
    requires = requires.map(flags -> names("requires", flags));
    sources = sources.map(Set::copyOf);
    minStakeMinor.ifPresent(minor -> RuleChecks.minor("minStakeMinor", minor));
    maxStakeMinor.ifPresent(minor -> RuleChecks.minor("maxStakeMinor", minor));
    unreasonableMicro.ifPresent(
        micro -> RuleChecks.range("unreasonableMicro", micro, 1, Long.MAX_VALUE));
    if (games.isEmpty()) {
      throw new IllegalArgumentException("games must name at least one game");
    }
    if (modes.isEmpty() || !KNOWN_MODES.containsAll(modes)) {
      throw new IllegalArgumentException("modes must be some of REAL, FREE, TEST: " + modes);
    }
    jurisdictions =
        jurisdictions.map(all ->
            RuleChecks.distinct("jurisdictions", all, MAX_JURISDICTIONS, JurisdictionRules::id));
    if (jurisdictions.isPresent() != elsewhere.isPresent()) {
      throw new IllegalArgumentException("elsewhere must be there exactly with jurisdictions");
    }
    exchange = currencies("exchange", exchange, currency);
    displays = currencies("displays", displays, currency);
    levels = RuleChecks.distinct("levels", levels, MAX_LEVELS, LevelRules::id);
    requirePpm(levels);
    var isOpen = sources.isPresent() && !sources.get().equals(Set.of(Source.SIGNED));
    if (isOpen && levels.stream().anyMatch(l -> l.kind() != TriggerRules.Kind.GAME)) {
      throw new IllegalArgumentException(SIGNED_ONLY);
    }
  }

  private static Set<String> names(String key, Set<String> names) {
    RuleChecks.range(key, names.size(), 0, MAX_NAMES);
    return Set.copyOf(names);
  }

  private static Optional<List<Exchange>> currencies(
      String key, Optional<List<Exchange>> all, String own) {
    return all.map(list -> {
      for (var one : list) {
        if (one.currency().equals(own)) {
          throw new IllegalArgumentException(key + " must not name the pool's own currency");
        }
      }
      return RuleChecks.distinct(key, list, MAX_CURRENCIES, Exchange::currency);
    });
  }

  private static void requirePpm(List<LevelRules> levels) {
    var ppm = levels.stream().mapToLong(LevelRules::highestPpm).sum();
    if (ppm > MICRO) {
      throw new IllegalArgumentException(
          "levels: all their rates add up to " + ppm + " ppm at most, more than " + MICRO);
    }
  }

  boolean isSignedOnly() {
    return sources.map(s -> s.equals(Set.of(Source.SIGNED))).orElse(true);
  }

  Simultaneous policy() {
    return simultaneous.orElse(Simultaneous.FIRST_BY_SEQ);
  }

  boolean takes(Source source) {
    return sources.map(s -> s.contains(source)).orElse(source == Source.SIGNED);
  }
}
