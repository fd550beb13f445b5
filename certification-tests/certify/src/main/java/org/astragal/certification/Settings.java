package org.astragal.certification;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.astragal.certification.games.GameOptions;

/**
 * What decides the findings, besides the data.
 *
 * @param suites which batteries, in the order of the report
 * @param symbolBits bits of each symbol of the source, 1 to 8; one symbol stands in each byte
 * @param sequences parts into which SP 800-22 divides the data
 * @param entropy of SP 800-90B
 * @param games of the suite of games
 */
record Settings(
    List<String> suites, int symbolBits, int sequences, Entropy entropy, GameOptions games) {
  /** The suite that {@link #entropy} is for. */
  static final String SP800_90B = "sp800-90b";

  /** The suite that {@link #games} is for. */
  static final String GAMES = "games";

  /** Least and most bits of a symbol. */
  static final int MAX_SYMBOL_BITS = 8;

  /** The findings of more do not fit into the memory. */
  static final int MAX_SEQUENCES = 1_000;

  /** Fresh data of a retest are so many times the first. */
  static final int RETEST_TIMES = 4;

  /** SP 800-22 2.1.7 and others ask for more; none takes less. */
  private static final long SHORTEST_SEQUENCE = 128;

  /** A longer one does not fit into the memory beside another. */
  private static final long LONGEST_SEQUENCE = 1 << 21;

  Settings {
    suites = List.copyOf(suites);
  }

  /** Settings with what games do unless they are told otherwise. */
  Settings(List<String> suites, int symbolBits, int sequences, Entropy entropy) {
    this(suites, symbolBits, sequences, entropy, GameOptions.DEFAULT);
  }

  /**
   * {@return the same for fresh data of {@link #RETEST_TIMES} times the size: as many more
   * sequences of the same length}
   *
   * @param flagged the batteries to repeat
   */
  Settings retest(List<String> flagged) {
    return new Settings(flagged, symbolBits, sequences * RETEST_TIMES, entropy, games);
  }

  /**
   * {@return bits of a sequence of SP 800-22}
   *
   * @param bits in all
   */
  int sequenceBits(long bits) {
    long most = Math.clamp(bits / sequences, SHORTEST_SEQUENCE, LONGEST_SEQUENCE);
    // Each sequence begins on a whole word, as in the reference program: none may be lost to that.
    boolean fits = (sequences - 1) * ((most + 31) / 32 * 32) + most <= bits;
    return (int) (fits || most < 2 * SHORTEST_SEQUENCE ? most : most / 32 * 32);
  }

  /** {@return the options as they are printed and compared} */
  Map<String, String> options() {
    var options = new LinkedHashMap<String, String>();
    options.put("suite", String.join(",", suites));
    options.put("symbol-bits", Integer.toString(symbolBits));
    if (!suites.equals(List.of(SP800_90B))) {
      options.put("sequences", Integer.toString(sequences));
    }
    if (suites.contains(SP800_90B)) {
      options.putAll(entropy.printed());
    }
    if (suites.contains(GAMES)) {
      options.putAll(games.options());
    }
    return options;
  }
}
