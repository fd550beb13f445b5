package org.astragal.rng;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A host whose bytes are the same in every run, whose clock stands, and who remembers. */
final class TestHost implements RngHost {
  /** What it was told, oldest first. */
  record Told(RngState state, Optional<RngAlarm> alarm) {}

  private final AtomicLong time = new AtomicLong();
  private final SplittableRandom system;
  private final List<Told> told = Collections.synchronizedList(new ArrayList<>());

  TestHost(long seed) {
    system = new SplittableRandom(seed);
  }

  void advance(long nanos) {
    time.addAndGet(nanos);
  }

  List<Told> told() {
    return List.copyOf(told);
  }

  @Override
  public synchronized void fillFromSystem(byte[] out) {
    system.nextBytes(out);
  }

  @Override
  public long nanoTime() {
    return time.get();
  }

  @Override
  public void changed(RngState state, Optional<RngAlarm> alarm) {
    told.add(new Told(state, alarm));
  }
}
