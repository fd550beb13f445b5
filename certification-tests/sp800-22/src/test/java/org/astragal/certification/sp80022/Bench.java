package org.astragal.certification.sp80022;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.astragal.certification.battery.Battery;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.Task;

/** Runs a battery as a harness does, on all cores, and reads resources. */
final class Bench {
  private Bench() {}

  static List<Finding> run(Battery battery, Sample sample) throws Exception {
    List<Finding> findings = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Callable<List<Finding>>> calls = new ArrayList<>();
      for (Task task : battery.plan(sample.size())) {
        calls.add(() -> task.run(sample));
      }
      for (var future : threads.invokeAll(calls)) {
        findings.addAll(future.get());
      }
    }
    return findings;
  }

  static List<Finding> run(int sequences, int bits, byte[] bytes) throws Exception {
    var options = Sp80022Battery.Options.DEFAULT.with(sequences, bits);
    return run(new Sp80022Battery(options), Sample.of(bytes));
  }

  static BitSequence bits(String digits) {
    byte[] bytes = new byte[(digits.length() + 7) / 8];
    for (int i = 0; i < digits.length(); i++) {
      bytes[i / 8] |= (byte) ((digits.charAt(i) - '0') << (7 - i % 8));
    }
    return BitSequence.of(bytes, digits.length());
  }

  static String resource(String name) throws Exception {
    try (var in = Bench.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
