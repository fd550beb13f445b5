package org.astragal.certification.games;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/** The catalogue of draws that the suite {@code games} is tried on. */
public final class DrawGenerators {
  private static final int DECK = 52;
  private static final int BALLS = 49;
  private static final int TAKEN = 6;
  private static final int WHEEL = 37;

  /** The pocket beside the zero. */
  private static final int BESIDE_ZERO = 32;

  private static final List<DrawGenerator> ALL = List.copyOf(catalogue());

  private DrawGenerators() {}

  /** {@return all of them} */
  public static List<DrawGenerator> all() {
    return ALL;
  }

  /**
   * {@return the draws of this name}
   *
   * @throws IllegalArgumentException if there are none
   */
  static DrawGenerator named(String name) {
    return ALL.stream()
        .filter(draws -> draws.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no draws " + name));
  }

  private static List<DrawGenerator> catalogue() {
    return List.of(
        number("cards-fair", "", DECK, (below, _) -> below.applyAsLong(DECK)),
        number(
            "cards-modulo", "a byte modulo 52", DECK, (below, _) -> below.applyAsLong(256) % DECK),
        number("die-loaded", "one throw in 100 turned into a six", 6, DrawGenerators::loaded),
        number("draw-sticky", "one draw in 50 repeats the last", WHEEL, DrawGenerators::sticky),
        shuffle("shuffle-fair", "", DrawGenerators::fair),
        shuffle("shuffle-cycle", "off by one: no card stays", DrawGenerators::cycle),
        shuffle("shuffle-last", "off by one: the last card stays", DrawGenerators::lastStays),
        shuffle("shuffle-naive", "each card changes with any", DrawGenerators::naive),
        shuffle("shuffle-32-bit", "seeds of 32 bits", DrawGenerators::seeded),
        lottery("lottery-fair", "", DrawGenerators::dealt),
        lottery("lottery-shy", "a quarter with neighbours drawn again", DrawGenerators::shy),
        wheel("wheel-fair", "", below -> (int) below.applyAsLong(WHEEL)),
        wheel(
            "wheel-near-miss",
            "one loss in 100 shown beside the zero",
            below -> {
              int pocket = (int) below.applyAsLong(WHEEL);
              return below.applyAsLong(100) == 0 && pocket != 0 ? BESIDE_ZERO : pocket;
            }));
  }

  /** A number of the numbers before. */
  private interface Next {
    long next(LongUnaryOperator below, long previous);
  }

  private static DrawGenerator number(String name, String flaw, int below, Next next) {
    return new DrawGenerator(
        name,
        flaw,
        new Delivery.Numbers(below),
        1,
        (draws, into, previous) -> into[0] = (byte) next.next(draws, previous[0]));
  }

  private static long loaded(LongUnaryOperator below, long previous) {
    long thrown = below.applyAsLong(6);
    return below.applyAsLong(100) == 0 ? 5 : thrown;
  }

  private static long sticky(LongUnaryOperator below, long previous) {
    long fresh = below.applyAsLong(WHEEL);
    return below.applyAsLong(50) == 0 ? previous : fresh;
  }

  private static DrawGenerator shuffle(String name, String flaw, Shuffler shuffler) {
    return new DrawGenerator(
        name,
        flaw,
        new Delivery.Shuffle(DECK),
        DECK,
        (draws, into, _) -> {
          int[] cards = IntStream.range(0, DECK).toArray();
          shuffler.shuffle(cards, draws);
          for (int i = 0; i < DECK; i++) {
            into[i] = (byte) cards[i];
          }
        });
  }

  private interface Shuffler {
    void shuffle(int[] cards, LongUnaryOperator below);
  }

  private static void fair(int[] cards, LongUnaryOperator below) {
    for (int i = 0; i < cards.length - 1; i++) {
      swap(cards, i, i + (int) below.applyAsLong(cards.length - i));
    }
  }

  // The card itself is not among those that it changes places with: one cycle only.
  private static void cycle(int[] cards, LongUnaryOperator below) {
    for (int i = 0; i < cards.length - 1; i++) {
      swap(cards, i, i + 1 + (int) below.applyAsLong(cards.length - 1 - i));
    }
  }

  private static void lastStays(int[] cards, LongUnaryOperator below) {
    for (int i = 0; i < cards.length - 2; i++) {
      swap(cards, i, i + (int) below.applyAsLong(cards.length - 1 - i));
    }
  }

  // 52^52 ways do not divide among 52! orders.
  private static void naive(int[] cards, LongUnaryOperator below) {
    for (int i = 0; i < cards.length; i++) {
      swap(cards, i, (int) below.applyAsLong(cards.length));
    }
  }

  private static void seeded(int[] cards, LongUnaryOperator below) {
    var random = new SplittableRandom(below.applyAsLong(1L << 32));
    fair(cards, n -> random.nextLong(n));
  }

  private static void swap(int[] cards, int i, int j) {
    int held = cards[i];
    cards[i] = cards[j];
    cards[j] = held;
  }

  private interface Lottery {
    int[] draw(LongUnaryOperator below);
  }

  private static DrawGenerator lottery(String name, String flaw, Lottery lottery) {
    return new DrawGenerator(
        name,
        flaw,
        new Delivery.Lotto(TAKEN, BALLS),
        TAKEN,
        (draws, into, _) -> {
          int[] round = lottery.draw(draws);
          for (int i = 0; i < TAKEN; i++) {
            into[i] = (byte) round[i];
          }
        });
  }

  private static int[] dealt(LongUnaryOperator below) {
    int[] balls = IntStream.range(0, BALLS).toArray();
    for (int i = 0; i < TAKEN; i++) {
      swap(balls, i, i + (int) below.applyAsLong(BALLS - i));
    }
    return Arrays.copyOf(balls, TAKEN);
  }

  private static int[] shy(LongUnaryOperator below) {
    int[] round = dealt(below);
    int[] sorted = round.clone();
    Arrays.sort(sorted);
    boolean neighbours = IntStream.range(1, TAKEN).anyMatch(i -> sorted[i] == sorted[i - 1] + 1);
    return neighbours && below.applyAsLong(4) == 0 ? dealt(below) : round;
  }

  private interface Wheel {
    int spin(LongUnaryOperator below);
  }

  /** Outcomes by name, of two digits and a line end each. */
  private static DrawGenerator wheel(String name, String flaw, Wheel wheel) {
    var outcomes =
        IntStream.range(0, WHEEL)
            .mapToObj(pocket -> new OutcomeTable.Outcome(label(pocket), "1/" + WHEEL))
            .toList();
    return new DrawGenerator(
        name,
        flaw,
        new Delivery.Outcomes(new OutcomeTable("pocket", outcomes), "wheel"),
        label(0).length() + 1,
        (draws, into, _) -> {
          byte[] line = (label(wheel.spin(draws)) + "\n").getBytes(StandardCharsets.US_ASCII);
          System.arraycopy(line, 0, into, 0, line.length);
        });
  }

  private static String label(int pocket) {
    return pocket < 10 ? "0" + pocket : Integer.toString(pocket);
  }
}
