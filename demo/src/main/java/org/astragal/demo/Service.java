package org.astragal.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One running process of a site, started by {@link Site}. It is ready when it has printed its
 * {@code READY} line. What it prints to standard error is kept in a file.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class Service implements AutoCloseable {
  private static final String READY = "READY ";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final String name;
  private final Process process;
  private final Path log;
  private final String ready;

  private Service(String name, Process process, Path log, String ready) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.ready = ready;
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @throws SiteException if it ends or {@code limit} passes before the READY line; the message
   *     carries the end of its log
   */
  static Service start(String name, ProcessBuilder builder, Path log, Duration limit)
      throws SiteException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException(name + " was not started any more");
    }
    Process process;
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      process = builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    } catch (IOException e) {
      throw new SiteException(SiteException.Fault.START_FAILED, name + " did not start: " + e, e);
    }
    endWithThisProgram(process);
    var readyLine = new CompletableFuture<@Nullable String>();
    Thread.ofVirtual().name(name + "-stdout").start(() -> readOutput(process, readyLine));
    try {
      var line = readyLine.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (line != null) {
        return new Service(name, process, log, line);
      }
      process.waitFor();
      throw notReady(name, "ended with status " + process.exitValue(), log);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw notReady(name, "was not ready after " + limit.toSeconds() + " s", log);
    } catch (InterruptedException e) {
      // In order: a ledger that is ended by force leaves its PostgreSQL behind.
      new Service(name, process, log, "").close();
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A site must not outlive the program that started it. */
  private static void endWithThisProgram(Process process) {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    } catch (IllegalStateException _) {
      // This program ends already, and no hook is taken any more.
      process.destroy();
    }
  }

  private static void readOutput(Process process, CompletableFuture<@Nullable String> ready) {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(READY)) {
          ready.complete(line.substring(READY.length()));
        }
      }
    } catch (IOException e) {
      // The process is gone; its exit status says why.
    }
    ready.complete(null);
  }

  private static SiteException notReady(String name, String what, Path log) {
    return new SiteException(
        SiteException.Fault.START_FAILED,
        name + " " + what + "; the end of " + log + ":\n" + tail(log));
  }

  private static String tail(Path log) {
    try {
      var lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
    } catch (IOException e) {
      return "(unreadable: " + e + ")";
    }
  }

  /** {@return the JSON object that stood on its READY line} */
  public String ready() {
    return ready;
  }

  /** {@return the file that holds what it printed to standard error} */
  public Path log() {
    return log;
  }

  /** {@return its process id} */
  public long pid() {
    return process.pid();
  }

  /** {@return whether it still runs} */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it at once, as a crash would ({@code kill -9}), and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /**
   * Asks it to stop in order (SIGTERM) and waits at most 30 s.
   *
   * @return its exit status
   * @throws SiteException if it did not stop in time; it is then ended by force
   */
  public int stop() throws SiteException, InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      throw new SiteException(
          SiteException.Fault.UNEXPECTED_ANSWER,
          name + " did not stop within " + STOP_LIMIT.toSeconds() + " s");
    }
    return process.exitValue();
  }

  /** Stops it in order if it still runs; never fails. */
  @Override
  public void close() {
    // Who is interrupted still waits for an end in order.
    boolean interrupted = Thread.interrupted();
    for (boolean ended = false; !ended; ) {
      try {
        stop();
        ended = true;
      } catch (SiteException e) {
        // It was ended by force, which is all that is left to do here.
        ended = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
