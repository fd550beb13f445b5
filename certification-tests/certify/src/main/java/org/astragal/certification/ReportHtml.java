package org.astragal.certification;

import static org.astragal.certification.Html.n;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** {@code report.html}: one file that needs no other, for the screen and for paper. */
final class ReportHtml {
  private final Report report;
  private final Figures figures;
  private final Html page = new Html();

  private ReportHtml(Report report) {
    this.report = report;
    this.figures = new Figures(report);
  }

  /** {@return the page} */
  static String of(Report report) {
    return new ReportHtml(report).page();
  }

  /** {@return the style of every page here} */
  static String style() {
    try (InputStream css = ReportHtml.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a page. */
  static void begin(Html page, String title) {
    page.raw("<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n")
        .raw("<meta name=viewport content=\"width=device-width,initial-scale=1\">\n")
        .element("title", title)
        .raw("<style>\n" + style() + "</style>\n</head>\n<body><main>\n");
  }

  private String page() {
    begin(page, report.verdict() + ": " + report.source().name());
    head();
    tests(Phase.FIRST, "Tests");
    repetition();
    notable();
    report.suites().forEach(this::suite);
    data();
    new ReportMethod(report).html(page);
    evidence();
    page.raw("<footer>").element("p", ReportWords.FOOTER).raw("</footer>\n</main></body></html>\n");
    return page.toString();
  }

  private void head() {
    page.raw("<header class=" + report.verdict() + ">\n")
        .element("h1", "Statistical test of " + report.source().name())
        .raw("<span class=verdict>" + report.verdict() + "</span>");
    if (report.partial()) {
      page.raw("<span class=verdict>PARTIAL</span>");
    }
    page.element("p class=reason", report.reason()).raw("<dl>\n");
    for (ReportWords.Fact fact : ReportWords.facts(report)) {
      page.element("dt", fact.name()).element(fact.code() ? "dd class=hash" : "dd", fact.value());
    }
    page.raw("</dl></header>\n");
  }

  private void tests(Phase phase, String title) {
    page.raw("<section class=tests>")
        .element("h2", title)
        .element("p class=lead", ReportWords.tests(report));
    List<TestSummary> tests =
        TestSummary.of(report, phase).stream()
            .filter(test -> phase == Phase.FIRST || test.pValues() > 0)
            .toList();
    // Only SP 800-90B estimates entropy.
    boolean entropy = tests.stream().anyMatch(test -> !test.entropy().isEmpty());
    var heads =
        new ArrayList<>(
            List.of(
                "Suite",
                "Test",
                n("forms"),
                n("sequences"),
                n("P-values"),
                n("≤ 0.01"),
                n("expected"),
                n("smallest P"),
                n("adjusted")));
    if (entropy) {
      heads.add(n("min-entropy"));
    }
    heads.add("Result");
    page.table(heads.toArray(String[]::new));
    for (TestSummary test : tests) {
      page.marked(test.mark().name(), cells(test, entropy).toArray(String[]::new));
    }
    page.endTable().raw("</section>\n");
  }

  private static List<String> cells(TestSummary test, boolean entropy) {
    boolean any = test.pValues() > 0;
    var cells =
        new ArrayList<>(
            List.of(
                test.suite(),
                test.test(),
                n(Integer.toString(test.forms())),
                n(test.sequences() == 0 ? "" : Integer.toString(test.sequences())),
                n(any ? Numbers.whole(test.pValues()) : ""),
                n(any ? Numbers.whole(test.below()) : ""),
                n(any ? Numbers.fixed(test.expectedBelow(), 1) : ""),
                n(test.smallest().map(r -> Numbers.p(r.pValue(), r.log10P())).orElse("")),
                n(test.holm().isPresent() ? Numbers.p(test.holm().getAsDouble()) : "")));
    if (entropy) {
      cells.add(n(test.entropy()));
    }
    cells.add(
        test.mark() == TestSummary.Mark.NOT_RUN ? "not run: " + test.note() : test.mark().text());
    return cells;
  }

  private void repetition() {
    Retest retest = report.retest();
    if (retest.state() == Retest.State.DONE) {
      tests(Phase.RETEST, "Repetition on fresh data, " + Numbers.whole(retest.bits()) + " bits");
    }
  }

  private void notable() {
    List<Result> notable = ReportWords.notable(report);
    if (notable.isEmpty()) {
      return;
    }
    page.raw("<section>")
        .element("h2", "Smallest P-values")
        .element("p class=lead", ReportWords.NOTABLE)
        .table(
            "Suite",
            "Test",
            "Form",
            n("seq."),
            n("statistic"),
            n("dof"),
            n("P-value"),
            n("adjusted (Holm)"),
            n("false-alarm share (BH)"),
            n("size"),
            "Clause");
    for (Result r : notable) {
      page.marked(
          r.rejected() ? "FAIL" : "PASS",
          r.suite(),
          r.test(),
          r.variant(),
          n(r.sequence().isPresent() ? Integer.toString(r.sequence().getAsInt()) : ""),
          n(Numbers.statistic(r.statistic())),
          n(Numbers.statistic(r.dof())),
          n(Numbers.p(r.pValue(), r.log10P())),
          n(Numbers.p(r.holm().orElse(1))),
          n(Numbers.p(r.benjaminiHochberg().orElse(1))),
          n(Numbers.whole(r.size())),
          r.clause());
    }
    page.endTable().raw("</section>\n");
  }

  private void suite(String suite) {
    List<Figures.Values> shapes = figures.values(suite);
    List<Figures.Proportion> proportions = figures.proportions(suite);
    Figures.Matrix matrix = figures.matrix(suite);
    List<Figures.Estimates> estimates = figures.estimates(suite);
    if (shapes.isEmpty() && matrix.columns() == 0 && estimates.isEmpty()) {
      return;
    }
    page.raw("<section id=" + suite + ">").element("h2", suite);
    if (matrix.columns() > 1) {
      var canvas =
          new SvgCanvas(Plots.WHOLE, SequencePlots.matrixHeight(matrix), "Tests by sequences");
      SequencePlots.matrix(canvas, matrix);
      page.raw("<div class=wide>" + canvas.finish() + "</div>\n");
      var shares = new SvgCanvas(Plots.WHOLE, SequencePlots.PROPORTION_HEIGHT, "Proportions");
      SequencePlots.proportions(shares, proportions);
      page.raw("<div class=wide>" + shares.finish() + "</div>\n");
    }
    page.raw("<div class=plots>\n");
    for (Figures.Estimates of : estimates) {
      var canvas =
          new SvgCanvas(Plots.HALF, Plots.estimatesHeight(of.estimates().size()), of.title());
      Plots.estimates(canvas, of.title(), of.most(), of.estimates());
      page.raw("<div>" + canvas.finish() + "</div>\n");
    }
    for (Figures.Values shape : shapes) {
      var canvas = new SvgCanvas(Plots.HALF, Plots.SHAPE_HEIGHT, shape.name());
      Plots.shape(canvas, shape);
      page.raw("<div>" + canvas.finish() + "</div>\n");
    }
    page.raw("</div></section>\n");
  }

  private void data() {
    page.raw("<section id=data>")
        .element("h2", "The data")
        .element("p class=lead", ReportWords.DATA);
    page.raw("<div class=portrait><div>");
    if (!report.portrait().image().isEmpty()) {
      var image = new SvgCanvas(Portrait.SIDE, report.portrait().image().size(), "First bits");
      image.bits(0, 0, Portrait.SIDE, report.portrait().image().size(), report.portrait().image());
      page.raw(image.finish());
    }
    page.raw("</div><div>");
    var bytes = new SvgCanvas(Plots.HALF, Plots.BYTES_HEIGHT, "Symbols");
    Plots.bytes(bytes, report.source());
    page.raw(bytes.finish()).raw("</div><div>");
    if (!report.portrait().correlations().isEmpty()) {
      var correlations = new SvgCanvas(Plots.HALF, Plots.CORRELATION_HEIGHT, "Correlations");
      Plots.correlations(correlations, report.portrait());
      page.raw(correlations.finish());
    }
    page.raw("</div></div></section>\n");
  }

  private void evidence() {
    page.raw("<section id=evidence>")
        .element("h2", "Evidence")
        .element("p class=lead", ReportWords.EVIDENCE);
    for (String suite : report.suites()) {
      List<Result> whole =
          report.ofSuite(suite).stream().filter(result -> result.sequence().isEmpty()).toList();
      page.raw("<details>")
          .element("summary", suite + ": " + Numbers.whole(whole.size()) + " lines")
          .table(
              "Test",
              "Form",
              "Mode",
              n("statistic"),
              n("dof"),
              n("P-value"),
              n("adjusted"),
              n("size"),
              n("threshold"),
              "Status",
              "Clause, figures, notes");
      for (Result r : whole) {
        page.row(
            (r.phase() == Phase.RETEST ? "repeated: " : "") + r.test(),
            r.variant(),
            r.mode(),
            n(Numbers.statistic(r.statistic())),
            n(Numbers.statistic(r.dof())),
            n(Numbers.p(r.pValue(), r.log10P())),
            n(r.holm().isPresent() ? Numbers.p(r.holm().getAsDouble()) : ""),
            n(Numbers.whole(r.size())),
            n(Numbers.statistic(r.threshold())),
            r.status().name(),
            ReportWords.remarks(r));
      }
      page.endTable().raw("</details>\n");
    }
    page.raw("</section>\n");
  }
}
