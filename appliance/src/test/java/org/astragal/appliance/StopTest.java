package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.astragal.outcome.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a stop loses nothing that was begun, and ends with status 0. */
@Timeout(60)
final class StopTest {
  @TempDir Path folder;

  @Test
  void aRequestInFlightIsAnsweredAndANewOneIsNot() throws Exception {
    var appliance = TestAppliance.start(folder);
    SSLContext context = TestSite.get().pki.context("CN=x,OU=game-server,O=op-1");
    String body = TestAppliance.roulette("r");
    try (Socket slow = context.getSocketFactory().createSocket("127.0.0.1", appliance.port());
        Socket idle = context.getSocketFactory().createSocket("127.0.0.1", appliance.port())) {
      // The second connection is open before the stop: a listener that stops takes no new one.
      send(idle, head("k-0", TestAppliance.roulette("r-0")) + TestAppliance.roulette("r-0"));
      var answers = reader(idle);
      assertEquals("HTTP/1.1 201 Created", status(answers));
      send(slow, head("k", body) + body.substring(0, 50));
      awaitInFlight(appliance);
      appliance.askToStop();
      awaitRefusal(idle, answers);
      assertFalse(appliance.isStopped());
      send(slow, body.substring(50));
      assertEquals("HTTP/1.1 201 Created", reader(slow).readLine());
    }
    appliance.close();
  }

  /** One request shows in the count of those begun; the slow one is then being read. */
  private static void awaitInFlight(TestAppliance appliance) throws Exception {
    while (appliance.inFlight() < 1) {
      Thread.sleep(5);
    }
  }

  private static void awaitRefusal(Socket idle, BufferedReader answers) throws IOException {
    for (int i = 1; ; i++) {
      String body = TestAppliance.roulette("r-" + i);
      send(idle, head("k-" + i, body) + body);
      String status = status(answers);
      if (status.equals("HTTP/1.1 503 Service Unavailable")) {
        return;
      }
      assertEquals("HTTP/1.1 201 Created", status);
    }
  }

  private static String head(String key, String body) {
    return "POST /v1/outcomes HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: "
        + key
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n";
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        // One character for each byte, as the content length counts.
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  /** Reads one answer whole and gives its status line. */
  private static String status(BufferedReader in) throws IOException {
    String status = String.valueOf(in.readLine());
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    for (int i = 0; i < length; i++) {
      in.read();
    }
    return status;
  }

  @Test
  void theProcessServesUntilSigtermAndEndsWithZero() throws Exception {
    Path file = folder.resolve("appliance.yaml");
    Files.writeString(file, TestSite.get().yaml(folder.resolve("log")));
    Process process = start("serve", "--config", file.toString(), "--accept-unwitnessed");
    try (var out = process.inputReader()) {
      String ready = out.readLine();
      assertTrue(ready != null && ready.startsWith("READY {"), String.valueOf(ready));
      var json = (Json.Obj) Json.parse(ready.substring(6).getBytes(StandardCharsets.UTF_8));
      assertEquals(process.pid(), json.integer("pid"));
      assertEquals(TestSite.ORIGIN, json.string("origin"));
      process.toHandle().destroy();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aRefusedStartEndsWithOneAndAWrongConfigurationWithTwo() throws Exception {
    Path file = folder.resolve("appliance.yaml");
    String yaml = TestSite.get().yaml(folder.resolve("log"));
    Files.writeString(file, yaml);
    Process refused = start("serve", "--config", file.toString());
    String sentence = refused.errorReader().readLine();
    assertEquals(1, refused.waitFor(), sentence);
    Files.writeString(file, yaml + "colour: red\n");
    Process wrong = start("serve", "--config", file.toString());
    String named = wrong.errorReader().readLine();
    assertEquals(2, wrong.waitFor(), named);
    assertTrue(named.contains("unknown key colour"), named);
  }

  private static Process start(String... args) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(Map.of("SOFTHSM2_CONF", System.getenv("SOFTHSM2_CONF")));
    return builder.start();
  }
}
