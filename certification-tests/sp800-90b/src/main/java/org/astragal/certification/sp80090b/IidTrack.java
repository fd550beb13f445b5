package org.astragal.certification.sp80090b;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.PValue;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Task;

/**
 * The tests of the assumption that samples are independent and identically distributed.
 *
 * @spec sp800-90b.html#5 SP 800-90B, 5 Testing the IID assumption
 */
final class IidTrack {
  static final String PERMUTATION = "permutation";
  static final String COMPRESSION = "compression";
  static final String INDEPENDENCE = "chi-square-independence";
  static final String GOODNESS = "chi-square-goodness-of-fit";
  static final String REPEAT = "longest-repeated-substring";

  /** What may say that samples are not IID. */
  static final Set<String> TESTS = Set.of(PERMUTATION, INDEPENDENCE, GOODNESS, REPEAT);

  /** Fewer samples give some statistics no value at all. */
  private static final int LEAST = 1000;

  /** 5.2: the level of the chi-square tests and of the longest repeated substring. */
  private static final double LEVEL = 0.001;

  private IidTrack() {}

  static List<Task> plan(Sp80090bOptions options, int samples) {
    var independence = new Findings.Subject(INDEPENDENCE, "", "5.2.1", samples);
    var goodness = new Findings.Subject(GOODNESS, "", "5.2.2", samples);
    var repeat = new Findings.Subject(REPEAT, "", "5.2.5", samples);
    long base = 64L << 20;
    return List.of(
        job(
            "chi-square",
            samples / 100_000 + 1,
            base + 4L * samples,
            options,
            List.of(independence, goodness),
            data ->
                List.of(
                    chiSquare(independence, ChiSquareTests.independence(data.literal())),
                    chiSquare(goodness, ChiSquareTests.goodnessOfFit(data.literal())))),
        job(
            REPEAT,
            samples / 10_000 + 1,
            base + 25L * samples,
            options,
            List.of(repeat),
            data -> List.of(repeat(repeat, data))),
        job(
            PERMUTATION + "/statistics",
            samples / 100 + 1,
            base + 5L * samples,
            options,
            subjects(PermutationStatistics.NAMES, samples),
            data -> {
              var statistics = new PermutationStatistics(data);
              return permutation(
                  options,
                  data,
                  statistics.samples(),
                  PermutationStatistics.NAMES,
                  statistics::compute);
            }),
        job(
            PERMUTATION + "/" + COMPRESSION,
            samples / 100 + 1,
            base + 16L * samples,
            options,
            subjects(List.of(COMPRESSION), samples),
            data -> {
              var length = new BzipLength();
              return permutation(
                  options,
                  data,
                  data.raw(),
                  List.of(COMPRESSION),
                  (permuted, wanted, into) -> into[0] = length.of(permuted));
            }));
  }

  /** Data of one symbol, or of very few samples, carry none of these tests. */
  private static Task job(
      String id,
      long cost,
      long memory,
      Sp80090bOptions options,
      List<Findings.Subject> subjects,
      Job.Body body) {
    return new Job(
        id,
        cost,
        memory,
        options,
        subjects,
        data -> {
          if (data.alphabet() == 1) {
            return refuse(subjects, "all samples are the same: there is nothing to compare");
          }
          if (data.length() < LEAST) {
            return refuse(subjects, "needs at least " + LEAST + " samples, has " + data.length());
          }
          return body.run(data);
        });
  }

  private static List<Finding> refuse(List<Findings.Subject> subjects, String reason) {
    return subjects.stream().map(subject -> Findings.notRun(subject, reason)).toList();
  }

  private static List<Findings.Subject> subjects(List<String> names, long size) {
    return names.stream()
        .map(name -> new Findings.Subject(PERMUTATION, name, "5.1", size))
        .toList();
  }

  private static Finding chiSquare(Findings.Subject subject, ChiSquareTests.Result result) {
    return switch (result) {
      case ChiSquareTests.TooFew(String reason) -> Findings.notRun(subject, reason);
      case ChiSquareTests.Statistic(double statistic, int dof) ->
          Findings.significance(
              subject, statistic, OptionalDouble.of(dof), PValue.chiSquare(statistic, dof), LEVEL);
    };
  }

  // 5.2.5: with p_col the sum of the squared shares and W the longest repeat, the probability that
  // any of N = C(L - W + 1, 2) pairs of places agrees for W symbols is 1 - (1 - p_col^W)^N.
  private static Finding repeat(Findings.Subject subject, Dataset data)
      throws InterruptedException {
    double collision = 0;
    for (double p : ChiSquareTests.proportions(data.literal())) {
      collision += p * p;
    }
    int w = RepeatedTuples.longestRepeat(data.symbols());
    double places = data.length() - w + 1.0;
    double pairs = places * (places - 1) / 2;
    double lnAgree = w * Math.log(collision);
    double lnNone = pairs * Math.log1p(-Math.exp(lnAgree));
    var p =
        -lnNone < 1e-15
            ? PValue.ofLn(Math.log(pairs) + lnAgree)
            : PValue.ofLn(Math.log(-Math.expm1(lnNone)));
    return Findings.with(
        Findings.significance(subject, w, OptionalDouble.empty(), p, LEVEL),
        new Details().put("W", w).put("pCollision", collision).map());
  }

  private static List<Finding> permutation(
      Sp80090bOptions options,
      Dataset data,
      byte[] permuted,
      List<String> names,
      Permutations.Statistics statistics)
      throws InterruptedException {
    var shuffler = new Shuffler(data.raw(), permuted, options.seed());
    var ranks = Permutations.rank(permuted, shuffler, names, statistics);
    return Arrays.stream(ranks)
        .map(rank -> rankFinding(rank, options, shuffler, data.length()))
        .toList();
  }

  private static Finding rankFinding(
      Permutations.Rank rank, Sp80090bOptions options, Shuffler shuffler, int samples) {
    var subject = new Findings.Subject(PERMUTATION, rank.name(), "5.1", samples);
    var finding =
        Findings.finding(
            subject,
            OptionalDouble.of(rank.value()),
            OptionalDouble.of(Permutations.FEW),
            rank.usual() ? Status.PASS : Status.FAIL,
            rank.usual()
                ? ""
                : "at most " + Permutations.FEW + " permutations are as high, or as low");
    return Findings.with(
        finding,
        new Details()
            .put("permutations", rank.above() + rank.equal() + rank.below())
            .put("C0", rank.above())
            .put("C1", rank.equal())
            .put("C2", rank.below())
            .put("dataSha256", shuffler.dataHash())
            .put("seed", options.seed())
            .map());
  }

  private static List<Finding> tests(List<Finding> findings) {
    return findings.stream().filter(f -> TESTS.contains(f.test())).toList();
  }

  /** {@return how many tests say that the samples are not IID} */
  static long failed(List<Finding> findings) {
    return tests(findings).stream().filter(f -> f.status() == Status.FAIL).count();
  }

  /** {@return whether the samples may be taken as IID, and what the most common value then says} */
  static Finding assess(Sp80090bOptions options, List<Finding> findings, int samples) {
    var tests = tests(findings);
    var estimates = new ArrayList<Finding>();
    findings.stream()
        .filter(f -> f.test().equals(EstimatorSpec.MCV.tests().getFirst()))
        .forEach(estimates::add);
    var finding = NonIidTrack.assess(options, "iid", estimates, samples);
    long failed = failed(findings);
    if (failed > 0) {
      return Findings.with(
          finding,
          Status.FAIL,
          failed + " tests say that the samples are not IID: take the non-IID track");
    }
    return finding.statistic().isEmpty()
        ? finding
        : NonIidTrack.withLimits(finding, tests, samples);
  }
}
