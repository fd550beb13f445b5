package org.astragal.setup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.astragal.outcome.Policy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: one call makes a complete site, on a real SoftHSM2 token; another one changes nothing. */
final class DevSiteTest {
  @TempDir static Path folder;

  private static Path complete = Path.of("");

  @BeforeAll
  static void makeOneSite() throws Exception {
    complete = folder.resolve("a site");
    DevSite.create(complete, DevSiteOptions.defaults());
  }

  @Test
  void policyNamesTheLogWithOneKey() throws Exception {
    Policy policy = Policy.load(DevSite.at(complete).policy());
    assertEquals(Set.of(DevSiteOptions.DEFAULT_ORIGIN), policy.origins());
    assertEquals(1, policy.keysFor(DevSiteOptions.DEFAULT_ORIGIN).size());
  }

  @Test
  void tokenIsOnTheDiskOfTheSite() throws Exception {
    try (Stream<Path> objects = Files.walk(complete.resolve("tokens"))) {
      assertTrue(objects.anyMatch(p -> p.toString().endsWith("token.object")));
    }
  }

  @Test
  void everySecretIsForItsOwnerOnly() throws Exception {
    var open = new ArrayList<String>();
    for (Path file : files(complete).keySet()) {
      boolean secret = file.toString().matches(".*(pin|[.]p12|[.]password|[.]key[.]pem|[.]object)");
      String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      if (secret && !mode.equals("rw-------")) {
        open.add(file + " " + mode);
      }
    }
    assertEquals(new ArrayList<String>(), open);
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(complete)));
  }

  @Test
  void secondCallChangesNothing() throws Exception {
    Map<Path, byte[]> before = files(complete);
    DevSite.create(complete, DevSiteOptions.defaults());
    Map<Path, byte[]> after = files(complete);
    assertEquals(before.keySet(), after.keySet());
    for (Map.Entry<Path, byte[]> file : before.entrySet()) {
      assertArrayEquals(file.getValue(), after.get(file.getKey()), String.valueOf(file.getKey()));
    }
  }

  @Test
  void otherPortsAreWrittenAndKeysStay() throws Exception {
    Path site = Files.createDirectory(folder.resolve("other-ports"));
    copy(complete, site);
    DevSite made = DevSite.create(site, DevSiteOptions.defaults().withPorts(1, 2, 3));
    assertTrue(Files.readString(made.applianceConfig()).contains("port: 1\n"));
    assertTrue(Files.readString(made.applianceConfig()).contains("url: https://localhost:2\n"));
    assertTrue(Files.readString(made.ledgerConfig()).contains("port: 2\n"));
    assertTrue(Files.readString(made.ledgerConfig()).contains("port: 3\n"));
    assertEquals(Files.readString(DevSite.at(complete).policy()), Files.readString(made.policy()));
    assertEquals(
        Files.readString(DevSite.at(complete).authority()), Files.readString(made.authority()));
  }

  @Test
  void plainListenerIsThereOnlyWhenAskedFor() throws Exception {
    Path site = Files.createDirectory(folder.resolve("plain"));
    copy(complete, site);
    DevSite made = DevSite.create(site, DevSiteOptions.defaults());
    assertFalse(Files.readString(made.applianceConfig()).contains("plainLoopback"));
    DevSite.create(site, DevSiteOptions.defaults().withPlainLoopback(8_080));
    assertTrue(
        Files.readString(made.applianceConfig())
            .contains("plainLoopback:\n  port: 8080\n  role: game-server\n  operator: op-1\n"));
  }

  @Test
  void siteOfAnotherLogIsRefusedAndStaysAsItIs() throws Exception {
    Map<Path, byte[]> before = files(complete);
    SetupException e =
        assertThrows(
            SetupException.class,
            () ->
                DevSite.create(complete, DevSiteOptions.defaults().withOrigin("else.example/log")));
    assertEquals(SetupException.Fault.OTHER_SITE, e.fault());
    assertEquals(before.keySet(), files(complete).keySet());
  }

  @Test
  void editedRulesAreKept() throws Exception {
    Path site = Files.createDirectory(folder.resolve("rules-kept"));
    copy(complete, site);
    Path rules = DevSite.at(site).rules().resolve("global.2026.yaml");
    Files.writeString(rules, "# edited\n" + Files.readString(rules));
    DevSite.create(site, DevSiteOptions.defaults());
    assertTrue(Files.readString(rules).startsWith("# edited\n"));
  }

  private static Map<Path, byte[]> files(Path site) throws IOException {
    var files = new TreeMap<Path, byte[]>();
    try (Stream<Path> all = Files.walk(site)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          Files.copy(path, target);
        }
      }
    }
  }
}
