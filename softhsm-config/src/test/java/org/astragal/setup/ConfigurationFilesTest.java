package org.astragal.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the files say what the programs ask for, and agree with each other. */
final class ConfigurationFilesTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath().resolveSibling(".").normalize();

  @TempDir static Path folder;

  private static DevSite site = DevSite.at(Path.of(""));

  @BeforeAll
  static void write() throws Exception {
    site = DevSite.at(folder);
    ConfigurationFiles.write(site, DevSiteOptions.defaults(), Path.of("/usr/lib/x.so"));
  }

  @Test
  void applianceHasTheKeysOfItsExample() throws Exception {
    assertEquals(keys(example("appliance/appliance.example.yaml")), keys(site.applianceConfig()));
  }

  @Test
  void ledgerHasTheKeysOfItsExample() throws Exception {
    assertEquals(keys(example("jackpot-ledger/ledger.example.yaml")), keys(site.ledgerConfig()));
  }

  @Test
  void rulesAreThoseOfTheirExample() throws Exception {
    assertEquals(
        lines(example("jackpot-ledger/rules.small.example.yaml")),
        lines(site.rules().resolve("global.2026.yaml")));
  }

  @Test
  void claimsUseTheRatesOfTheRules() throws Exception {
    List<String> claims =
        matches(site.applianceConfig(), "level: (\\w+), ppm: (\\d+)", Pattern.DOTALL);
    List<String> rates =
        matches(
            site.rules().resolve("global.2026.yaml"),
            "id: (\\w+).*?ratePpm: (\\d+)",
            Pattern.DOTALL);
    assertFalse(claims.isEmpty());
    assertEquals(rates, claims);
  }

  @Test
  void applianceCallsTheLedgerWhereItListens() throws Exception {
    assertTrue(lines(site.applianceConfig()).contains("    url: https://localhost:8543"));
    assertTrue(lines(site.ledgerConfig()).contains("  port: 8543"));
  }

  private static Path example(String name) {
    Path file = PROJECT.resolve(name);
    assertTrue(Files.exists(file), file + " is missing");
    return file;
  }

  /** {@return the lines without comments and empty ones} */
  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.replaceFirst("(^|\\s+)#.*", ""))
        .filter(line -> !line.isBlank())
        .toList();
  }

  /** {@return the keys with their indentation, in order} */
  private static List<String> keys(Path file) throws IOException {
    return lines(file).stream()
        .map(line -> line.replaceFirst("(^[ -]*[{ ]*\\w+).*", "$1"))
        .toList();
  }

  private static List<String> matches(Path file, String pattern, int flags) throws IOException {
    var found = new ArrayList<String>();
    for (MatchResult match :
        Pattern.compile(pattern, flags).matcher(Files.readString(file)).results().toList()) {
      found.add(match.group(1) + " " + match.group(2));
    }
    return found;
  }
}
