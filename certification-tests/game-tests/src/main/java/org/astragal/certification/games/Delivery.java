package org.astragal.certification.games;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a laboratory hands over. Immutable. */
public sealed interface Delivery {
  /** Largest number of cards, or of balls in a drum. */
  int MAX_THINGS = 1_000;

  /** {@return the form that {@link #parse} takes} */
  String text();

  /** Raw bits; the battery scales them as the product does, by rejection on 64-bit words. */
  record Bits() implements Delivery {
    @Override
    public String text() {
      return "bits";
    }
  }

  /**
   * Independent numbers, each as likely as any other.
   *
   * @param below how many values are possible, at least 2
   */
  record Numbers(long below) implements Delivery {
    /** Refuses what leaves nothing to chance. */
    public Numbers {
      if (below < 2) {
        throw new IllegalArgumentException("draws need at least 2 possible values: " + below);
      }
    }

    @Override
    public String text() {
      return Long.toString(below);
    }
  }

  /**
   * Rounds of numbers without replacement.
   *
   * @param taken numbers of a round, 2 to {@code of - 1}
   * @param of how many numbers there are, at most {@link #MAX_THINGS}
   */
  record Lotto(int taken, int of) implements Delivery {
    /** Refuses what is no lottery. */
    public Lotto {
      if (taken < 2 || taken >= of || of > MAX_THINGS) {
        throw new IllegalArgumentException(
            "a lottery takes 2 or more of up to " + MAX_THINGS + " numbers: " + taken + "/" + of);
      }
    }

    @Override
    public String text() {
      return "lotto:" + taken + "/" + of;
    }
  }

  /**
   * Whole shuffles of different cards.
   *
   * @param cards 3 to {@link #MAX_THINGS}
   */
  record Shuffle(int cards) implements Delivery {
    /** Refuses what cannot be tested. */
    public Shuffle {
      if (cards < 3 || cards > MAX_THINGS) {
        throw new IllegalArgumentException("a shuffle has 3 to " + MAX_THINGS + " cards: " + cards);
      }
    }

    @Override
    public String text() {
      return "shuffle:" + cards;
    }
  }

  /**
   * Final outcomes of a game, by name, one on each line.
   *
   * @param table the outcomes with their exact probabilities
   * @param name of the table, for reports
   */
  record Outcomes(OutcomeTable table, String name) implements Delivery {
    @Override
    public String text() {
      return "outcomes:" + name;
    }
  }

  /** How numbers lie in a file. */
  enum Format {
    /**
     * 1, 2, 4 or 8 bytes each, as many as the range needs, highest byte first: as {@code
     * /v1/rng/samples?stage=draws} gives them.
     */
    BINARY,
    /** Decimal digits, separated by spaces, commas, semicolons or line ends. */
    TEXT;

    /** {@return the name on the command line} */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads {@code bits}, {@code N}, {@code lotto:m/M} or {@code shuffle:n}.
   *
   * @param text one of these
   * @return what it says
   * @throws IllegalArgumentException if it is none; the message says what is possible
   */
  static Delivery parse(String text) {
    Matcher matcher = Syntax.FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is none of bits, N (as in 52), lotto:m/M (as in lotto:6/49) and"
              + " shuffle:n (as in shuffle:52)");
    }
    if (matcher.group("numbers") != null) {
      return new Numbers(Long.parseLong(matcher.group("numbers")));
    }
    if (matcher.group("taken") != null) {
      return new Lotto(
          Integer.parseInt(matcher.group("taken")), Integer.parseInt(matcher.group("of")));
    }
    return matcher.group("cards") != null
        ? new Shuffle(Integer.parseInt(matcher.group("cards")))
        : new Bits();
  }

  /** How a delivery is written. */
  final class Syntax {
    private static final Pattern FORM =
        Pattern.compile(
            "bits|(?<numbers>\\d{1,18})|lotto:(?<taken>\\d{1,4})/(?<of>\\d{1,4})"
                + "|shuffle:(?<cards>\\d{1,4})");

    private Syntax() {}
  }
}
