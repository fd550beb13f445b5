package org.astragal.signer;

/** Plays the rounds whose intents are durable, in order: the play thread. */
final class Player implements Runnable {
  /** Records after which the writer is woken although more are being played. */
  private static final int SIGNAL_EVERY = 256;

  private final Recorder recorder;
  private final Wakeup wakeup;
  private final Channel<Submitted> plays;
  private final Channel<Entry> played;
  private final Health health;
  private volatile boolean stopping;

  Player(Recorder recorder, Pipes pipes, Health health) {
    this.recorder = recorder;
    this.wakeup = pipes.player();
    this.plays = pipes.plays();
    this.played = pipes.played();
    this.health = health;
  }

  /** Ends {@link #run} after the present round; intents that are left are voided at the start. */
  void stop() {
    stopping = true;
    wakeup.signal();
  }

  @Override
  public void run() {
    int unsignalled = 0;
    while (true) {
      Submitted next = plays.poll();
      if (next == null || unsignalled == SIGNAL_EVERY) {
        unsignalled = 0;
        played.signal();
      }
      if (next == null) {
        wakeup.await(() -> !plays.isEmpty() || over());
      } else {
        played.add(recorder.make(next));
        unsignalled++;
      }
      if (over()) {
        played.signal();
        return;
      }
    }
  }

  private boolean over() {
    return stopping || health.failed();
  }
}
