package org.astragal.rng;

import java.util.function.BooleanSupplier;

/** A generator and its only stream, as most tests need them. */
record OneStream(Rng rng, RngStream stream, TestHost host) implements AutoCloseable {
  static final String PURPOSE = "a game";

  static OneStream start(NoiseSource noise, RngConfig config) throws RngException {
    var host = new TestHost(77);
    return of(Rng.start(noise, config, host), host);
  }

  static OneStream start(NoiseSource noise, RngConfig config, BooleanSupplier selfTest)
      throws RngException {
    var host = new TestHost(77);
    return of(new Rng(noise, config, host, selfTest), host);
  }

  private static OneStream of(Rng rng, TestHost host) throws RngException {
    try {
      return new OneStream(rng, rng.stream(PURPOSE), host);
    } catch (RngException e) {
      rng.close();
      throw e;
    }
  }

  long below(long n) throws RngException {
    return stream.below(n);
  }

  void selfTest() throws RngException {
    rng.selfTest();
  }

  RngState state() {
    return rng.state();
  }

  RngReport report() {
    return rng.report();
  }

  long reseeds() {
    return stream.counts().reseeds();
  }

  String instance() {
    return stream.instance();
  }

  @Override
  public void close() {
    rng.close();
  }
}
