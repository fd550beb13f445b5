package org.astragal.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    refused(file, "owner only");
  }

  @ParameterizedTest
  @CsvSource({"''", "'\n'"})
  void anEmptyPasswordIsRefused(String content) throws Exception {
    refused(file(content, "rw-------"), "empty");
  }

  @Test
  void aSymbolicLinkIsRefusedAlsoWhenItsTargetIsSafe() throws Exception {
    refused(Files.createSymbolicLink(folder.resolve("link"), file("pass", "rw-------")), "link");
  }

  @Test
  void aFileOfAnotherUserIsRefused() throws Exception {
    Path file = file("pass", "rw-------");
    long owner = ((Number) Files.getAttribute(file, "unix:uid")).longValue();
    assertArrayEquals("pass".toCharArray(), Secrets.read(file, owner));
    // The folder's owner is asked first, and root may own it.
    Path rooted = Path.of("/etc/hostname");
    var refusal = assertThrows(ConfigException.class, () -> Secrets.read(rooted, 54_321));
    assertTrue(String.valueOf(refusal.getMessage()).contains("another user"), refusal::getMessage);
  }

  @Test
  void aFolderThatOthersCanWriteToIsRefused() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path file = open.resolve("password");
    Files.move(file("pass", "rw-------"), file);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
    refused(file, "folder");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));
    assertArrayEquals("pass".toCharArray(), Secrets.read(file));
  }

  @Test
  void aPasswordIsAtMost1024Bytes() throws Exception {
    assertEquals(1024, Secrets.read(file("p".repeat(1024), "rw-------")).length);
    refused(file("p".repeat(1025), "rw-------"), "larger");
  }

  private static void refused(Path file, String why) {
    var refusal = assertThrows(ConfigException.class, () -> Secrets.read(file));
    assertEquals(ConfigException.Fault.SECRET_UNSAFE, refusal.fault());
    assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal::getMessage);
  }
}
