package org.astragal.games.reference;

import java.util.List;
import java.util.Optional;

/** The mathematics of the money wheel: segments, boosts and bonus tables, as weights. */
final class WheelTables {
  /** Segments of the wheel. */
  static final int SEGMENTS = 54;

  /** Equally likely boosts. */
  static final int BOOSTS = 400;

  /** Doublings after which a bonus pays instead of doubling again. */
  static final int DOUBLINGS = 3;

  /** A bonus pocket that doubles. */
  static final int DOUBLE = 0;

  /** Values on either side of the FLIP coin. */
  static final Table FLIP =
      Table.of(
          20,
          new Weighted(2, 2),
          new Weighted(5, 4),
          new Weighted(8, 4),
          new Weighted(10, 3),
          new Weighted(15, 3),
          new Weighted(25, 2),
          new Weighted(40, 1),
          new Weighted(50, 1));

  /** The 16 bins of DROP, from left to right. */
  static final Table DROP =
      new Table(
          16,
          List.of(5, 7, 10, DOUBLE, 15, 20, 10, 35, 10, 15, DOUBLE, 25, 12, 8, 5, 75).stream()
              .map(value -> new Weighted(value, 1))
              .toList());

  /** What the last doubling pocket of DROP pays, before the doublings. */
  static final int DROP_LAST = 20;

  /** The 64 pockets of MEGA. */
  static final Table MEGA =
      Table.of(
          64,
          new Weighted(10, 8),
          new Weighted(15, 10),
          new Weighted(20, 10),
          new Weighted(25, 12),
          new Weighted(50, 10),
          new Weighted(100, 8),
          new Weighted(250, 2),
          new Weighted(DOUBLE, 4));

  /** What the last doubling pocket of MEGA pays, before the doublings. */
  static final int MEGA_LAST = 100;

  /** What is boosted, in the order of the boost draw; the last 16 of the 400 boost nothing. */
  private static final List<Boost> BOOST_TABLE =
      List.of(
          new Boost(Spot.ONE, 2, 60),
          new Boost(Spot.ONE, 3, 15),
          new Boost(Spot.ONE, 5, 3),
          new Boost(Spot.TWO, 2, 60),
          new Boost(Spot.TWO, 3, 20),
          new Boost(Spot.TWO, 5, 9),
          new Boost(Spot.FIVE, 2, 44),
          new Boost(Spot.FIVE, 3, 16),
          new Boost(Spot.FIVE, 5, 6),
          new Boost(Spot.FIVE, 10, 1),
          new Boost(Spot.TEN, 2, 26),
          new Boost(Spot.TEN, 3, 10),
          new Boost(Spot.TEN, 5, 5),
          new Boost(Spot.TEN, 10, 1),
          new Boost(Spot.FLIP, 2, 30),
          new Boost(Spot.FLIP, 3, 15),
          new Boost(Spot.FLIP, 5, 5),
          new Boost(Spot.DROP, 2, 20),
          new Boost(Spot.DROP, 3, 10),
          new Boost(Spot.DROP, 5, 5),
          new Boost(Spot.DROP, 10, 1),
          new Boost(Spot.MEGA, 2, 12),
          new Boost(Spot.MEGA, 3, 6),
          new Boost(Spot.MEGA, 5, 3),
          new Boost(Spot.MEGA, 10, 1));

  private WheelTables() {}

  /** What the wheel can stop at, in the order of the wheel draw; also what can be bet on. */
  enum Spot {
    ONE("1", 1, 23),
    TWO("2", 2, 14),
    FIVE("5", 5, 7),
    TEN("10", 10, 4),
    FLIP("FLIP", 0, 3),
    DROP("DROP", 0, 2),
    MEGA("MEGA", 0, 1);

    private static final List<Spot> ALL = List.of(values());

    private final String label;
    private final int number;
    private final int segments;

    Spot(String label, int number, int segments) {
      this.label = label;
      this.number = number;
      this.segments = segments;
    }

    /** {@return the name in selections and details} */
    String label() {
      return label;
    }

    /** {@return what the spot pays to one before the boost, or 0 for a bonus} */
    int number() {
      return number;
    }

    /** {@return the spot of that label} */
    static Optional<Spot> of(String label) {
      for (Spot spot : ALL) {
        if (spot.label.equals(label)) {
          return Optional.of(spot);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A value and how many of the equally likely draws give it.
   *
   * @param value what is drawn
   * @param weight how many draws give it
   */
  record Weighted(int value, int weight) {}

  /**
   * Values by weight.
   *
   * @param size the sum of the weights: the n of a draw from the table
   * @param rows in the order of the draw
   */
  record Table(int size, List<Weighted> rows) {
    /** Refuses a table whose weights do not sum to its size. */
    Table {
      rows = List.copyOf(rows);
      if (rows.stream().mapToInt(Weighted::weight).sum() != size) {
        throw new IllegalArgumentException("the weights must sum to " + size);
      }
    }

    static Table of(int size, Weighted... rows) {
      return new Table(size, List.of(rows));
    }

    /** {@return the value for a draw below the size} */
    int valueAt(long draw) {
      long left = draw;
      for (Weighted row : rows) {
        left -= row.weight();
        if (left < 0) {
          return row.value();
        }
      }
      throw new IllegalArgumentException("the draw is beyond the table: " + draw);
    }
  }

  /**
   * One row of the boost table.
   *
   * @param spot the spot that is boosted
   * @param factor what its pays are multiplied by
   * @param weight how many of the 400 draws give it
   */
  record Boost(Spot spot, int factor, int weight) {}

  /** {@return where the wheel stops for a draw below 54} */
  static Spot spotAt(long draw) {
    long left = draw;
    for (Spot spot : Spot.ALL) {
      left -= spot.segments;
      if (left < 0) {
        return spot;
      }
    }
    throw new IllegalArgumentException("the wheel has 54 segments: " + draw);
  }

  /** {@return the boost for a draw below 400, or none for the last 16 of them} */
  static Optional<Boost> boostAt(long draw) {
    long left = draw;
    for (Boost boost : BOOST_TABLE) {
      left -= boost.weight();
      if (left < 0) {
        return Optional.of(boost);
      }
    }
    return Optional.empty();
  }
}
