package org.astragal.certification;

import static org.astragal.certification.Html.n;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code certify compare}: two reports side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Shows two reports side by side, and the lines in which they differ.",
      "Exit status 0: shown; 3: one of them cannot be read."
    })
final class CompareCommand implements Callable<Integer> {
  /** Lines that are shown of those that differ. */
  private static final int SHOWN = 20;

  @Parameters(index = "0", paramLabel = "A", description = "A report.json, or its folder.")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "Another one.")
  private Path second = Path.of("");

  @Option(names = "--html", paramLabel = "FILE", description = "Write the comparison as a page.")
  private Optional<Path> html = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CertifyException {
    Comparison comparison = Comparison.of(ReportJson.read(first), ReportJson.read(second));
    PrintWriter out = spec.commandLine().getOut();
    out.print(text(comparison));
    out.flush();
    if (html.isPresent()) {
      write(html.get(), page(comparison));
    }
    return Main.OK;
  }

  private static void write(Path file, String page) throws CertifyException {
    try {
      Files.writeString(file, page, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.DISK, "cannot write " + file + ": " + Reasons.of(e), e);
    }
  }

  private static String text(Comparison c) {
    var text = new StringBuilder();
    for (List<String> row : head(c)) {
      text.append(
          String.format(Locale.ROOT, "%-14s %-66s %s%n", row.get(0), row.get(1), row.get(2)));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%n%-10s %-28s | %12s %12s %-9s | %12s %12s %-9s%n",
            "suite",
            "test",
            "smallest P",
            "adjusted",
            "A",
            "smallest P",
            "adjusted",
            "B"));
    for (Comparison.Pair pair : c.tests()) {
      text.append(String.format(Locale.ROOT, "%-10s %-28s", pair.suite(), pair.test()));
      for (Optional<TestSummary> side : List.of(pair.a(), pair.b())) {
        text.append(
            String.format(
                Locale.ROOT,
                " | %12s %12s %-9s",
                side.map(CompareCommand::smallest).orElse(""),
                side.map(CompareCommand::adjusted).orElse(""),
                side.map(test -> test.mark().text()).orElse("absent")));
      }
      text.append('\n');
    }
    text.append('\n').append(summary(c)).append('\n');
    for (Comparison.Difference difference : shown(c)) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %s: %s, %s%n",
              difference.name(),
              figure(difference.a()),
              figure(difference.b())));
    }
    return text.toString();
  }

  private static List<List<String>> head(Comparison c) {
    return List.of(
        List.of("", "A", "B"),
        List.of("verdict", verdict(c.a()), verdict(c.b())),
        List.of("source", c.a().source().name(), c.b().source().name()),
        List.of("SHA-256", c.a().source().sha256(), c.b().source().sha256()),
        List.of("bits", Numbers.whole(c.a().source().bits()), Numbers.whole(c.b().source().bits())),
        List.of("options", ReportWords.options(c.a()), ReportWords.options(c.b())),
        List.of(
            "family", Numbers.whole(c.a().family().size()), Numbers.whole(c.b().family().size())),
        List.of("program", c.a().program().sha256(), c.b().program().sha256()));
  }

  private static String verdict(Report report) {
    return report.verdict() + (report.partial() ? ", partial" : "");
  }

  private static String summary(Comparison c) {
    if (c.isSame()) {
      return "The same data and the same findings, in %s lines."
          .replace("%s", Numbers.whole(c.lines()));
    }
    String same =
        c.a().source().sha256().equals(c.b().source().sha256()) ? "The same data" : "Other data";
    return String.format(
        Locale.ROOT,
        "%s; %,d lines in both, %,d in A alone, %,d in B alone; %,d of those in both differ, by at"
            + " most %s.",
        same,
        c.lines(),
        c.onlyA(),
        c.onlyB(),
        c.differences().size(),
        c.differences().isEmpty() ? "0" : Numbers.scientific(c.differences().getFirst().size()));
  }

  private static List<Comparison.Difference> shown(Comparison c) {
    return c.differences().subList(0, Math.min(SHOWN, c.differences().size()));
  }

  private static String smallest(TestSummary test) {
    return test.smallest().map(r -> Numbers.p(r.pValue(), r.log10P())).orElse("");
  }

  private static String adjusted(TestSummary test) {
    return test.holm().isPresent() ? Numbers.p(test.holm().getAsDouble()) : "";
  }

  private static String figure(Result r) {
    return r.pValue().isPresent()
        ? "P " + Numbers.p(r.pValue(), r.log10P()) + " " + r.status()
        : Numbers.statistic(r.statistic()) + " " + r.status();
  }

  private static String page(Comparison c) {
    var page = new Html();
    ReportHtml.begin(page, "Two reports");
    page.raw("<header>").element("h1", "Two reports side by side").element("p", summary(c));
    page.table("", "A", "B");
    head(c).stream().skip(1).forEach(row -> page.row(row.toArray(String[]::new)));
    page.endTable().raw("</header>\n<section>").element("h2", "Tests");
    page.table(
        "Suite",
        "Test",
        n("A: smallest P"),
        n("adjusted"),
        "entropy",
        "A",
        n("B: smallest P"),
        n("adjusted"),
        "entropy",
        "B");
    for (Comparison.Pair pair : c.tests()) {
      page.row(
          pair.suite(),
          pair.test(),
          n(pair.a().map(CompareCommand::smallest).orElse("")),
          n(pair.a().map(CompareCommand::adjusted).orElse("")),
          pair.a().map(TestSummary::entropy).orElse(""),
          pair.a().map(test -> test.mark().text()).orElse("absent"),
          n(pair.b().map(CompareCommand::smallest).orElse("")),
          n(pair.b().map(CompareCommand::adjusted).orElse("")),
          pair.b().map(TestSummary::entropy).orElse(""),
          pair.b().map(test -> test.mark().text()).orElse("absent"));
    }
    page.endTable().raw("</section>\n");
    if (!c.differences().isEmpty()) {
      page.raw("<section>").element("h2", "Largest differences");
      page.table("Line", "A", "B", n("difference"));
      for (Comparison.Difference difference : shown(c)) {
        page.row(
            difference.name(),
            figure(difference.a()),
            figure(difference.b()),
            n(Numbers.scientific(difference.size())));
      }
      page.endTable().raw("</section>\n");
    }
    return page.raw("</main></body></html>\n").toString();
  }
}
