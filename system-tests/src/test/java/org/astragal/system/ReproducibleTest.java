package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the same sources give the same jar, byte for byte, wherever and whenever they are built, so
 * that anybody can hold a jar against the sources. Shown for the smallest module; what decides it,
 * the parent's build, is the same for all.
 */
final class ReproducibleTest {
  private static final String MODULE = "readonly-gamelogic/api";
  private static final String JAR = "target/games-api-0.1.0.jar";

  @TempDir Path elsewhere;

  @Test
  void theSameSourcesBuiltInAnotherFolderGiveTheSameJar() throws Exception {
    copy("pom.xml");
    copy("readonly-gamelogic/pom.xml");
    copy(MODULE + "/pom.xml");
    copyFolder(".mvn");
    copyFolder(MODULE + "/src/main");
    var build =
        new ProcessBuilder(
                "mvn", "-o", "-q", "-B", "-DskipTests", "-f", MODULE + "/pom.xml", "package")
            .directory(elsewhere.toFile());
    build.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var result = Sites.run(build);
    assertEquals(0, result.status(), result.output());
    Path first = Sites.HOME.resolve(MODULE).resolve(JAR);
    assertEquals(-1, Files.mismatch(first, elsewhere.resolve(MODULE).resolve(JAR)));
  }

  private void copy(String path) throws Exception {
    Path copy = elsewhere.resolve(path);
    Files.createDirectories(copy.getParent());
    Files.copy(Sites.HOME.resolve(path), copy);
  }

  private void copyFolder(String path) throws Exception {
    Path from = Sites.HOME.resolve(path);
    if (Files.isDirectory(from)) {
      Files.createDirectories(elsewhere.resolve(path).getParent());
      Sites.copy(from, elsewhere.resolve(path));
    }
  }
}
