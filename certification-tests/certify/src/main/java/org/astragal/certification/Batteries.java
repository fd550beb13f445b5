package org.astragal.certification;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.astragal.certification.battery.Battery;
import org.astragal.certification.diehard.Diehard;
import org.astragal.certification.diehard.DiehardOptions;
import org.astragal.certification.games.GameBattery;
import org.astragal.certification.games.GameOptions;
import org.astragal.certification.sp80022.Sp80022Battery;
import org.astragal.certification.sp80090b.Sp80090b;

/**
 * Every battery there is. A new one is a module behind the seam of {@code certification-battery},
 * and a line in {@link #ALL}.
 *
 * @param kinds in the order of a report
 */
record Batteries(List<Kind> kinds) {
  /** What {@code --suite} can name. */
  static final Batteries ALL =
      new Batteries(
          List.of(
              new Kind(
                  "sp800-22",
                  "the fifteen tests of NIST SP 800-22 on sequences",
                  Input.BITS,
                  Batteries::sp80022),
              new Kind(
                  Settings.SP800_90B,
                  "min-entropy of noise",
                  Input.SYMBOLS,
                  (settings, _) -> new Sp80090b(settings.entropy().options(settings.symbolBits()))),
              new Kind(
                  "diehard",
                  "Marsaglia's tests and later ones that see what they miss",
                  Input.BITS,
                  (_, _) -> new Diehard(DiehardOptions.defaults())),
              new Kind(
                  Settings.GAMES,
                  "what gaming laboratories test of draws and outcomes",
                  Input.BITS,
                  (settings, _) -> new GameBattery(settings.games()))));

  Batteries {
    kinds = List.copyOf(kinds);
  }

  /** How a battery reads the source where a symbol has fewer than 8 bits. */
  enum Input {
    /** As a stream of bits. */
    BITS,
    /** A symbol in each byte. */
    SYMBOLS
  }

  /**
   * A battery that can be asked for.
   *
   * @param suite its name
   * @param about what it is, in half a sentence
   * @param input how it reads the source
   * @param make makes one with these settings
   */
  record Kind(String suite, String about, Input input, Maker make) {
    /** {@return how it reads the source with these settings: draws are whole bytes} */
    Input input(Settings settings) {
      boolean draws =
          suite.equals(Settings.GAMES)
              && !settings.games().delivery().equals(GameOptions.DEFAULT.delivery());
      return draws ? Input.SYMBOLS : input;
    }
  }

  /** Makes a battery. */
  @FunctionalInterface
  interface Maker {
    /**
     * {@return a battery}
     *
     * @param settings that decide its findings
     * @param bits of information that it will look at
     */
    Battery make(Settings settings, long bits);
  }

  private static Battery sp80022(Settings settings, long bits) {
    return new Sp80022Battery(
        Sp80022Battery.Options.DEFAULT.with(settings.sequences(), settings.sequenceBits(bits)));
  }

  /** {@return the names, for people} */
  String names() {
    return kinds.stream().map(Kind::suite).collect(Collectors.joining(", "));
  }

  /**
   * {@return the kinds of these names, in the order of a report, each once}
   *
   * @throws CertifyException if there is none of a name
   */
  List<Kind> named(List<String> suites) throws CertifyException {
    List<String> known = kinds.stream().map(Kind::suite).toList();
    for (String suite : suites) {
      if (!known.contains(suite)) {
        throw new CertifyException(
            CertifyException.Fault.USAGE,
            "there is no suite '" + suite + "': --suite takes some of " + names());
      }
    }
    var chosen = new ArrayList<Kind>();
    for (Kind kind : kinds) {
      if (suites.contains(kind.suite())) {
        chosen.add(kind);
      }
    }
    return chosen;
  }
}
