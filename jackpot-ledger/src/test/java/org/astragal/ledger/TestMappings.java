package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The mappings that the module ships, in a folder with the secrets that they name. */
final class TestMappings {
  static final String SECRET = "example-secret-1";

  private static final Path SHIPPED = Path.of("mappings");

  private TestMappings() {}

  static Path copy(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (var files = Files.newDirectoryStream(SHIPPED, "*.yaml")) {
      for (var file : files) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    for (var source : java.util.List.of("studio-a", "hub-b")) {
      var secret = directory.resolve(source + ".secret");
      Files.writeString(secret, SECRET);
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }
    return directory;
  }
}
