package org.astragal.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: a password that others can read is no password, and its line end is not part of it. */
final class SecretsTest {
  @TempDir Path folder;

  private Path file(String content, String mode) throws Exception {
    Path file = folder.resolve("password");
    Files.writeString(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @ParameterizedTest
  @CsvSource({"'pass\n'", "'pass\r\n'", "'pass'"})
  void oneLineEndIsNotPartOfThePassword(String content) throws Exception {
    assertArrayEquals("pass".toCharArray(), Secrets.read(file(content, "rw-------")));
  }

  @Test
  void aSecondLineEndIsPartOfIt() throws Exception {
    assertArrayEquals("pass\n".toCharArray(), Secrets.read(file("pass\n\n", "r--------")));
  }

  @ParameterizedTest
  @CsvSource({"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
  void aFileThatIsNotTheOwnersAloneIsRefused(String mode) throws Exception {
    Path file = file("pass", mode);
    var refusal = assertThrows(ConfigException.class, () -> Secrets.read(file));
    assertEquals(ConfigException.Fault.SECRET_UNSAFE, refusal.fault());
  }

  @ParameterizedTest
  @CsvSource({"''", "'\n'"})
  void anEmptyPasswordIsRefused(String content) throws Exception {
    Path file = file(content, "rw-------");
    var refusal = assertThrows(ConfigException.class, () -> Secrets.read(file));
    assertEquals(ConfigException.Fault.SECRET_UNSAFE, refusal.fault());
  }
}
