package org.astragal.signer;

import java.time.Duration;
import java.util.List;

/**
 * The threads of an open log and what they share.
 *
 * <p>Thread safety: {@link #start} and {@link #stop} by one thread.
 */
final class Stages {
  /** Longest wait for a signature that is being made when the log stops. */
  private static final Duration SIGNATURE_LIMIT = Duration.ofSeconds(3);

  private final Health health;
  private final Pipes pipes = Pipes.create();
  private final Player player;
  private final Writer writer;
  private final Signing signing;
  private final Release release;
  private final HeadFile headFile;
  private final Thread playThread;
  private final Thread writeThread;
  private final Thread signThread;
  private final Thread releaseThread;
  private final Thread headThread;

  Stages(
      LogConfig config,
      Store store,
      Opening.Opened opened,
      Notary notary,
      Head head,
      SealedCache cache,
      Health health,
      LogListener listener) {
    this.health = health;
    headFile = new HeadFile(config.directory(), health);
    player = new Player(opened.recorder(), pipes, health);
    writer = new Writer(store, opened.edge(), opened.tree(), pipes, headFile, health);
    signing = new Signing(notary, pipes, health, opened.peaks());
    release = new Release(pipes, head, cache, listener, health);
    playThread = thread("play", player);
    writeThread = thread("write", writer);
    signThread = thread("sign", signing);
    releaseThread = thread("release", release);
    headThread = thread("head", headFile);
  }

  private Thread thread(String stage, Runnable body) {
    return Thread.ofPlatform()
        .name("outcome-log-" + stage)
        .daemon()
        // A bug: nothing more may be released.
        .uncaughtExceptionHandler((_, e) -> health.set(LogState.FAILED, stage + " stage: " + e))
        .unstarted(body);
  }

  Pipes pipes() {
    return pipes;
  }

  void start() {
    List.of(headThread, releaseThread, signThread, writeThread, playThread).forEach(Thread::start);
  }

  /** Stops the stages in the order in which outcomes flow; each finishes what reached it. */
  void stop() {
    player.stop();
    join(playThread, Duration.ZERO);
    signing.stop();
    // A device that hangs must not keep the store open; its signature is made again at the start.
    join(signThread, SIGNATURE_LIMIT);
    writer.stop();
    join(writeThread, Duration.ZERO);
    release.stop();
    join(releaseThread, Duration.ZERO);
    headFile.stop();
    join(headThread, Duration.ZERO);
  }

  /** Waits for the end of a thread; {@link Duration#ZERO} is as long as it takes. */
  private static void join(Thread thread, Duration limit) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join(limit.toMillis());
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
