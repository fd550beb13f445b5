package org.astragal.ledger;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;

/** The ledger in a process of its own, on the module path, as in service. */
@SuppressWarnings("try") // close() may be interrupted like any wait
final class LedgerProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 240;

  private final Process process;
  private final Path log;
  private Json.Obj ready = Json.Obj.EMPTY;

  private LedgerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts one and waits until it can be asked. */
  static LedgerProcess serve(Site site) throws IOException, InterruptedException {
    return serve(site, Map.of());
  }

  /** Starts one in an environment that has these variables too. */
  static LedgerProcess serve(Site site, Map<String, String> environment)
      throws IOException, InterruptedException {
    var started = start(site, environment, "serve", "--config", site.config().toString());
    started.awaitReady();
    return started;
  }

  /** Starts one with these arguments. */
  static LedgerProcess start(Site site, String... arguments) throws IOException {
    return start(site, Map.of(), arguments);
  }

  private static LedgerProcess start(
      Site site, Map<String, String> environment, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "--module-path", modulePath()));
    command.addAll(List.of("--module", "org.astragal.ledger/org.astragal.ledger.Main"));
    command.addAll(Arrays.asList(arguments));
    var log = site.directory().resolve("ledger.log");
    var builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new LedgerProcess(builder.start(), log);
  }

  int ingestPort() throws JsonException {
    return Math.toIntExact(ready.integer("ingestPort"));
  }

  int openPort() throws JsonException {
    return Math.toIntExact(ready.integer("publicPort"));
  }

  String open() throws JsonException {
    return ready.string("public");
  }

  long postgresPid() throws JsonException {
    return ready.integer("postgresPid");
  }

  long pid() {
    return process.pid();
  }

  /** {@return what it wrote to standard error so far} */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** SIGKILL: nothing in the process gets to run any more. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM. {@return the exit status} */
  int stop() throws InterruptedException {
    process.destroy();
    return awaitExit();
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the ledger does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      stop();
    }
  }

  private void awaitReady() throws InterruptedException, IOException {
    var line = CompletableFuture.supplyAsync(this::readyLine);
    try {
      var text = line.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!text.startsWith("READY ")) {
        throw new AssertionError("no READY line but '" + text + "'; its log: " + log());
      }
      ready = Site.json(text.substring("READY ".length()));
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("the ledger does not get ready; its log: " + log(), e);
    }
  }

  private String readyLine() {
    try {
      var out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      return String.valueOf(out.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tests' class path without what only tests use. */
  private static String modulePath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(e -> !e.endsWith("test-classes"))
        .filter(e ->
            !e.matches(
                ".*(junit|archunit|bcpkix|bcutil|opentest4j|apiguardian|surefire|networknt|itu-).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
