package org.astragal.appliance;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What time it is, and who wakes up when: everything that an appliance does again and again at
 * times of days or hours is done by a thread from here.
 */
interface Timetable {
  /** {@return what time it is} */
  InstantSource clock();

  /**
   * {@return a thread for work that is done again and again; the caller ends it}
   *
   * @param name of the thread
   */
  ScheduledExecutorService thread(String name);

  /**
   * Does something again and again, first after the pause, until the thread is ended.
   *
   * @param thread one of {@link #thread}
   * @param pause between the end of one time and the beginning of the next
   * @param work what is done; it throws nothing
   */
  default void every(ScheduledExecutorService thread, Duration pause, Runnable work) {
    var _ =
        thread.scheduleWithFixedDelay(
            work, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * {@return the timetable of a program that runs}
   *
   * @param clock what time it is
   */
  static Timetable of(InstantSource clock) {
    return new Timetable() {
      @Override
      public InstantSource clock() {
        return clock;
      }

      @Override
      public ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(name).daemon().factory());
      }
    };
  }
}
