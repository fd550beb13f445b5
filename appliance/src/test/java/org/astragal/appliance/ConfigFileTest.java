package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;
import org.astragal.service.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: a mistake in the file is refused with its line, its key and what is allowed instead. */
final class ConfigFileTest {
  private static final Path EXAMPLE = Path.of("appliance.example.yaml");

  @TempDir Path folder;

  @Test
  void theExampleIsAccepted() throws Exception {
    ApplianceConfig config = ConfigFile.load(EXAMPLE, ApplianceConfig.class);
    assertEquals("astragal.localhost/outcomes/dev", config.origin());
    assertEquals(Duration.ofSeconds(5), config.token().callTimeout());
    assertEquals("GRAND", config.pools().getFirst().levels().getFirst().level());
    assertTrue(config.plainLoopback().isEmpty());
  }

  @Test
  void theCommentedOutListenerOfTheExampleIsAcceptedToo() throws Exception {
    ApplianceConfig config =
        load(
            Files.readString(EXAMPLE)
                .replace("# plainLoopback:", "plainLoopback:")
                .replace("#   port: 8080", "  port: 8080")
                .replace("#   role: game-server", "  role: game-server")
                .replace("#   operator: op-bench", "  operator: op-bench"));
    assertEquals(Role.GAME_SERVER, config.plainLoopback().orElseThrow().role());
  }

  @Test
  void pathsAreRelativeToTheFile() throws Exception {
    ApplianceConfig config = load(Files.readString(EXAMPLE));
    assertEquals(folder.resolve("pki/appliance.p12"), config.tls().keyStore());
    assertEquals(Path.of("/usr/lib/softhsm/libsofthsm2.so"), config.token().module());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "  port: 8443|  prot: 8443|unknown key listen.prot; allowed here: host, port|prot: 8443",
        "mode: development|mode: dev|mode: 'dev' is not one of production, development|mode: dev",
        "signingKey: |signingKye: |unknown key signingKye; allowed here: forward, games,"
            + " integrity, kafka, ledgers|signingKye",
        "  port: 8443|  port: 84430|listen: port must be 0 to 65535|  port:",
        "  port: 8443|  port: 80.5|listen.port|  port:",
        "  port: 8443|  port: '80'|listen.port|  port:",
        "  port: 8443|  port:|listen.port|  port:",
        "callTimeout: 5s|callTimeout: soon|token.callTimeout: a time is|callTimeout",
        "callTimeout: 5s|callTimeout: 5min|callTimeout must be 1ms to 1min|callTimeout",
        "https://localhost:8543|http://localhost:8543|url must be https://host:port|url",
        "minEntropyPerSample: \"4.0\"|minEntropyPerSample: \"9.0\"|minEntropyPerSample"
            + " must|minEntropyPer",
        "level: MINI|level: GRAND|levels has a level twice|levels",
        "ppm: 5000 |ppm: 0 |ppm must be 1 to 1000000|ppm: 0",
        "  create: true|  create: true~  create: true|Duplicate|create: true",
      })
  void aMistakeIsNamedWithItsLine(String good, String bad, String message, String line)
      throws Exception {
    String text = Files.readString(EXAMPLE).replace(good, bad.replace('~', '\n'));
    var refusal = assertThrows(ConfigException.class, () -> load(text));
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    String named = refusal.getMessage().replaceFirst(".*?yaml:([0-9]+):(?s:.*)", "$1");
    String there = text.lines().toList().get(Integer.parseInt(named) - 1);
    assertTrue(there.contains(line), refusal.getMessage() + " names: " + there);
  }

  @Test
  void aMissingKeyIsNamed() throws Exception {
    String text = Files.readString(EXAMPLE).replace("  alphaExponent: 40", "  #");
    var refusal = assertThrows(ConfigException.class, () -> load(text));
    assertTrue(refusal.getMessage().contains("alphaExponent"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("rng"), refusal.getMessage());
  }

  @Test
  void aMissingSectionIsNamed() throws Exception {
    String text = Files.readString(EXAMPLE).replaceAll("(?s)\nlimits:.*", "\n");
    var refusal = assertThrows(ConfigException.class, () -> load(text));
    assertTrue(refusal.getMessage().contains("limits"), refusal.getMessage());
  }

  @Test
  void aFileThatIsNotThereIsUnreadable() {
    var refusal =
        assertThrows(
            ConfigException.class,
            () -> ConfigFile.load(folder.resolve("none.yaml"), ApplianceConfig.class));
    assertEquals(ConfigException.Fault.UNREADABLE, refusal.fault());
  }

  @ParameterizedTest
  @CsvSource({"'',", "'{',", "'- a',", "'origin: [1',"})
  void whatIsNoConfigurationIsRefused(String text) {
    assertThrows(ConfigException.class, () -> load(text));
  }

  private ApplianceConfig load(String text) throws ConfigException, IOException {
    Path file = folder.resolve("appliance.yaml");
    Files.writeString(file, text);
    return ConfigFile.load(file, ApplianceConfig.class);
  }
}
