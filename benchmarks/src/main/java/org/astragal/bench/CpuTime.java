package org.astragal.bench;

import java.time.Duration;

/** Processor time of a process, user and system together, as the kernel counts it. */
final class CpuTime {
  private CpuTime() {}

  /** {@return processor time used so far; zero once the process is gone} */
  static Duration of(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /** {@return processor time of this process so far} */
  static Duration ofThis() {
    return of(ProcessHandle.current().pid());
  }
}
