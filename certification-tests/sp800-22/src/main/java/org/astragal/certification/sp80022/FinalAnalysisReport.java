package org.astragal.certification.sp80022;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.astragal.certification.battery.Finding;

/**
 * The table {@code finalAnalysisReport.txt} of the reference program, version 2.1.2, so that a
 * laboratory can compare line by line.
 */
public final class FinalAnalysisReport {
  private static final String RULE =
      "------------------------------------------------------------------------------\n";
  private static final String DASHES =
      "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -\n";

  /** Below this the reference program marks the uniformity. */
  private static final double UNIFORMITY_THRESHOLD = 0.0001;

  private final StringBuilder text = new StringBuilder();
  private int sequences;
  private int excursions;

  private FinalAnalysisReport() {}

  /**
   * Writes the table.
   *
   * @param findings of this battery; only those of mode {@code sts-2.1.2} on single sequences count
   * @param source what stands there as the generator, such as the name of a file
   * @return the text, with line feeds, as the reference program writes it
   */
  public static String of(List<Finding> findings, String source) {
    return new FinalAnalysisReport().write(findings, source);
  }

  private String write(List<Finding> findings, String source) {
    text.append(RULE)
        .append("RESULTS FOR THE UNIFORMITY OF P-VALUES AND THE PROPORTION OF PASSING SEQUENCES\n")
        .append(RULE)
        .append("   generator is <")
        .append(source)
        .append(">\n")
        .append(RULE)
        .append(" C1  C2  C3  C4  C5  C6  C7  C8  C9 C10  P-VALUE  PROPORTION  STATISTICAL TEST\n")
        .append(RULE);
    double alpha = 0.01;
    for (Kind kind : Kind.values()) {
      for (List<Finding> variant : variants(findings, kind)) {
        alpha = variant.getFirst().threshold().orElse(alpha);
        double[] pValues =
            variant.stream()
                .filter(finding -> finding.pValue().isPresent())
                .mapToDouble(finding -> finding.pValue().getAsDouble())
                .toArray();
        row(kind, Assessment.of(kind, pValues, alpha));
      }
    }
    foot(alpha);
    return text.toString();
  }

  private static List<List<Finding>> variants(List<Finding> findings, Kind kind) {
    Map<String, List<Finding>> variants = new LinkedHashMap<>();
    for (Finding finding : findings) {
      if (finding.sequence().isPresent()
          && finding.suite().equals(Sp80022Battery.SUITE)
          && finding.test().equals(kind.test())
          && finding.mode().equals(Mode.REFERENCE.label())) {
        variants.computeIfAbsent(finding.variant(), name -> new ArrayList<>()).add(finding);
      }
    }
    return List.copyOf(variants.values());
  }

  private void row(Kind kind, Assessment assessment) {
    if (kind.ofExcursions()) {
      excursions = assessment.size();
    } else {
      sequences = assessment.size();
    }
    for (long count : assessment.counts()) {
      text.append(String.format(Locale.ROOT, "%3d ", count));
    }
    if (assessment.hasUniformity()) {
      double p = assessment.uniformity().p();
      text.append(String.format(Locale.ROOT, " %8.6f ", p))
          .append(p < UNIFORMITY_THRESHOLD ? "* " : "  ");
    } else {
      text.append("    ----    ");
    }
    if (assessment.size() == 0) {
      text.append(" ------  ");
    } else {
      text.append(String.format(Locale.ROOT, "%4d/%-4d", assessment.passes(), assessment.size()))
          .append(assessment.proportionFlagged() ? " *" : "  ");
    }
    text.append(assessment.size() == 0 ? "   " : "  ").append(kind.reference()).append('\n');
  }

  private void foot(double alpha) {
    text.append("\n\n").append(DASHES);
    text.append("The minimum pass rate for each statistical test with the exception of the\n");
    if (sequences == 0) {
      text.append("random excursion (variant) test is undefined.\n\n");
    } else {
      text.append("random excursion (variant) test is approximately = ")
          .append(least(sequences, alpha))
          .append(" for a\nsample size = ")
          .append(sequences)
          .append(" binary sequences.\n\n");
    }
    text.append("The minimum pass rate for the random excursion (variant) test");
    if (excursions == 0) {
      text.append(" is undefined.\n\n");
    } else {
      text.append("\nis approximately = ")
          .append(least(excursions, alpha))
          .append(" for a sample size = ")
          .append(excursions)
          .append(" binary sequences.\n\n");
    }
    text.append("For further guidelines construct a probability table using the MAPLE program\n")
        .append("provided in the addendum section of the documentation.\n")
        .append(DASHES);
  }

  private static int least(int size, double alpha) {
    return Assessment.of(Kind.FREQUENCY, new double[size], alpha).least();
  }
}
