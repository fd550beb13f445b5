package org.astragal.certification.sp80090b;

import java.util.List;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Task;

/**
 * A task over the data set that the options choose.
 *
 * @param id unique within the battery
 * @param cost in milliseconds
 * @param memory in bytes
 * @param options which samples
 * @param subjects what it will speak of, for data that cannot be read as samples
 * @param body what it computes
 */
record Job(
    String id,
    long cost,
    long memory,
    Sp80090bOptions options,
    List<Findings.Subject> subjects,
    Body body)
    implements Task {
  /** What a task computes of data that are samples. */
  interface Body {
    List<Finding> run(Dataset data) throws InterruptedException;
  }

  @Override
  public List<Finding> run(Sample sample) throws SampleException, InterruptedException {
    int limit = options.samples(sample.size());
    return switch (Dataset.load(sample, options.symbolBits(), limit)) {
      case Dataset.Refused(String reason) ->
          subjects.stream().map(subject -> Findings.notRun(subject, reason)).toList();
      case Dataset.Ready(Dataset data) -> body.run(data);
    };
  }
}
