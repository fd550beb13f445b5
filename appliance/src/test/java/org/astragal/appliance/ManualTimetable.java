package org.astragal.appliance;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;

/** A timetable whose time passes when a test says so; the threads are real. */
final class ManualTimetable implements Timetable {
  private final Timetable real = Timetable.of(Clock.systemUTC());
  private final List<Repeated> all = new CopyOnWriteArrayList<>();
  private volatile Duration passed = Duration.ZERO;

  /** Something that is done again and again. */
  private static final class Repeated {
    private final ScheduledExecutorService thread;
    private final Duration pause;
    private final Runnable work;
    private Duration next;

    Repeated(ScheduledExecutorService thread, Duration pause, Runnable work, Duration next) {
      this.thread = thread;
      this.pause = pause;
      this.work = work;
      this.next = next;
    }
  }

  @Override
  public InstantSource clock() {
    return () -> real.clock().instant().plus(passed);
  }

  @Override
  public ScheduledExecutorService thread(String name) {
    return real.thread(name);
  }

  @Override
  public void every(ScheduledExecutorService thread, Duration pause, Runnable work) {
    all.add(new Repeated(thread, pause, work, passed.plus(pause)));
  }

  /** Lets time pass; what is due by then is done once when this returns. */
  void pass(Duration time) throws Exception {
    passed = passed.plus(time);
    for (Repeated one : all) {
      if (one.next.compareTo(passed) <= 0) {
        one.next = passed.plus(one.pause);
        one.thread.submit(one.work).get();
      }
    }
  }
}
