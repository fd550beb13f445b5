package org.astragal.certification.sp80090b;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Task;

/**
 * Whether a source starts anew each time: the first samples after many restarts, as rows and as
 * columns of a matrix.
 *
 * @spec sp800-90b.html#3.1.4 SP 800-90B, 3.1.4 Restart tests
 */
final class RestartTrack {
  static final String ROWS = "rows";
  static final String COLUMNS = "columns";
  static final String SANITY = "restart-sanity";

  private static final int SIDE = RestartCutoff.SIDE;

  private RestartTrack() {}

  static List<Task> plan(Sp80090bOptions options, long size) {
    var tasks = new ArrayList<Task>();
    var sanity = new Findings.Subject(SANITY, "", "3.1.4.3", size);
    tasks.add(
        job(
            SANITY,
            500,
            64L << 20,
            options,
            size,
            List.of(sanity),
            data -> List.of(sanity(sanity, options, data))));
    for (String variant : List.of(ROWS, COLUMNS)) {
      for (EstimatorSpec spec : EstimatorSpec.ALL) {
        tasks.add(
            job(
                spec.tests().getFirst() + "/" + variant,
                spec.cost(SIDE * SIDE),
                spec.memory(SIDE * SIDE, SIDE * SIDE),
                options,
                size,
                spec.subjects(variant, size),
                data ->
                    data.alphabet() > 2 && spec.bitsOnly()
                        ? List.of()
                        : spec.findings(variant, view(data, variant), options.claim() / 2)));
      }
    }
    return tasks;
  }

  private static Series view(Dataset data, String variant) {
    return variant.equals(ROWS) ? data.literal() : data.transposed(SIDE, SIDE);
  }

  private static Task job(
      String id,
      long cost,
      long memory,
      Sp80090bOptions options,
      long size,
      List<Findings.Subject> subjects,
      Job.Body body) {
    return new Job(
        "restart/" + id,
        cost,
        memory,
        options,
        subjects,
        data -> {
          if (size != SIDE * SIDE || data.length() != size) {
            String reason =
                "a restart data set has exactly 1,000,000 samples, the first 1,000 after each of"
                    + " 1,000 restarts; here are "
                    + size;
            return subjects.stream().map(subject -> Findings.notRun(subject, reason)).toList();
          }
          return body.run(data);
        });
  }

  // 3.1.4.3 steps 2 to 4: X_R and X_C are the greatest counts of a symbol in a row and in a column.
  private static Finding sanity(Findings.Subject subject, Sp80090bOptions options, Dataset data) {
    int rows = greatest(data.literal());
    int columns = greatest(data.transposed(SIDE, SIDE));
    int most = Math.max(rows, columns);
    var details =
        new Details()
            .put("H_I", options.claim())
            .put("alpha", RestartCutoff.ALPHA)
            .put("rows", rows)
            .put("columns", columns);
    if (data.alphabet() < Math.floor(Math.pow(2, options.claim()))) {
      return Findings.with(
          Findings.finding(
              subject,
              OptionalDouble.of(most),
              OptionalDouble.empty(),
              Status.FAIL,
              data.alphabet() + " different samples cannot hold the claimed entropy"),
          details.map());
    }
    int cutoff = new RestartCutoff(options.claim(), data.alphabet()).cutoff();
    return Findings.with(
        Findings.finding(
            subject,
            OptionalDouble.of(most),
            OptionalDouble.of(cutoff),
            most <= cutoff ? Status.PASS : Status.FAIL,
            ""),
        details.put("cutoff", cutoff).map());
  }

  private static int greatest(Series series) {
    byte[] s = series.symbols();
    int greatest = 0;
    for (int from = 0; from < s.length; from += SIDE) {
      int[] counts = new int[256];
      for (int i = from; i < from + SIDE; i++) {
        greatest = Math.max(greatest, ++counts[s[i] & 0xff]);
      }
    }
    return greatest;
  }

  // 3.1.4.2: the claim is validated unless rows or columns hold less than half of it.
  /** {@return whether the claim stands, given the findings of the tasks} */
  static Finding assess(Sp80090bOptions options, List<Finding> findings, int samples) {
    var subject = new Findings.Subject("assessed", "restart", "3.1.4.2", samples);
    var parts =
        findings.stream()
            .filter(f ->
                f.variant().equals(ROWS) || f.variant().equals(COLUMNS) || f.test().equals(SANITY))
            .toList();
    if (parts.stream().noneMatch(f -> f.statistic().isPresent())) {
      return Findings.notRun(subject, parts.isEmpty() ? "nothing ran" : parts.getFirst().note());
    }
    double rows = NonIidTrack.least(parts, ROWS, options.symbolBits());
    double columns = NonIidTrack.least(parts, COLUMNS, options.symbolBits());
    double least = Math.min(rows, columns);
    var finding =
        Findings.entropy(
            subject,
            least,
            options.claim() / 2,
            "",
            new Details()
                .put("H_r", rows)
                .put("H_c", columns)
                .put("H_I", options.claim())
                .put("minEntropy", Math.min(least, options.claim()))
                .map());
    boolean insane =
        parts.stream().anyMatch(f -> f.test().equals(SANITY) && f.status() == Status.FAIL);
    return insane
        ? Findings.with(
            finding, Status.FAIL, "the sanity check failed: a symbol comes too often in one line")
        : NonIidTrack.withLimits(finding, parts, samples);
  }
}
