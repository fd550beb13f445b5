package org.astragal.hsm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * SoftHSM2 in a process of its own, behind {@code p11-kit server}: an HSM at the other end of a
 * connection, that can be killed and started again. p11-kit-client finds it by
 * P11_KIT_SERVER_ADDRESS, which the pom sets.
 */
final class RemoteHsm {
  static final String LABEL = "remote";
  static final String PIN = "remote-pin";

  private static final String ADDRESS = "unix:path=";
  private static final Path SOCKET = socket();
  private static Path conf = Path.of("");
  private static Process server;

  private RemoteHsm() {}

  /** Makes the token at the first time, and starts the server. */
  static synchronized void start() throws IOException {
    if (conf.toString().isEmpty()) {
      makeToken();
      Runtime.getRuntime().addShutdownHook(new Thread(RemoteHsm::kill));
    }
    Files.deleteIfExists(SOCKET);
    var program =
        new ProcessBuilder(
            "p11-kit",
            "server",
            "-f",
            "-n",
            SOCKET.toString(),
            "--provider",
            SoftHsm.MODULE.toString(),
            "pkcs11:token=" + LABEL);
    program.environment().put("SOFTHSM2_CONF", conf.toString());
    server =
        program
            .redirectErrorStream(true)
            .redirectOutput(conf.resolveSibling("server.log").toFile())
            .start();
    TestFiles.await(SOCKET, server);
  }

  /** Kills the server and whatever it has forked, as {@code kill -9} does. */
  static synchronized void kill() {
    if (server != null) {
      List<ProcessHandle> all =
          Stream.concat(server.descendants(), Stream.of(server.toHandle())).toList();
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(process -> process.onExit().join());
    }
  }

  private static void makeToken() throws IOException {
    Path folder = TestFiles.emptied("remote-hsm");
    conf = folder.resolve("softhsm2.conf");
    Files.writeString(
        conf,
        "directories.tokendir = "
            + Files.createDirectory(folder.resolve("tokens"))
            + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    var maker =
        new ProcessBuilder(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            LABEL,
            "--so-pin",
            "so-pin",
            "--pin",
            PIN);
    maker.environment().put("SOFTHSM2_CONF", conf.toString());
    TestFiles.run(maker);
  }

  private static Path socket() {
    String address =
        Objects.requireNonNull(
            System.getenv("P11_KIT_SERVER_ADDRESS"), "the pom sets P11_KIT_SERVER_ADDRESS");
    return Path.of(address.substring(ADDRESS.length()));
  }
}
