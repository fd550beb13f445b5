package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.astragal.hsm.Token;
import org.astragal.hsm.TokenException;
import org.astragal.service.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what must not start does not, says why in one sentence, and leaves nothing open. */
final class StartTest {
  @TempDir Path folder;
  private String yaml;

  @BeforeEach
  void configure() {
    yaml = TestSite.get().yaml(folder.resolve("log"));
  }

  @Test
  void anAbsentModuleIsNamed() {
    var refusal = refused("module: " + TestSite.MODULE, "module: /nowhere/libhsm.so");
    assertEquals(StartException.Fault.TOKEN, refusal.fault());
    assertTrue(refusal.getMessage().startsWith("MODULE_MISSING"), refusal.getMessage());
  }

  @Test
  void anAbsentTokenIsNamed() {
    var refusal = refused("label: " + TestSite.LABEL, "label: another");
    assertTrue(refusal.getMessage().startsWith("TOKEN_NOT_FOUND"), refusal.getMessage());
  }

  @Test
  void anAbsentKeyIsNamed() {
    var refusal = refused(TestSite.KEY, "another:key");
    assertTrue(refusal.getMessage().startsWith("KEY_NOT_FOUND"), refusal.getMessage());
  }

  @Test
  void aWrongPinIsOfferedOnceAndTheRightOneStillWorks() throws Exception {
    Path pin = newToken("wrong-pin", "00000000");
    var refusal =
        refused(
            "label: " + TestSite.LABEL + ", pinFile: " + TestSite.get().folder + "/pin",
            "label: wrong-pin, pinFile: " + pin);
    assertTrue(refusal.getMessage().startsWith("PIN_INCORRECT"), refusal.getMessage());
    assertEquals(TokenException.Fault.PIN_INCORRECT, ((TokenException) refusal.getCause()).fault());
    assertTrue(!refusal.getMessage().contains("00000000"));
  }

  @Test
  void aPinFileThatOthersCanReadIsRefused() throws Exception {
    Path pin = newToken("unsafe-pin", "48261501");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r-----"));
    var refusal =
        refused(
            "label: " + TestSite.LABEL + ", pinFile: " + TestSite.get().folder + "/pin",
            "label: unsafe-pin, pinFile: " + pin);
    assertTrue(refusal.getMessage().startsWith("PIN_FILE_UNSAFE"), refusal.getMessage());
  }

  @Test
  void aPasswordFileThatOthersCanReadIsRefused() throws Exception {
    Path password = folder.resolve("password");
    TestPki.writeSecret(password, TestPki.PASSWORD);
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
    String unsafe = yaml.replace(TestSite.get().folder + "/password", password.toString());
    var refusal =
        assertThrows(ConfigException.class, () -> TestAppliance.start(folder, unsafe, true));
    assertEquals(ConfigException.Fault.SECRET_UNSAFE, refusal.fault());
  }

  @Test
  void aWrongKeyStorePasswordIsNamed() throws Exception {
    Path password = folder.resolve("password");
    TestPki.writeSecret(password, "another".toCharArray());
    String wrong = yaml.replace(TestSite.get().folder + "/password", password.toString());
    var refusal =
        assertThrows(ConfigException.class, () -> TestAppliance.start(folder, wrong, true));
    assertTrue(refusal.getMessage().contains("tls.passwordFile"), refusal.getMessage());
  }

  @Test
  void anEmptyTrustStoreIsRefused() throws Exception {
    Path trust = folder.resolve("ca.pem");
    Files.writeString(trust, "");
    String empty = yaml.replace(TestSite.get().folder + "/ca.pem", trust.toString());
    var refusal =
        assertThrows(ConfigException.class, () -> TestAppliance.start(folder, empty, true));
    assertEquals(ConfigException.Fault.KEY_STORE, refusal.fault());
  }

  @Test
  void aMissingLogIsMadeOnlyWhenTheConfigurationSaysSo() {
    var refusal = refused("create: true", "create: false");
    assertEquals(StartException.Fault.LOG, refusal.fault());
    assertTrue(refusal.getMessage().contains("there is no log"), refusal.getMessage());
  }

  @Test
  void theLogOfAnotherOriginIsNotTouched() throws Exception {
    TestAppliance.start(folder, yaml, true).close();
    var refusal = refused(TestSite.ORIGIN, "astragal.localhost/outcomes/other");
    assertEquals(StartException.Fault.LOG, refusal.fault());
    TestAppliance.start(folder, yaml, true).close();
  }

  @Test
  void twoAppliancesDoNotShareALog() throws Exception {
    try (var appliance = TestAppliance.start(folder, yaml, true)) {
      var refusal = refused("unused", "unused");
      assertEquals(StartException.Fault.LOG, refusal.fault());
      assertEquals(201, appliance.play("k", TestAppliance.roulette("r")).statusCode());
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "port: " + taken.getLocalPort();
      var refusal = refused("host: 127.0.0.1, port: 0", "host: 127.0.0.1, " + port);
      assertEquals(StartException.Fault.LISTEN, refusal.fault());
      assertTrue(
          refusal.getMessage().contains(Integer.toString(taken.getLocalPort())),
          refusal.getMessage());
    }
    TestAppliance.start(folder, yaml, true).close();
  }

  @Test
  void outcomesSurviveARestart() throws Exception {
    byte[] sealed;
    try (var appliance = TestAppliance.start(folder, yaml, true)) {
      sealed = appliance.play("k", TestAppliance.roulette("r")).body();
    }
    try (var appliance = TestAppliance.start(folder, yaml, true)) {
      var again = appliance.play("k", TestAppliance.roulette("r"));
      assertEquals(200, again.statusCode());
      assertArrayEquals(sealed, again.body());
    }
  }

  /** Makes a token that this process has not logged in to, and a file with a PIN for it. */
  private Path newToken(String label, String pin) throws Exception {
    Token.initialise(TestSite.MODULE, label, "73912801".toCharArray(), "48261501".toCharArray());
    Path file = folder.resolve("pin");
    TestPki.writeSecret(file, pin.toCharArray());
    return file;
  }

  private StartException refused(String good, String bad) {
    String changed = yaml.replace(good, bad);
    return assertThrows(StartException.class, () -> TestAppliance.start(folder, changed, true));
  }
}
