package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.astragal.hsm.TokenException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the PIN comes from where the configuration says, and from nowhere else. */
final class PinSourceTest {
  /** The pom sets it to {@link TestModule#PIN}. */
  private static final String VARIABLE = "ASTRAGAL_TEST_PIN";

  @TempDir private Path folder = Path.of("");

  @Test
  void credentialIsReadFromTheFolderThatSystemdNames() throws Exception {
    Path file = Files.writeString(folder.resolve("hsm-pin"), "secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    try (Pin pin = PinReader.credential("hsm-pin", folder.toString())) {
      assertEquals("secret", new String(pin.chars()));
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    TokenException e =
        assertThrows(
            TokenException.class, () -> PinReader.credential("hsm-pin", folder.toString()));
    assertEquals(Fault.PIN_FILE_UNSAFE, e.fault());
  }

  @Test
  void credentialOutsideAServiceIsNotThere() {
    TokenException e =
        assertThrows(
            TokenException.class,
            () -> new PinReader(new PinSource.Credential("hsm-pin")).read().close());
    assertEquals(Fault.PIN_UNAVAILABLE, e.fault());
    assertTrue(e.getMessage().contains("CREDENTIALS_DIRECTORY"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../pin", "a/b", ".hidden", "a b"})
  void credentialsNameCannotLeadElsewhere(String name) {
    assertThrows(IllegalArgumentException.class, () -> new PinSource.Credential(name));
  }

  @Test
  void variableIsFoundAmongOthersByItsWholeName() throws Exception {
    byte[] all = bytes("A=1\0XPIN=wrong\0PIN2=wrong\0PIN=right\0PIN=second\0");
    try (Pin pin = PinReader.environment("PIN", all)) {
      assertArrayEquals(bytes("right"), pin.bytes());
    }
    try (Pin pin = PinReader.environment("A", all)) {
      assertArrayEquals(bytes("1"), pin.bytes());
    }
    TokenException e =
        assertThrows(TokenException.class, () -> PinReader.environment("B", all).close());
    assertEquals(Fault.PIN_UNAVAILABLE, e.fault());
    assertThrows(TokenException.class, () -> PinReader.environment("B", bytes("B=\0")).close());
  }

  @Test
  void tokenOpensWithThePinOfTheEnvironmentAndThatIsWarnedOfWithoutThePin() throws Exception {
    TokenConfig config = TestModule.NSS.config();
    var warnings = new ArrayList<String>();
    Logger logger = Logger.getLogger(PinReader.class.getName());
    var handler = new Messages(warnings);
    logger.addHandler(handler);
    try {
      logOut(config);
      Token.open(with(config, new PinSource.Environment(VARIABLE))).close();
    } finally {
      logger.removeHandler(handler);
    }
    assertTrue(warnings.getFirst().contains(VARIABLE), warnings.toString());
    assertFalse(warnings.toString().contains(TestModule.PIN));
  }

  @Test
  void promptWithoutAConsoleIsRefused() {
    TokenException e =
        assertThrows(
            TokenException.class, () -> new PinReader(new PinSource.Prompt()).read().close());
    assertEquals(Fault.PIN_UNAVAILABLE, e.fault());
  }

  @Test
  void whatWasTypedIsNotAskedForAgainOnceTheTokenIsOpen() {
    var reader = new PinReader(new PinSource.Prompt());
    reader.opened();
    TokenException e = assertThrows(TokenException.class, () -> reader.read().close());
    assertTrue(e.getMessage().contains("typed at the start"), e.getMessage());
  }

  /** The login of another test may be there still. */
  private static void logOut(TokenConfig config) throws Exception {
    Connection connection = Connection.open(config);
    connection.<Boolean>withSession(
        false,
        (cryptoki, session) -> {
          cryptoki.logout(session);
          return true;
        });
  }

  private static TokenConfig with(TokenConfig config, PinSource pin) {
    return new TokenConfig(
        config.module(),
        config.moduleArguments(),
        config.token(),
        pin,
        Duration.ofSeconds(20),
        Set.copyOf(config.allowedDeviations()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Keeps what is logged. */
  private static final class Messages extends Handler {
    private final List<String> into;

    Messages(List<String> into) {
      this.into = into;
    }

    @Override
    public void publish(LogRecord record) {
      into.add(record.getMessage());
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
