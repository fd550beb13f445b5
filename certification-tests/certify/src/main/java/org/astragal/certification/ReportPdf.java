package org.astragal.certification;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code report.pdf}: what a laboratory files. Made from the report alone: the same, byte for byte.
 */
final class ReportPdf {
  /** Place of the column that only some suites fill. */
  private static final int ENTROPY = 8;

  /** Of the words before the table of generators, with its first lines. */
  private static final double GENERATORS = 90;

  private static final double TEXT = 8.5;
  private static final double CELL = 6.8;
  private static final double COLUMN = 265;

  private final Report report;
  private final Figures figures;
  private final PdfWriter to;

  private ReportPdf(Report report, PdfWriter to) {
    this.report = report;
    this.figures = new Figures(report);
    this.to = to;
  }

  /** Writes the file. */
  static void write(Report report, Path file) throws IOException {
    String title = "Statistical test of " + report.source().name();
    long identity = Long.parseUnsignedLong(report.source().sha256(), 0, 16, 16);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        PdfWriter writer = new PdfWriter(title, identity)) {
      new ReportPdf(report, writer).write(title);
      writer.save(out, "SHA-256 of the data " + report.source().sha256());
    }
  }

  private void write(String title) throws IOException {
    to.heading(title, 17);
    Canvas.Ink ink =
        switch (report.verdict()) {
          case PASS -> Canvas.Ink.GOOD;
          case FAIL -> Canvas.Ink.BAD;
          case UNDECIDED -> Canvas.Ink.MUTED;
        };
    to.banner(report.verdict() + (report.partial() ? ", PARTIAL" : ""), ink, 15);
    to.paragraph(report.reason(), 10, Canvas.Ink.TEXT);
    var facts = new ArrayList<List<String>>();
    ReportWords.facts(report).forEach(fact -> facts.add(List.of(fact.name(), fact.value())));
    to.table(
        List.of(
            new PdfWriter.Column("", 90, false),
            new PdfWriter.Column("", PdfWriter.width() - 90, false)),
        facts,
        7.5);
    tests(Phase.FIRST, "Tests");
    if (report.retest().state() == Retest.State.DONE) {
      tests(
          Phase.RETEST,
          "Repetition on fresh data, " + Numbers.whole(report.retest().bits()) + " bits");
    }
    notable();
    for (String suite : report.suites()) {
      suite(suite);
    }
    data();
    method();
    evidence();
    to.paragraph(ReportWords.FOOTER, TEXT, Canvas.Ink.MUTED);
  }

  private void tests(Phase phase, String title) throws IOException {
    to.heading(title, 12);
    to.paragraph(ReportWords.tests(report), TEXT, Canvas.Ink.MUTED);
    var rows = new ArrayList<List<String>>();
    for (TestSummary test : TestSummary.of(report, phase)) {
      if (phase == Phase.FIRST || test.pValues() > 0) {
        boolean any = test.pValues() > 0;
        rows.add(
            List.of(
                test.suite(),
                test.test(),
                Integer.toString(test.forms()),
                any ? Numbers.whole(test.pValues()) : "",
                any ? Numbers.whole(test.below()) : "",
                any ? Numbers.fixed(test.expectedBelow(), 1) : "",
                test.smallest().map(r -> Numbers.p(r.pValue(), r.log10P())).orElse(""),
                test.holm().isPresent() ? Numbers.p(test.holm().getAsDouble()) : "",
                test.entropy(),
                test.mark() == TestSummary.Mark.NOT_RUN
                    ? "not run: " + test.note()
                    : test.mark().text()));
      }
    }
    // Only SP 800-90B estimates entropy.
    int entropy = rows.stream().allMatch(row -> row.get(ENTROPY).isEmpty()) ? 0 : 86;
    var columns =
        new ArrayList<>(
            List.of(
                new PdfWriter.Column("Suite", 46, false),
                new PdfWriter.Column("Test", 94, false),
                new PdfWriter.Column("forms", 30, true),
                new PdfWriter.Column("P-values", 40, true),
                new PdfWriter.Column("≤ 0.01", 30, true),
                new PdfWriter.Column("expected", 38, true),
                new PdfWriter.Column("smallest P", 48, true),
                new PdfWriter.Column("adjusted", 46, true),
                new PdfWriter.Column("min-entropy", entropy, true),
                new PdfWriter.Column("Result", 142 - entropy, false)));
    List<List<String>> shown = rows;
    if (entropy == 0) {
      columns.remove(ENTROPY);
      shown = rows.stream().map(ReportPdf::withoutEntropy).toList();
    }
    to.table(List.copyOf(columns), shown, CELL);
  }

  private static List<String> withoutEntropy(List<String> row) {
    var rest = new ArrayList<>(row);
    rest.remove(ENTROPY);
    return rest;
  }

  private void notable() throws IOException {
    List<Result> notable = ReportWords.notable(report);
    if (notable.isEmpty()) {
      return;
    }
    to.heading("Smallest P-values", 12);
    to.paragraph(ReportWords.NOTABLE, TEXT, Canvas.Ink.MUTED);
    var rows = new ArrayList<List<String>>();
    for (Result r : notable) {
      rows.add(
          List.of(
              r.test(),
              r.variant(),
              r.sequence().isPresent() ? Integer.toString(r.sequence().getAsInt()) : "",
              Numbers.statistic(r.statistic()),
              Numbers.statistic(r.dof()),
              Numbers.p(r.pValue(), r.log10P()),
              Numbers.p(r.holm().orElse(1)),
              Numbers.p(r.benjaminiHochberg().orElse(1)),
              Numbers.whole(r.size()),
              r.clause()));
    }
    to.table(
        List.of(
            new PdfWriter.Column("Test", 94, false),
            new PdfWriter.Column("Form", 67, false),
            new PdfWriter.Column("seq.", 25, true),
            new PdfWriter.Column("statistic", 46, true),
            new PdfWriter.Column("dof", 28, true),
            new PdfWriter.Column("P-value", 46, true),
            new PdfWriter.Column("Holm", 42, true),
            new PdfWriter.Column("BH", 42, true),
            new PdfWriter.Column("size", 46, true),
            new PdfWriter.Column("Clause", 78, false)),
        rows,
        CELL);
  }

  private void suite(String suite) throws IOException {
    List<Figures.Values> shapes = figures.values(suite);
    Figures.Matrix matrix = figures.matrix(suite);
    List<Figures.Estimates> estimates = figures.estimates(suite);
    if (shapes.isEmpty() && matrix.columns() == 0 && estimates.isEmpty()) {
      return;
    }
    to.heading("Plots: " + suite, 12, firstPlot(matrix, estimates));
    if (matrix.columns() > 1) {
      to.plots(
          SequencePlots.matrixHeight(matrix),
          0,
          List.of(canvas -> SequencePlots.matrix(canvas, matrix)));
      to.plots(
          SequencePlots.PROPORTION_HEIGHT,
          0,
          List.of(canvas -> SequencePlots.proportions(canvas, figures.proportions(suite))));
    }
    if (!estimates.isEmpty()) {
      int rows = estimates.stream().mapToInt(of -> of.estimates().size()).max().orElse(0);
      to.plots(
          Plots.estimatesHeight(rows),
          COLUMN,
          estimates.stream()
              .<PdfWriter.Plot>map(
                  of -> canvas -> Plots.estimates(canvas, of.title(), of.most(), of.estimates()))
              .toList());
    }
    for (int i = 0; i < shapes.size(); i += 2) {
      var pair = new ArrayList<PdfWriter.Plot>();
      for (Figures.Values values : shapes.subList(i, Math.min(i + 2, shapes.size()))) {
        pair.add(canvas -> Plots.shape(canvas, values));
      }
      to.plots(Plots.SHAPE_HEIGHT, COLUMN, pair);
    }
  }

  private static double firstPlot(Figures.Matrix matrix, List<Figures.Estimates> estimates) {
    if (matrix.columns() > 1) {
      return SequencePlots.matrixHeight(matrix) + 10;
    }
    return estimates.stream()
        .mapToDouble(of -> Plots.estimatesHeight(of.estimates().size()) + 10)
        .max()
        .orElse(Plots.SHAPE_HEIGHT + 10);
  }

  private void data() throws IOException {
    to.need(330);
    to.heading("The data", 12);
    to.paragraph(ReportWords.DATA, TEXT, Canvas.Ink.MUTED);
    List<String> image = report.portrait().image();
    to.plots(
        Plots.BYTES_HEIGHT + Plots.CORRELATION_HEIGHT + 10,
        COLUMN,
        List.of(
            canvas -> {
              if (!image.isEmpty()) {
                canvas.bits(0, 4, 230, 230.0 * image.size() / Portrait.SIDE, image);
              }
            },
            canvas -> Plots.bytes(canvas, report.source())));
    if (!report.portrait().correlations().isEmpty()) {
      to.space(-(Plots.CORRELATION_HEIGHT + 12));
      to.plots(
          Plots.CORRELATION_HEIGHT - 10,
          COLUMN,
          List.of(_ -> {}, canvas -> Plots.correlations(canvas, report.portrait())));
    }
  }

  private void method() throws IOException {
    var method = new ReportMethod(report);
    to.heading("Power", 12);
    to.paragraph(method.power(), TEXT, Canvas.Ink.MUTED);
    var rows = new ArrayList<List<String>>();
    for (Power.Row row : report.power().rows()) {
      rows.add(
          List.of(
              ReportMethod.fault(row),
              Numbers.whole(row.bits()),
              Numbers.scientific(row.alone()),
              Numbers.scientific(row.inFamily())));
    }
    to.table(
        List.of(
            new PdfWriter.Column("Fault", 220, false),
            new PdfWriter.Column("bits", 90, true),
            new PdfWriter.Column("by one test", 90, true),
            new PdfWriter.Column("among all", 90, true)),
        rows,
        7.5);
    if (!report.power().generators().isEmpty()) {
      to.need(GENERATORS);
      to.paragraph(ReportMethod.GENERATORS, TEXT, Canvas.Ink.MUTED);
      to.table(
          List.of(
              new PdfWriter.Column("Generator", 80, false),
              new PdfWriter.Column("Flaw", 160, false),
              new PdfWriter.Column("Suite", 55, false),
              new PdfWriter.Column("rejected from, bytes", 80, true),
              new PdfWriter.Column("by", 140, false)),
          report.power().generators().stream()
              .map(row ->
                  List.of(
                      row.generator(),
                      ReportMethod.flaw(row),
                      row.suite(),
                      ReportMethod.from(row),
                      row.tests()))
              .toList(),
          CELL);
    }
    to.heading("Method", 12);
    for (String text : method.paragraphs()) {
      to.paragraph(text, TEXT, Canvas.Ink.TEXT);
    }
  }

  private void evidence() throws IOException {
    to.heading("Evidence", 12);
    to.paragraph(ReportWords.EVIDENCE, TEXT, Canvas.Ink.MUTED);
    var rows = new ArrayList<List<String>>();
    for (Result r : report.results()) {
      if (r.sequence().isEmpty() && !Family.isCompatible(r.mode())) {
        rows.add(
            List.of(
                (r.phase() == Phase.RETEST ? "repeated: " : "") + r.test(),
                r.variant(),
                Numbers.statistic(r.statistic()),
                Numbers.statistic(r.dof()),
                Numbers.p(r.pValue(), r.log10P()),
                r.holm().isPresent() ? Numbers.p(r.holm().getAsDouble()) : "",
                Numbers.whole(r.size()),
                r.status().name(),
                ReportWords.remarks(r)));
      }
    }
    to.table(
        List.of(
            new PdfWriter.Column("Test", 96, false),
            new PdfWriter.Column("Form", 56, false),
            new PdfWriter.Column("statistic", 46, true),
            new PdfWriter.Column("dof", 28, true),
            new PdfWriter.Column("P-value", 42, true),
            new PdfWriter.Column("adjusted", 42, true),
            new PdfWriter.Column("size", 46, true),
            new PdfWriter.Column("Status", 36, false),
            new PdfWriter.Column("Clause, figures, notes", 123, false)),
        rows,
        6);
  }
}
