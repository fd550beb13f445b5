package org.astragal.certification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.astragal.certification.battery.Battery;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Task;

/** Batteries over one sample: the tasks of all of them, and what they found. Immutable. */
final class Schedule {
  private final List<Part> parts;

  /** A battery with its tasks. */
  private record Part(Battery battery, List<Runner.Job> jobs) {}

  /**
   * What was found.
   *
   * @param findings in the order of the report
   * @param finished how many tasks
   */
  record Found(List<Finding> findings, int finished) {}

  private Schedule(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Divides the work.
   *
   * @param batteries that there are
   * @param settings which of them, and how
   * @param symbols the data, a symbol in each byte
   * @param kept which findings are of use; the others cost memory only
   * @throws CertifyException if there is no battery of a name
   */
  static Schedule of(
      Batteries batteries, Settings settings, Sample symbols, Predicate<Finding> kept)
      throws CertifyException {
    Sample bits = PackedSample.of(symbols, settings.symbolBits());
    var parts = new ArrayList<Part>();
    for (Batteries.Kind kind : batteries.named(settings.suites())) {
      Sample input = kind.input(settings) == Batteries.Input.BITS ? bits : symbols;
      Battery battery = kind.make().make(settings, symbols.size() * settings.symbolBits());
      parts.add(
          new Part(
              battery,
              battery.plan(input.size()).stream()
                  .map(task -> new Runner.Job(battery.suite(), new Kept(task, kept), input))
                  .toList()));
    }
    return new Schedule(parts);
  }

  /** A task of whose findings some are dropped. */
  private record Kept(Task task, Predicate<Finding> kept) implements Task {
    @Override
    public String id() {
      return task.id();
    }

    @Override
    public long cost() {
      return task.cost();
    }

    @Override
    public long memory() {
      return task.memory();
    }

    @Override
    public List<Finding> run(Sample sample) throws SampleException, InterruptedException {
      return task.run(sample).stream().filter(kept).toList();
    }
  }

  /** {@return the tasks of all batteries} */
  List<Runner.Job> jobs() {
    return parts.stream().flatMap(part -> part.jobs().stream()).toList();
  }

  /**
   * {@return what the tasks found that are finished; a battery of which all are is concluded}
   *
   * @param data SHA-256 of the sample
   */
  Found collect(String data, TaskStore store) {
    var all = new ArrayList<Finding>();
    int finished = 0;
    for (Part part : parts) {
      var found = new ArrayList<Finding>();
      int before = finished;
      for (Runner.Job job : part.jobs()) {
        Optional<TaskStore.Entry> entry = store.find(job.key(data));
        if (entry.isPresent()) {
          found.addAll(entry.get().findings());
          finished++;
        }
      }
      all.addAll(found);
      if (finished - before == part.jobs().size()) {
        all.addAll(conclude(part.battery(), found));
      }
    }
    return new Found(List.copyOf(all), finished);
  }

  private static List<Finding> conclude(Battery battery, List<Finding> found) {
    try {
      return battery.conclude(List.copyOf(found));
    } catch (RuntimeException e) {
      // A fault of the program must not look like a property of the data.
      return List.of(
          Runner.fault(battery.suite(), "conclusion", "this program failed: " + e + "."));
    }
  }
}
