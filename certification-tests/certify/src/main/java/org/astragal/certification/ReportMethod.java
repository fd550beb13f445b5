package org.astragal.certification;

import static org.astragal.certification.Html.n;

import java.util.List;

/** How the report came to be, and what it cannot see. */
final class ReportMethod {
  private final Report report;

  ReportMethod(Report report) {
    this.report = report;
  }

  /** {@return paragraphs on the method} */
  List<String> paragraphs() {
    return List.of(
        "Verdict. All P-values of this report that may decide are one family of "
            + Numbers.whole(report.family().size())
            + ". Holm's step-down correction keeps the chance that good data are rejected anywhere"
            + " in it at "
            + report.family().alpha()
            + ", however the tests depend on each other. FAIL: something is rejected after the"
            + " correction and not cleared by the repetition, or a bound that is no matter of"
            + " chance is missed. UNDECIDED: the run was interrupted, or a test that was asked for"
            + " could not be computed. PASS: neither.",
        "Rule of repetition, fixed beforehand. " + Retest.RULE,
        "This time. " + ReportWords.retest(report.retest()),
        "Order. Bits are taken from the highest of each byte on. No part of this report depends on"
            + " the time, on the number of threads or on the order in which tasks ended. Every"
            + " random choice follows from the SHA-256 of the data.");
  }

  void html(Html page) {
    page.raw("<section>")
        .element("h2", "Power")
        .element("p class=lead", power())
        .table(
            "Fault",
            n("bits"),
            n("smallest, by one test"),
            n("smallest, among all of this report"));
    for (Power.Row row : report.power().rows()) {
      page.row(
          fault(row),
          n(Numbers.whole(row.bits())),
          n(Numbers.scientific(row.alone())),
          n(Numbers.scientific(row.inFamily())));
    }
    page.endTable();
    if (!report.power().generators().isEmpty()) {
      page.element("h3", "Generators").element("p class=lead", GENERATORS);
      page.table("Generator", "Flaw", "Suite", n("rejected from, bytes"), "by");
      for (PowerTable.Row row : report.power().generators()) {
        page.row(row.generator(), flaw(row), row.suite(), n(from(row)), row.tests());
      }
      page.endTable();
    }
    page.raw("</section>\n<section>").element("h2", "Method");
    paragraphs().forEach(text -> page.element("p", text));
    page.raw("</section>\n");
  }

  /** {@return what the table of power says} */
  String power() {
    return "The smallest fault that a test sees with a chance of "
        + Numbers.fixed(report.power().power() * 100, 0)
        + " %: by the best test alone at the level "
        + Family.ALPHA
        + ", and at the level that the correction may leave. Nothing follows for smaller faults.";
  }

  static final String GENERATORS =
      "What each battery of this report says of known generators, as measured with ./astragal"
          + " certify selftest. A size counts where one and the same test rejects the streams of"
          + " three seeds, each after the rule of repetition.";

  static String flaw(PowerTable.Row row) {
    return row.flaw().isEmpty() ? "none known" : row.flaw();
  }

  static String from(PowerTable.Row row) {
    return row.bytes().isPresent()
        ? Numbers.whole(row.bytes().getAsLong())
        : "not up to " + Numbers.whole(row.tried());
  }

  static String fault(Power.Row row) {
    return row.fault().equals("bias")
        ? "bias: the share of ones differs from 1/2 by"
        : "correlation of neighbouring bits";
  }
}
