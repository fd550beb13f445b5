package org.astragal.hsm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A TPM 2.0 in software, in a process of its own: swtpm. tpm2-pkcs11 finds it, and the folder in
 * which it keeps wrapped keys, by variables of the environment, which are set in this process for
 * the native library alone: the port is only known then.
 */
@SuppressWarnings("restricted")
final class SoftTpm {
  private static final InetAddress HOST = InetAddress.getLoopbackAddress();
  private static final int MOST_TRIES = 20;

  private static String tcti = "";

  private SoftTpm() {}

  /** Starts a new, empty TPM, and tells tpm2-pkcs11 where it is. */
  static void start() throws IOException {
    Path state = TestFiles.emptied("tpm-state");
    Path store = TestFiles.emptied("tpm-store");
    int port = freePort();
    Process server =
        new ProcessBuilder(
                "swtpm",
                "socket",
                "--tpm2",
                "--tpmstate",
                "dir=" + state,
                "--server",
                "type=tcp,port=" + port + ",bindaddr=127.0.0.1",
                "--ctrl",
                "type=tcp,port=" + (port + 1) + ",bindaddr=127.0.0.1",
                "--flags",
                "not-need-init,startup-clear")
            .redirectErrorStream(true)
            .redirectOutput(state.resolve("swtpm.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
    awaitPort(port + 1, server);
    tcti = "swtpm:host=127.0.0.1,port=" + port;
    set("TPM2_PKCS11_STORE", store.toString());
    set("TPM2_PKCS11_TCTI", tcti);
  }

  /** {@return a free port, the one after which is free too} */
  private static int freePort() throws IOException {
    for (int i = 0; i < MOST_TRIES; i++) {
      try (var first = new ServerSocket(0, 1, HOST);
          var _ = new ServerSocket(first.getLocalPort() + 1, 1, HOST)) {
        return first.getLocalPort();
      } catch (IOException _) {
        // The next one was taken; another pair.
      }
    }
    throw new IOException("no two free ports side by side");
  }

  /**
   * The control channel takes any number of callers, one after the other; the other one does not.
   */
  private static void awaitPort(int port, Process server) {
    while (true) {
      if (!server.isAlive()) {
        throw new AssertionError("swtpm ended with " + server.exitValue());
      }
      try (var _ = SocketChannel.open(new InetSocketAddress(HOST, port))) {
        return;
      } catch (IOException _) {
        TestFiles.pause(10);
      }
    }
  }

  /**
   * Throws away what tpm2-pkcs11 left in the TPM: it holds three objects at a time, and nobody
   * swaps them as the resource manager of a real one does.
   */
  static void flush() throws IOException {
    for (String kind : List.of("-t", "-l", "-s")) {
      var program = new ProcessBuilder("tpm2_flushcontext", kind);
      program.environment().put("TPM2TOOLS_TCTI", tcti);
      TestFiles.run(program);
    }
  }

  private static void set(String variable, String value) {
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      int failed =
          (int)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow("setenv"),
                      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT))
                  .invokeExact(arena.allocateFrom(variable), arena.allocateFrom(value), 1);
      if (failed != 0) {
        throw new AssertionError("setenv " + variable);
      }
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
