package org.astragal.certification;

import java.util.Locale;

/** What is printed at the end of a run. */
final class ReportText {
  private ReportText() {}

  /** {@return the verdict and a line for each test} */
  static String of(Report report) {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-10s %-32s %8s %10s %10s %12s %12s  %s%n",
            "suite",
            "test",
            "P-values",
            "below 0.01",
            "expected",
            "smallest P",
            "adjusted",
            ""));
    for (TestSummary test : TestSummary.of(report, Phase.FIRST)) {
      text.append(line(test));
    }
    if (report.retest().state() == Retest.State.DONE) {
      text.append("repetition on fresh data, ")
          .append(Numbers.whole(report.retest().bits()))
          .append(" bits:\n");
      TestSummary.of(report, Phase.RETEST).stream()
          .filter(test -> test.pValues() > 0)
          .forEach(test -> text.append(line(test)));
    }
    return text.append(report.verdict())
        .append(": ")
        .append(report.reason())
        .append('\n')
        .toString();
  }

  private static String line(TestSummary test) {
    if (test.mark() == TestSummary.Mark.NOT_RUN) {
      return String.format(
          Locale.ROOT, "%-10s %-32s not run: %s%n", test.suite(), test.test(), test.note());
    }
    if (!test.entropy().isEmpty()) {
      return String.format(
          Locale.ROOT,
          "%-10s %-32s min-entropy %s  %s%n",
          test.suite(),
          test.test(),
          test.entropy(),
          test.mark().text());
    }
    return String.format(
        Locale.ROOT,
        "%-10s %-32s %8d %10d %10.1f %12s %12s  %s%n",
        test.suite(),
        test.test(),
        test.pValues(),
        test.below(),
        test.expectedBelow(),
        test.smallest().map(r -> Numbers.p(r.pValue(), r.log10P())).orElse(""),
        test.holm().isPresent() ? Numbers.p(test.holm().getAsDouble()) : "",
        test.mark().text());
  }
}
