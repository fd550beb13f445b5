package org.astragal.certification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words and choices that the page for the screen and the one for paper share. */
final class ReportWords {
  private static final String P_VALUES =
      "Good data give a P-value of at most 0.01 once in a hundred. That is why the result does not"
          + " follow from single P-values: a test is rejected when a P-value of it is at most 0.01"
          + " after Holm's correction for all P-values of this report. Modes that follow a"
          + " reference program's own constants are in report.json and do not decide. ";

  private static final String ESTIMATES =
      "An estimate of min-entropy passes when it is at least the claim, in the plots a black line;"
          + " it is an upper bound of what the data hold, and no proof that they hold it.";

  static final String NOTABLE =
      "The most extreme results of the report with what they come to. The false-alarm share"
          + " (Benjamini-Hochberg) is the share of good results among all that are at least as"
          + " extreme; it is for reading, not for the verdict.";

  static final String DATA =
      "Left: the first bits, row by row, a 1 dark. Right: how often each symbol occurs, and how"
          + " bits go with those behind them. Bands hold good data with 99 % for the whole plot."
          + " These plots decide nothing.";

  static final String EVIDENCE =
      "Everything that was said of the data as a whole, with its figures. What was said of each"
          + " sequence stands in report.json.";

  static final String FOOTER =
      "A statistical test finds faults of the kind it looks for, at the size it sees. It proves"
          + " neither randomness nor unpredictability. This report is not a certificate.";

  /** How many results stand out. */
  private static final int NOTABLE_LINES = 15;

  /** What a shell takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/+:=@%-]+");

  private ReportWords() {}

  /**
   * A line at the head of a report.
   *
   * @param name of it
   * @param value of it
   * @param code whether it is for machines
   */
  record Fact(String name, String value, boolean code) {}

  static List<Fact> facts(Report report) {
    Report.Source source = report.source();
    var facts = new ArrayList<Fact>();
    facts.add(
        new Fact(
            "Source",
            source.kind()
                + " "
                + source.name()
                + source.stage().map(s -> ", stage " + s).orElse(""),
            false));
    facts.add(new Fact("SHA-256", source.sha256(), true));
    facts.add(
        new Fact(
            "Size",
            Numbers.whole(source.bits())
                + " bits in "
                + Numbers.whole(source.bytes())
                + " bytes, one symbol of "
                + source.symbolBits()
                + " bits in each; "
                + Numbers.whole(source.ones())
                + " ones",
            false));
    facts.add(
        new Fact(
            "First bytes",
            source.firstBytes() + " (the first bit is the highest of the first byte)",
            true));
    facts.add(new Fact("Looked at", lookedAt(report), false));
    facts.add(
        new Fact(
            "Family",
            String.format(
                Locale.ROOT,
                "%,d P-values judged together; %,d at most %s by themselves, %s expected of good"
                    + " data; %,d rejected",
                report.family().size(),
                report.family().belowAlpha(),
                report.family().alpha(),
                Numbers.fixed(report.family().size() * report.family().alpha(), 1),
                report.family().rejected()),
            false));
    facts.add(
        new Fact(
            "Program",
            report.program().name()
                + " "
                + report.program().version()
                + ", "
                + report.program().java(),
            false));
    facts.add(new Fact("Program SHA-256", report.program().sha256(), true));
    facts.add(new Fact("Command", command(report), true));
    return facts;
  }

  /** What part of the data each battery looked at: it need not be all. */
  private static String lookedAt(Report report) {
    var parts = new ArrayList<String>();
    for (String suite : report.suites()) {
      var sequences = new TreeSet<Integer>();
      long largest = 0;
      for (Result result : report.ofSuite(suite)) {
        if (result.phase() == Phase.FIRST && !result.variant().equals(Figures.BITSTRING)) {
          result.sequence().ifPresent(sequences::add);
          boolean counts = sequences.isEmpty() || result.sequence().isPresent();
          largest = counts ? Math.max(largest, result.size()) : largest;
        }
      }
      parts.add(
          suite
              + (sequences.size() <= 1
                  ? " at " + Numbers.whole(largest) + " values"
                  : String.format(
                      Locale.ROOT, " at %,d sequences of %,d bits", sequences.size(), largest)));
    }
    return String.join("; ", parts);
  }

  private static String command(Report report) {
    var command = new StringBuilder("./astragal certify ").append(options(report));
    Report.Source source = report.source();
    command.append(" --source ");
    switch (source.kind()) {
      case "file" -> command.append(quoted(source.name()));
      case "stream" -> command.append('-');
      default -> {
        command.append("appliance --config FILE --stage ");
        command.append(source.stage().orElse("").replace(" below ", " --below "));
      }
    }
    return command.append(" --bits ").append(source.bits()).append(" --report DIR").toString();
  }

  /** {@return a word of a command as a shell takes it} */
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** {@return the options that decide the findings, as they are given to the command} */
  static String options(Report report) {
    return report.options().entrySet().stream()
        .map(option -> "--" + option.getKey() + " " + option.getValue())
        .collect(Collectors.joining(" "));
  }

  /** {@return what the table of tests shows} */
  static String tests(Report report) {
    boolean estimates = report.results().stream().anyMatch(r -> r.minEntropy().isPresent());
    return ((report.family().size() > 0 ? P_VALUES : "") + (estimates ? ESTIMATES : "")).strip();
  }

  /** {@return the results with the smallest P-values of the first run} */
  static List<Result> notable(Report report) {
    return report.results().stream()
        .filter(result -> result.phase() == Phase.FIRST && result.inFamily())
        .sorted(Comparator.comparingDouble(Result::order))
        .limit(NOTABLE_LINES)
        .toList();
  }

  /** {@return clause, note and further figures in one cell} */
  static String remarks(Result result) {
    var parts = new ArrayList<String>();
    if (!result.clause().isEmpty()) {
      parts.add(result.clause());
    }
    if (!result.note().isEmpty()) {
      parts.add(result.note());
    }
    result.details().forEach((name, value) -> parts.add(name + " " + value));
    return String.join("; ", parts);
  }

  /** {@return what came of the rule of repetition} */
  static String retest(Retest retest) {
    return switch (retest.state()) {
      case NOT_NEEDED -> "Nothing was rejected, so nothing was repeated.";
      case FINAL -> "What was rejected is final, so nothing was repeated.";
      case NO_DATA ->
          "The source has no fresh data of four times the size, so nothing was repeated: give a"
              + " source of five times --bits.";
      case NOT_REACHED -> "The run ended before a repetition.";
      case DONE ->
          String.format(
              Locale.ROOT,
              "%,d tests were repeated on %,d bits of fresh data with the SHA-256 %s.",
              retest.flagged().size(),
              retest.bits(),
              retest.sha256().orElseThrow());
    };
  }
}
