package org.astragal.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * {@link EmptyHandler} as a running process, with the JVM flags of the appliance.
 *
 * <p>Thread safety: one thread at a time.
 */
final class Baseline implements AutoCloseable {
  private static final String READY = "READY ";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Process process;
  private final InetSocketAddress address;

  private Baseline(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param jvmArguments the appliance's argument file
   * @param answerBytes size of each answer's body
   * @param log file for what it prints to standard error
   */
  static Baseline start(Path jvmArguments, int answerBytes, Path log) throws LoadException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.add("@" + jvmArguments);
    command.addAll(mainOf(EmptyHandler.class));
    command.add(Integer.toString(answerBytes));
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      File errors = log.toFile();
      Process process = new ProcessBuilder(command).redirectError(errors).start();
      String line = firstLine(process);
      if (!line.startsWith(READY)) {
        process.destroyForcibly();
        throw new LoadException(
            LoadException.Fault.PROCESS, "the empty handler did not start; see " + log);
      }
      int port = Integer.parseInt(line.substring(READY.length()));
      return new Baseline(process, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, "the empty handler did not start", e);
    }
  }

  /** {@return what the process prints first; empty if it ends or a minute passes before} */
  private static String firstLine(Process process) {
    // The process lives on after this; closing the reader would close its standard output.
    BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> line.complete(output.lines().findFirst().orElse("")));
    return line.completeOnTimeout("", START_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** {@return the java program that runs this one} */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The arguments that start a class of this program in another JVM just as this one was. */
  static List<String> mainOf(Class<?> main) {
    String modulePath = System.getProperty("jdk.module.path");
    if (modulePath == null) {
      return List.of("--class-path", System.getProperty("java.class.path"), main.getName());
    }
    String module = main.getModule().getName() + "/" + main.getName();
    return List.of("--module-path", modulePath, "--module", module);
  }

  InetSocketAddress address() {
    return address;
  }

  long pid() {
    return process.pid();
  }

  /** Ends its standard input, which it takes as the sign to stop, and waits. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
