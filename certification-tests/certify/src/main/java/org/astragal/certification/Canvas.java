package org.astragal.certification;

import java.util.List;

/**
 * Where a plot is drawn: a page for a browser or one for paper. The origin is at the top left, and
 * a unit is a point.
 */
interface Canvas {
  /** What a mark means; each page has its own colours for it. */
  enum Ink {
    /** Words and axes. */
    TEXT,
    /** Words of less weight. */
    MUTED,
    /** Lines behind the data. */
    GRID,
    /** The data. */
    DATA,
    /** Where good data lie. */
    BAND,
    /** What good data are expected to be. */
    EXPECTED,
    /** What is rejected. */
    BAD,
    /** What holds. */
    GOOD,
    /** Bits that are 1. */
    BIT
  }

  /** Where a text stands to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** A filled rectangle. */
  void rect(double x, double y, double width, double height, Ink ink, double opacity);

  /** A straight line. */
  void line(double x1, double y1, double x2, double y2, Ink ink, double width);

  /** A line through points. */
  void path(double[] xs, double[] ys, Ink ink, double width);

  /** A filled circle. */
  void dot(double x, double y, double radius, Ink ink);

  /** A line of text on its base line. */
  void text(double x, double y, String text, Ink ink, double size, Anchor anchor);

  /**
   * A picture of bits.
   *
   * @param rows of hexadecimal digits, each of {@link Portrait#SIDE} bits
   */
  void bits(double x, double y, double width, double height, List<String> rows);
}
