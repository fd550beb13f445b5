package org.astragal.appliance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The token of the {@link TestSite} in a process of its own, behind {@code p11-kit server}: an HSM
 * at the other end of a connection. p11-kit-client finds it by P11_KIT_SERVER_ADDRESS, which the
 * pom sets.
 */
final class RemoteToken {
  private static final String ADDRESS = "unix:path=";
  private static final List<String> CLIENTS =
      List.of(
          "/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so",
          "/usr/lib/aarch64-linux-gnu/pkcs11/p11-kit-client.so",
          "/usr/lib64/pkcs11/p11-kit-client.so",
          "/usr/lib/pkcs11/p11-kit-client.so");

  private final Path socket =
      Path.of(
          Objects.requireNonNull(
                  System.getenv("P11_KIT_SERVER_ADDRESS"), "the pom sets P11_KIT_SERVER_ADDRESS")
              .substring(ADDRESS.length()));

  private final Path log;
  private Process server;

  RemoteToken(Path log) throws IOException, InterruptedException {
    this.log = log;
    server = launch();
  }

  /** {@return a configuration that uses it} */
  static String in(String yaml) {
    String client =
        CLIENTS.stream()
            .filter(path -> Files.exists(Path.of(path)))
            .findFirst()
            .orElseThrow(
                () -> new AssertionError("this test needs apt-get install p11-kit-modules"));
    return yaml.replace("module: " + TestSite.MODULE, "module: " + client);
  }

  /** Starts it again. */
  void start() throws IOException, InterruptedException {
    server = launch();
  }

  /** Ends it and what it has forked, as {@code kill -9} does. */
  void kill() {
    List<ProcessHandle> all =
        Stream.concat(server.descendants(), Stream.of(server.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }

  private Process launch() throws IOException, InterruptedException {
    TestSite.get(); // makes the token
    Files.deleteIfExists(socket);
    Process started =
        new ProcessBuilder(
                "p11-kit",
                "server",
                "-f",
                "-n",
                socket.toString(),
                "--provider",
                TestSite.MODULE.toString(),
                "pkcs11:token=" + TestSite.LABEL)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    while (!Files.exists(socket)) {
      if (!started.isAlive()) {
        throw new AssertionError("this test needs apt-get install p11-kit; see " + log);
      }
      Thread.sleep(5);
    }
    return started;
  }
}
