package org.astragal.certification.sp80090b;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.astragal.certification.battery.Finding;

/** Runs the battery as a harness would, on one thread. */
final class Runs {
  private Runs() {}

  static List<Finding> run(Sp80090bOptions options, byte[] data) throws Exception {
    var battery = new Sp80090b(options);
    var sample = DataSets.sample(data);
    var findings = new ArrayList<Finding>();
    for (var task : battery.plan(sample.size())) {
      findings.addAll(task.run(sample));
    }
    findings.addAll(battery.conclude(List.copyOf(findings)));
    return findings;
  }

  static Sp80090bOptions options(int bits, double claim, Track... tracks) {
    return new Sp80090bOptions(
        bits,
        EnumSet.copyOf(List.of(tracks)),
        claim,
        Sp80090bOptions.DEFAULT_SAMPLES,
        "",
        Optional.empty());
  }

  static Finding find(List<Finding> findings, String test, String variant) {
    return findings.stream()
        .filter(f -> f.test().equals(test) && f.variant().equals(variant))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(test + " " + variant));
  }

  static double detail(Finding finding, String name) {
    return Double.parseDouble(finding.details().get(name));
  }
}
