package org.astragal.certification.diehard;

import java.util.ArrayList;
import java.util.List;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Sample;

/** Runs the battery as a harness would, on one thread. */
final class Runner {
  private Runner() {}

  static List<Finding> run(DiehardOptions options, byte[] data) throws Exception {
    var battery = new Diehard(options);
    var sample = Sample.of(data);
    var findings = new ArrayList<Finding>();
    for (var task : battery.plan(sample.size())) {
      findings.addAll(task.run(sample));
    }
    findings.addAll(battery.conclude(List.copyOf(findings)));
    return findings;
  }
}
