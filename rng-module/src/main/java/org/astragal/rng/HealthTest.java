package org.astragal.rng;

/** One continuous test of the noise. It remembers what it saw from read to read. */
interface HealthTest {
  /** {@return its name, for events and reports} */
  String label();

  /**
   * Tests samples, oldest first.
   *
   * @param samples one sample a byte; only read, and not kept
   * @return the index of the sample that completes an alarm, or -1
   */
  int alarmIn(byte[] samples);
}
