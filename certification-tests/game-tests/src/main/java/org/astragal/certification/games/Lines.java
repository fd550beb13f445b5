package org.astragal.certification.games;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.astragal.certification.battery.Binomial;
import org.astragal.certification.battery.ChiSquare;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Status;

/** Collects what tests say of one kind of draws, as lines of the report. Use by one thread. */
final class Lines {
  /** Cells are joined until each expects so many: below, chi-square is not to be trusted. */
  static final double LEAST_EXPECTED = 5;

  /** Of fewer trials with two cells, the exact law is taken. */
  private static final long FEW = 5_000;

  private final Selection selection;
  private final String kind;
  private final OptionalInt sequence;
  private final List<Finding> all;

  /**
   * Begins.
   *
   * @param selection which tests are wanted, and at which level
   * @param kind of the draws, such as {@code lotto 6/49}: the head of each variant
   * @param sequence which part of the data; nothing for all of it
   */
  Lines(Selection selection, String kind, OptionalInt sequence) {
    this(selection, kind, sequence, new ArrayList<>());
  }

  private Lines(Selection selection, String kind, OptionalInt sequence, List<Finding> all) {
    this.selection = selection;
    this.kind = kind;
    this.sequence = sequence;
    this.all = all;
  }

  /** {@return lines that follow these, of another kind of draws} */
  Lines under(String other) {
    return new Lines(selection, other, sequence, all);
  }

  /** {@return whether a test is wanted} */
  boolean wants(TestName test) {
    return selection.wants(test);
  }

  /** {@return everything so far, in order} */
  List<Finding> all() {
    return List.copyOf(all);
  }

  /**
   * Adds what a test says.
   *
   * @param form which form of the test, or empty
   * @param size draws or rounds that were looked at
   * @param details names and values in turn
   */
  void fit(TestName test, String form, Fit fit, long size, Object... details) {
    if (wants(test)) {
      all.add(
          finding(
              test,
              form,
              OptionalDouble.of(fit.statistic()),
              fit.dof(),
              fit.p(),
              size,
              fit.p().p() > selection.alpha() ? Status.PASS : Status.FAIL,
              map(details)));
    }
  }

  /** Adds a statistic that is standard normal for good data. */
  void normal(TestName test, String form, double z, long size, Object... details) {
    fit(test, form, new Fit(z, OptionalDouble.empty(), PValue.normalTwoSided(z)), size, details);
  }

  /** Adds Pearson's test of counts, with neighbouring cells joined until each expects enough. */
  void chiSquare(
      TestName test, String form, long[] counts, double[] p, long size, Object... details) {
    chiSquare(LEAST_EXPECTED, test, form, counts, p, size, details);
  }

  /**
   * The same with another least expectation: counts of cells that are far from equal have a longer
   * tail than chi-square, which a larger one takes away.
   */
  void chiSquare(
      double least,
      TestName test,
      String form,
      long[] counts,
      double[] p,
      long size,
      Object... details) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    Pool pool = Pool.of(counts, p, total, least);
    if (pool.cells() < 2) {
      notRun(test, form, size, "needs two cells that expect " + (int) least + " each");
    } else if (pool.cells() == 2 && total < FEW) {
      // Pearson's statistic of one count takes few values: its law is binomial.
      fit(
          test,
          form,
          new Fit(
              ChiSquare.pooled(counts, p, least).statistic(),
              OptionalDouble.of(1),
              new Binomial((int) total, pool.probability()).twoSided((int) pool.count())),
          size,
          details);
    } else {
      fit(test, form, ChiSquare.pooled(counts, p, least), size, details);
    }
  }

  /**
   * What joining neighbouring cells leaves.
   *
   * @param cells how many that expect enough
   * @param count seen in the first of them
   * @param probability of the first of them
   */
  private record Pool(int cells, long count, double probability) {
    static Pool of(long[] counts, double[] probabilities, long total, double least) {
      int cells = 0;
      double joined = 0;
      long seen = 0;
      double first = 0;
      long firstSeen = 0;
      for (int i = 0; i < probabilities.length; i++) {
        joined += probabilities[i];
        seen += counts[i];
        if (total * joined >= least) {
          if (cells == 0) {
            first = joined;
            firstSeen = seen;
          }
          cells++;
          joined = 0;
          seen = 0;
        }
      }
      return new Pool(cells, firstSeen, first);
    }
  }

  /** Adds that a test was not computed. */
  void notRun(TestName test, String form, long size, String need) {
    if (wants(test)) {
      all.add(without(test, form, size, Status.NOT_RUN, need + "; there are " + size, Map.of()));
    }
  }

  /** Adds what is known of the data. */
  void input(Status status, String note, long size, Object... details) {
    all.add(without(TestName.INPUT, "", size, status, note, map(details)));
  }

  private Finding without(
      TestName test,
      String form,
      long size,
      Status status,
      String note,
      Map<String, String> details) {
    return new Finding(
        GameBattery.SUITE,
        test.text(),
        variant(form),
        "",
        sequence,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        size,
        OptionalDouble.empty(),
        status,
        "",
        note,
        details);
  }

  private Finding finding(
      TestName test,
      String form,
      OptionalDouble statistic,
      OptionalDouble dof,
      PValue p,
      long size,
      Status status,
      Map<String, String> details) {
    return new Finding(
        GameBattery.SUITE,
        test.text(),
        variant(form),
        "",
        sequence,
        statistic,
        dof,
        OptionalDouble.of(p.p()),
        log10(p),
        size,
        OptionalDouble.of(selection.alpha()),
        status,
        selection.clause(test),
        "",
        details);
  }

  private String variant(String form) {
    return form.isEmpty() || kind.isEmpty() ? kind + form : kind + " " + form;
  }

  /** {@return the logarithm, or nothing where ideal data cannot come at all} */
  static OptionalDouble log10(PValue value) {
    return value.log10() == Double.NEGATIVE_INFINITY
        ? OptionalDouble.empty()
        : OptionalDouble.of(value.log10());
  }

  /** {@return names and values in turn, as they are printed} */
  static Map<String, String> map(Object... details) {
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < details.length; i += 2) {
      Object value = details[i + 1];
      map.put(
          details[i].toString(),
          value instanceof Double number
              ? String.format(Locale.ROOT, "%.6f", number)
              : value.toString());
    }
    return map;
  }

  /** {@return counts as one detail} */
  static String list(long[] counts) {
    var text = new StringBuilder();
    for (long count : counts) {
      text.append(text.isEmpty() ? "" : " ").append(count);
    }
    return text.toString();
  }
}
