package org.astragal.certification.games;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.astragal.certification.battery.Binomial;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Fit;
import org.astragal.certification.battery.Uniformity;

/** What the P-values of many sequences say together. */
final class SecondLevel {
  /** Fewer sequences have no distribution. */
  private static final int LEAST = 10;

  /**
   * Statistics that come in steps can hit their mean exactly, which is a P-value of 1: a test that
   * weighs the ends without bound would reject the best of generators for that.
   */
  private static final Set<String> CONTINUOUS =
      Set.of(
          TestName.KOLMOGOROV_SMIRNOV.text(),
          TestName.ANDERSON_DARLING.text(),
          TestName.ORDER_STATISTIC.text(),
          TestName.SERIAL_CORRELATION.text(),
          TestName.SPECTRAL.text());

  private SecondLevel() {}

  /** A test in one form. */
  private record Group(String test, String variant) {}

  static List<Finding> conclude(List<Finding> findings, Selection selection) {
    Map<Group, List<Finding>> groups = new LinkedHashMap<>();
    for (Finding finding : findings) {
      if (finding.sequence().isPresent() && finding.pValue().isPresent()) {
        groups
            .computeIfAbsent(new Group(finding.test(), finding.variant()), _ -> new ArrayList<>())
            .add(finding);
      }
    }
    var all = new ArrayList<Finding>();
    for (var group : groups.entrySet()) {
      if (group.getValue().size() >= LEAST) {
        all.addAll(lines(group.getKey(), group.getValue(), selection));
      }
    }
    return all;
  }

  private static List<Finding> lines(Group group, List<Finding> found, Selection selection) {
    var lines = new Lines(selection, group.test + " " + group.variant, OptionalInt.empty());
    double[] p = found.stream().mapToDouble(line -> line.pValue().orElseThrow()).toArray();
    long size = found.stream().mapToLong(Finding::size).sum();
    int passes = 0;
    for (double each : p) {
      passes += each > selection.alpha() ? 1 : 0;
    }
    var binomial = new Binomial(p.length, 1 - selection.alpha());
    lines.fit(
        TestName.PROPORTION,
        "",
        new Fit(passes, OptionalDouble.empty(), binomial.twoSided(passes)),
        size,
        "sequences",
        p.length,
        "passes",
        passes);
    lines.fit(TestName.UNIFORMITY_KS, "", Uniformity.kolmogorovSmirnov(p), size);
    if (CONTINUOUS.contains(group.test)) {
      lines.fit(TestName.UNIFORMITY_AD, "", Uniformity.andersonDarling(p), size);
    }
    return lines.all();
  }
}
