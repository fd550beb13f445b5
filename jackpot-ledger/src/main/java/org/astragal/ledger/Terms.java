package org.astragal.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.ledger.JurisdictionRules.Decision;

/**
 * What holds for a pool: the newest rules file, and for each level the file whose rules its reset
 * has brought into force. Immutable but for a memory of the last day told; used by one thread.
 */
final class Terms {
  private static final JurisdictionRules ANYWHERE =
      new JurisdictionRules(
          "ANYWHERE",
          Decision.ALLOW,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final int number;
  private final RulesFile file;
  private final List<Level> levels;
  private final Map<String, Place> places = new HashMap<>();
  private final Place elsewhere;
  private final Map<String, Exchange> exchange = new HashMap<>();

  /**
   * Terms as they hold.
   *
   * @param number from 1, in the order in which a pool's terms came to hold
   * @param file the newest rules
   * @param levels the levels that are not retired, in the order of their numbers
   */
  Terms(int number, RulesFile file, List<Level> levels) {
    var rules = file.rules();
    this.number = number;
    this.file = file;
    this.levels = List.copyOf(levels);
    this.elsewhere =
        new Place(
            rules.elsewhere().orElse(Decision.ALLOW) == Decision.ALLOW,
            ANYWHERE,
            rules.caps().orElse(Caps.NONE));
    for (var one : rules.jurisdictions().orElse(List.of())) {
      var caps = one.caps().orElse(Caps.NONE).or(rules.caps().orElse(Caps.NONE));
      places.put(one.id(), new Place(one.decision() == Decision.ALLOW, one, caps));
    }
    exchange.put(rules.currency(), new Exchange(rules.currency(), rules.exp(), Exchange.ONE));
    rules.exchange().orElse(List.of()).forEach(e -> exchange.put(e.currency(), e));
  }

  /**
   * A level under these terms.
   *
   * @param index its place in the pool's state
   * @param file whose rules of the level hold
   * @param rules those rules
   * @param rate what of a stake goes to POOL
   * @param ceilingMicro what POOL holds at most
   */
  record Level(int index, RulesFile file, LevelRules rules, Rate rate, long ceilingMicro) {
    static Level of(int index, RulesFile file, LevelRules rules) {
      return new Level(index, file, rules, rules.rate(), rules.ceilingMicro());
    }
  }

  /**
   * What holds for players of a place.
   *
   * @param allowed whether they take part
   * @param rules of their jurisdiction
   * @param caps the limits there
   * @param day counts its gaming days
   */
  record Place(boolean allowed, JurisdictionRules rules, Caps caps, GamingDay day) {
    Place(boolean allowed, JurisdictionRules rules, Caps caps) {
      this(allowed, rules, caps, rules.day());
    }

    boolean takes(String game, String channel) {
      return allowed
          && rules.games().map(g -> g.contains(game)).orElse(true)
          && rules.channels().map(c -> c.contains(channel)).orElse(true);
    }

    long dayOf(Instant at) {
      return day.of(at);
    }
  }

  int number() {
    return number;
  }

  RulesFile file() {
    return file;
  }

  PoolRules rules() {
    return file.rules();
  }

  List<Level> levels() {
    return levels;
  }

  /** {@return the level at a place of the pool's state, if it is not retired} */
  Optional<Level> level(int index) {
    return levels.stream().filter(l -> l.index() == index).findFirst();
  }

  /** {@return what holds in a jurisdiction: its own rules, its country's, or those of elsewhere} */
  Place place(String jurisdiction) {
    var own = places.get(jurisdiction);
    if (own != null) {
      return own;
    }
    var dash = jurisdiction.indexOf('-');
    var country = dash < 0 ? null : places.get(jurisdiction.substring(0, dash));
    return country == null ? elsewhere : country;
  }

  /** {@return what a currency is worth, if bets in it contribute} */
  Optional<Exchange> exchange(String currency, int exp) {
    return Optional.ofNullable(exchange.get(currency)).filter(e -> e.exp() == exp);
  }

  /** {@return the hash of each file that holds, the pool's first} */
  List<String> hashes() {
    var hashes = new ArrayList<String>();
    hashes.add(file.hash().toString());
    levels.forEach(l -> hashes.add(l.file().hash().toString()));
    return hashes;
  }
}
