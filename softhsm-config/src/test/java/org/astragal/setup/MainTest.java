package org.astragal.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the command tells how it went by its exit status and one sentence. */
final class MainTest {
  @TempDir private Path folder = Path.of("");

  private record Ended(int status, String output) {}

  @Test
  void siteIsMadeInOneProcessWhenTheVariableNamesIt() throws Exception {
    DevSite site = DevSite.at(folder.resolve("site"));
    Ended ended = run(site.environment(), "--directory=" + site.directory());
    assertEquals(0, ended.status, ended.output);
    assertTrue(ended.output.contains("The site is ready in " + site.directory()), ended.output);
    assertTrue(Files.exists(site.policy()));
  }

  @Test
  void halfMadeTokenIsReportedWithWhatToDo() throws Exception {
    DevSite site = DevSite.at(folder.resolve("site"));
    assertEquals(0, run(site.environment(), "--directory=" + site.directory()).status);
    Files.delete(site.policy());
    Path pin = site.directory().resolve("pin");
    Files.writeString(pin, "another-pin");
    Ended ended = run(site.environment(), "--directory=" + site.directory());
    assertEquals(1, ended.status, ended.output);
    assertTrue(ended.output.contains("PIN_INCORRECT"), ended.output);
    assertTrue(ended.output.contains("can be deleted and made again"), ended.output);
    assertFalse(ended.output.contains("another-pin"), ended.output);
    assertFalse(ended.output.contains("\tat "), ended.output);
  }

  @Test
  void tokenIsTakenUpAgainAfterAnInterruption() throws Exception {
    DevSite site = DevSite.at(folder.resolve("site"));
    assertEquals(0, run(site.environment(), "--directory=" + site.directory()).status);
    String before = Files.readString(site.policy());
    Files.delete(site.policy()); // as if it had been interrupted just before the end
    assertEquals(0, run(site.environment(), "--directory=" + site.directory()).status);
    assertEquals(before, Files.readString(site.policy()));
  }

  @Test
  void impossiblePortIsWrongUsage() throws Exception {
    Ended ended = run(Map.of(), "--port=65536", "--directory=" + folder.resolve("site"));
    assertEquals(2, ended.status, ended.output);
    assertTrue(ended.output.contains("port must be 0 to 65535: 65536"), ended.output);
    assertFalse(Files.exists(folder.resolve("site")));
  }

  @Test
  void folderThatCannotBeMadeIsReported() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Ended ended = run(Map.of(), "--directory=" + file.resolve("site"));
    assertEquals(1, ended.status, ended.output);
    assertTrue(ended.output.startsWith("setup: cannot use " + file), ended.output);
  }

  private static Ended run(Map<String, String> environment, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("SOFTHSM2_CONF");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Ended(process.waitFor(), output);
  }
}
