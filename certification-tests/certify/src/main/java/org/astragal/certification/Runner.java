package org.astragal.certification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.SampleException;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Task;

/**
 * Computes tasks on several threads, the longest first, and only as many at a time as fit into the
 * memory together. What is in the store already is not computed again.
 */
final class Runner {
  /** Share of the heap that tasks may take together; the rest is for findings and reports. */
  private static final double TASK_SHARE = 0.7;

  /** How long a stopped task may go on; {@link Task#run} promises to look once a second. */
  private static final long STOP_MILLIS = 20_000;

  /** The detail of a finding that comes from a fault of this program. */
  static final Map<String, String> FAULT = Map.of("fault", "program");

  private final int threads;
  private final long memory;
  private final Progress progress;

  /** Creates one for so many threads. */
  Runner(int threads, Progress progress) {
    this(threads, (long) (Runtime.getRuntime().maxMemory() * TASK_SHARE), progress);
  }

  Runner(int threads, long memory, Progress progress) {
    this.threads = threads;
    this.memory = memory;
    this.progress = progress;
  }

  /**
   * A task with its place.
   *
   * @param suite of the battery
   * @param task of it
   * @param sample what it reads
   */
  record Job(String suite, Task task, Sample sample) {
    TaskStore.Key key(String data) {
      return new TaskStore.Key(data, suite, task.id());
    }
  }

  /** What one task ended in. */
  private sealed interface Ended {
    /** It found something. */
    record Found(Job job, long millis, List<Finding> findings) implements Ended {}

    /** The data cannot be read. */
    record Unreadable(Job job, SampleException cause) implements Ended {}

    /** It was told to stop. */
    record Stopped(Job job) implements Ended {}
  }

  /**
   * Computes what is not in the store yet, and adds it.
   *
   * @param phase which is shown
   * @param data SHA-256 of what the tasks look at
   * @return whether all is done; false if this thread was interrupted, whose mark is then set
   * @throws CertifyException if the data cannot be read, or the store not be written
   */
  boolean run(Phase phase, String data, List<Job> jobs, TaskStore store) throws CertifyException {
    List<Job> open =
        new ArrayList<>(jobs.stream().filter(job -> store.find(job.key(data)).isEmpty()).toList());
    open.sort(Comparator.comparingLong((Job job) -> job.task().cost()).reversed());
    progress.begin(phase.text(), open.stream().mapToLong(job -> job.task().cost()).sum());
    var work = new Work(data, open, store, jobs.size());
    try {
      work.go();
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      work.stop();
      progress.end();
    }
  }

  /** One call of {@link #run}; used by its thread alone, but for {@link #ended}. */
  private final class Work {
    private final String data;
    private final List<Job> waiting;
    private final TaskStore store;
    private final int all;
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final List<Thread> running = new ArrayList<>();
    private long free = memory;
    private int busy;

    Work(String data, List<Job> waiting, TaskStore store, int all) {
      this.data = data;
      this.waiting = new ArrayList<>(waiting);
      this.store = store;
      this.all = all;
    }

    void go() throws CertifyException, InterruptedException {
      while (busy > 0 || !waiting.isEmpty()) {
        startWhatFits();
        Ended next = ended.take();
        busy--;
        switch (next) {
          case Ended.Found(Job job, long millis, List<Finding> findings) -> {
            free += need(job);
            store.add(new TaskStore.Entry(job.key(data), millis, findings));
            progress.finished(job.task().cost(), all - waiting.size() - busy, all);
          }
          case Ended.Unreadable(_, SampleException cause) ->
              throw new CertifyException(
                  CertifyException.Fault.SOURCE, String.valueOf(cause.getMessage()), cause);
          case Ended.Stopped _ -> throw new InterruptedException();
        }
      }
    }

    private void startWhatFits() {
      for (int i = 0; i < waiting.size() && busy < threads; ) {
        Job job = waiting.get(i);
        if (need(job) <= free) {
          waiting.remove(i);
          free -= need(job);
          busy++;
          running.add(
              Thread.ofPlatform()
                  .name("task-" + job.suite() + "-" + job.task().id())
                  .start(() -> ended.add(compute(job))));
        } else {
          i++;
        }
      }
      running.removeIf(thread -> !thread.isAlive());
    }

    /** A task that alone needs more than there is gets all there is, and is refused. */
    private long need(Job job) {
      return Math.min(job.task().memory(), memory);
    }

    void stop() {
      running.forEach(Thread::interrupt);
      boolean interrupted = Thread.interrupted();
      for (Thread thread : running) {
        try {
          var _ = thread.join(Duration.ofMillis(STOP_MILLIS));
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Ended compute(Job job) {
    long start = System.nanoTime();
    try {
      if (job.task().memory() > memory) {
        return new Ended.Found(job, 0, List.of(tooLarge(job)));
      }
      List<Finding> findings = job.task().run(job.sample());
      return new Ended.Found(job, (System.nanoTime() - start) / 1_000_000, findings);
    } catch (InterruptedException _) {
      return new Ended.Stopped(job);
    } catch (SampleException e) {
      // An interrupt during a read breaks the channel.
      return Thread.currentThread().isInterrupted()
          ? new Ended.Stopped(job)
          : new Ended.Unreadable(job, e);
    } catch (RuntimeException | Error e) {
      // A fault of the program must not look like a property of the data.
      return new Ended.Found(
          job,
          (System.nanoTime() - start) / 1_000_000,
          List.of(fault(job.suite(), job.task().id(), "this program failed: " + e + ".")));
    }
  }

  private Finding tooLarge(Job job) {
    return notRun(
        job.suite(),
        job.task().id(),
        String.format(
            Locale.ROOT,
            "needs %,d MiB of memory, and tasks may take %,d MiB: use less data for each sequence",
            job.task().memory() >> 20,
            memory >> 20),
        Map.of());
  }

  /** {@return a finding that says that this program failed} */
  static Finding fault(String suite, String test, String why) {
    return notRun(suite, test, why, FAULT);
  }

  private static Finding notRun(
      String suite, String test, String why, Map<String, String> details) {
    return new Finding(
        suite,
        test,
        "",
        "",
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        0,
        OptionalDouble.empty(),
        Status.NOT_RUN,
        "",
        why,
        details);
  }
}
