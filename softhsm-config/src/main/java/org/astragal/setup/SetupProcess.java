package org.astragal.setup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the set-up in a Java process of its own, with SOFTHSM2_CONF in its environment. */
final class SetupProcess {
  private static final String MAIN = "org.astragal.setup.Main";
  private static final long TIMEOUT_SECONDS = 120;
  private static final int MAX_OUTPUT = 65_536;

  private SetupProcess() {}

  static void run(DevSite site, DevSiteOptions options) throws SetupException {
    var command = new ArrayList<String>(java());
    command.addAll(Main.arguments(site.directory(), options));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(site.environment());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output;
      try (InputStream in = process.getInputStream()) {
        output = new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8).strip();
      }
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw failed("did not end within " + TIMEOUT_SECONDS + " s: " + output);
      }
      if (process.exitValue() != 0) {
        throw failed("ended with status " + process.exitValue() + ": " + output);
      }
    } catch (IOException e) {
      throw new SetupException(
          SetupException.Fault.PROCESS, "cannot start the set-up process: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupException(SetupException.Fault.PROCESS, "interrupted during the set-up", e);
    }
  }

  /** The same Java, and the same classes, as this process. */
  private static List<String> java() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    command.add("-XX:-CreateCoredumpOnCrash"); // a core would hold the PIN
    if (DevSite.class.getModule().isNamed()) {
      command.add("--enable-native-access=org.astragal.hsm");
      command.addAll(List.of("--module-path", System.getProperty("jdk.module.path")));
      command.addAll(List.of("--module", DevSite.class.getModule().getName() + "/" + MAIN));
    } else {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.addAll(List.of("--class-path", System.getProperty("java.class.path"), MAIN));
    }
    return List.copyOf(command);
  }

  private static SetupException failed(String how) {
    return new SetupException(SetupException.Fault.PROCESS, "the set-up process " + how);
  }
}
