package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.hsm.FaultyModule.Function;
import org.astragal.hsm.TokenException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a PIN that only we can read is tried once, and shows up nowhere. */
@SuppressWarnings("restricted")
final class LoginTest {
  private static final String WRONG = "Wrong-Pin-4711";

  @TempDir private Path folder = Path.of("");

  @Test
  void wrongPinIsOfferedToTheTokenOnce() throws Exception {
    TokenConfig good = SoftHsm.newToken();
    TokenConfig wrong = SoftHsm.config(SoftHsm.label(good), WRONG);
    try (var module = new FaultyModule()) {
      AtomicInteger logins = module.count(Function.LOGIN);
      assertEquals(Fault.PIN_INCORRECT, refusal(wrong).fault());
      assertEquals(1, logins.get());
    }
    try (Token token = Token.open(good)) { // the token took no harm
      assertFalse(token.info().pinLocked());
      assertFalse(token.info().pinFinalTry());
    }
  }

  @Test
  void pinRefusedDuringRecoveryIsNotOfferedAgain() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config);
        var module = new FaultyModule()) {
      SigningKey key = token.generateKey("k");
      AtomicInteger logins = module.count(Function.LOGIN);
      Files.writeString(SoftHsm.pinFile(config), WRONG);
      FaultyModule.callDirectly(Function.CLOSE_ALL_SESSIONS, token.info().slot());
      for (int i = 0; i < 5; i++) {
        TokenException e = assertThrows(TokenException.class, () -> key.sign(new byte[1]));
        assertEquals(Fault.PIN_INCORRECT, e.fault());
        e = assertThrows(TokenException.class, () -> token.random(new byte[1]));
        assertEquals(Fault.PIN_INCORRECT, e.fault());
      }
      assertEquals(1, logins.get());
    }
  }

  @Test
  void refusalDoesNotHoldThePin() throws Exception {
    TokenConfig good = SoftHsm.newToken();
    var text = new StringWriter();
    refusal(SoftHsm.config(SoftHsm.label(good), WRONG)).printStackTrace(new PrintWriter(text));
    assertFalse(text.toString().contains(WRONG));
    text = new StringWriter();
    refusal(SoftHsm.config(SoftHsm.label(good), WRONG + "\u00e4"))
        .printStackTrace(new PrintWriter(text));
    assertFalse(text.toString().contains(WRONG));
  }

  @ParameterizedTest
  @CsvSource({"0x20000, one more wrong PIN", "0x40000, is locked"})
  void tokenThatIsLockedOrNearlySoIsLeftAlone(String flag, String message) throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (var module = new FaultyModule()) {
      AtomicInteger logins = module.count(Function.LOGIN);
      setFlag(module, Long.decode(flag));
      TokenException e = refusal(config);
      assertEquals(Fault.PIN_LOCKED, e.fault());
      assertTrue(e.getMessage().contains(message), e.getMessage());
      assertEquals(0, logins.get());
    }
  }

  @Test
  void wrongTryOfSomebodyElseIsShownAndDoesNotStopUs() throws Exception {
    TokenConfig good = SoftHsm.newToken();
    refusal(SoftHsm.config(SoftHsm.label(good), WRONG));
    assertTrue(Connection.open(good).find().pinCountLow());
    Token.open(good).close();
  }

  private static void setFlag(FaultyModule module, long flag) {
    module.replace(
        Function.GET_TOKEN_INFO,
        (real, a) -> {
          long code = real.call(a);
          MemorySegment info = MemorySegment.ofAddress(a[1]).reinterpret(208);
          info.set(ValueLayout.JAVA_LONG, 96, info.get(ValueLayout.JAVA_LONG, 96) | flag);
          return code;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx-----x"})
  void pinFileThatOthersCanUseIsRefused(String mode) throws Exception {
    Path file = pinFile("secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertUnsafe(file, "can be used by others");
  }

  @Test
  void readOnlyPinFileIsGoodEnough() throws Exception {
    Path file = pinFile("secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    try (Pin pin = new PinFile(file).read()) {
      assertEquals("secret", new String(pin.chars()));
    }
  }

  @Test
  void symbolicLinkIsRefusedAlsoWhenItsTargetIsSafe() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), pinFile("secret"));
    assertUnsafe(link, "not a regular file");
  }

  @Test
  void folderInsteadOfAFileIsRefused() throws Exception {
    assertUnsafe(Files.createDirectory(folder.resolve("d")), "not a regular file");
  }

  @Test
  void folderThatOthersCanWriteToIsRefused() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path file = Files.move(pinFile("secret"), open.resolve("pin"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertUnsafe(file, "folder that others can write to");
  }

  @Test
  void missingPinFileIsRefused() {
    assertUnsafe(folder.resolve("nothing"), "cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "two words", "line\n\n", "line\r\n", "umlaut\u00e4", "\u0000"})
  void contentThatIsNoPinIsRefused(String content) throws Exception {
    assertUnsafe(pinFile(content), "holds no usable PIN");
  }

  @Test
  void longestPinIs255Characters() throws Exception {
    String longest = "x".repeat(255);
    try (Pin pin = new PinFile(pinFile(longest + "\n")).read()) {
      assertEquals(longest, new String(pin.chars()));
    }
    assertUnsafe(pinFile(longest + "x"), "usable PIN");
    assertUnsafe(pinFile(longest + "xx"), "longer than a PIN");
  }

  @Test
  void exactlyOneNewlineIsNotPartOfThePin() throws Exception {
    try (Pin pin = new PinFile(pinFile("secret\n")).read()) {
      assertEquals("secret", new String(pin.chars()));
    }
  }

  @Test
  void closedPinIsWiped() throws Exception {
    byte[] bytes;
    try (Pin pin = new PinFile(pinFile("secret")).read()) {
      bytes = pin.bytes();
    }
    assertEquals("\0".repeat(6), new String(bytes, StandardCharsets.US_ASCII));
  }

  private Path pinFile(String content) throws Exception {
    Path file = Files.createTempFile(folder, "pin", "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return Files.writeString(file, content);
  }

  private static void assertUnsafe(Path file, String why) {
    TokenException e = assertThrows(TokenException.class, () -> new PinFile(file).read().close());
    assertEquals(Fault.PIN_FILE_UNSAFE, e.fault());
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  private static TokenException refusal(TokenConfig config) {
    return assertThrows(TokenException.class, () -> Token.open(config).close());
  }
}
