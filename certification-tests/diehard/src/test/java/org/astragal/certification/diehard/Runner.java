package org.astragal.certification.diehard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.Task;

/** Runs the battery as a harness would, on all cores. */
final class Runner {
  private Runner() {}

  static List<Finding> run(DiehardOptions options, byte[] data) throws Exception {
    return run(options, data, task -> true);
  }

  /** Only the tasks that are wanted. */
  static List<Finding> run(DiehardOptions options, byte[] data, Predicate<Task> wanted)
      throws Exception {
    var battery = new Diehard(options);
    var sample = Sample.of(data);
    var findings = new ArrayList<Finding>();
    try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Callable<List<Finding>>> calls = new ArrayList<>();
      for (Task task : battery.plan(sample.size())) {
        if (wanted.test(task)) {
          calls.add(() -> task.run(sample));
        }
      }
      for (var future : threads.invokeAll(calls)) {
        findings.addAll(future.get());
      }
    }
    findings.addAll(battery.conclude(List.copyOf(findings)));
    return findings;
  }
}
