package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.astragal.games.api.Game;
import org.astragal.outcome.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the logic hash names what the code is, not how or when it was packed. */
final class CodeHashTest {
  @TempDir Path folder;

  private final Path classes =
      Path.of(Game.class.getProtectionDomain().getCodeSource().getLocation().getPath());

  @Test
  void itIsTheHashOfTheSortedLinesOfEveryClass() throws Exception {
    Path jar = jar("one.jar", 1_000_000_000_000L, List.of());
    try (Stream<Path> all = Files.walk(unpacked())) {
      String lines =
          all.filter(Files::isRegularFile)
              .map(file -> line(unpackedQuietly(), file))
              .filter(line -> !line.startsWith("META-INF/"))
              .sorted()
              .collect(Collectors.joining());
      assertEquals(
          Hash.sha256(lines.getBytes(StandardCharsets.UTF_8)), CodeHash.logic(List.of(in(jar))));
    }
  }

  @Test
  void timesAndTheManifestDoNotCount() throws Exception {
    Hash one = CodeHash.logic(List.of(in(jar("one.jar", 1_000_000_000_000L, List.of()))));
    Path other = jar("other.jar", 1_500_000_000_000L, List.of("META-INF/MANIFEST.MF"));
    assertEquals(one, CodeHash.logic(List.of(in(other))));
  }

  @Test
  void anotherTableIsAnotherLogic() throws Exception {
    Hash one = CodeHash.logic(List.of(in(jar("one.jar", 1_000_000_000_000L, List.of()))));
    Path other = jar("other.jar", 1_000_000_000_000L, List.of("tables/wheel.csv"));
    assertNotEquals(one, CodeHash.logic(List.of(in(other))));
  }

  @Test
  void theProgramHashIsTheSameForTheSameProgram() throws Exception {
    assertEquals(CodeHash.program(), CodeHash.program());
  }

  /** The api as a folder, whether the build runs it from a folder or from a jar. */
  private Path unpacked() throws IOException {
    if (Files.isDirectory(classes)) {
      return classes;
    }
    Path target = folder.resolve("classes");
    try (var zip = new ZipFile(classes.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Path file = target.resolve(entry.getName());
        if (!entry.isDirectory()) {
          Files.createDirectories(file.getParent());
          Files.write(file, zip.getInputStream(entry).readAllBytes());
        }
      }
    }
    return target;
  }

  private Path unpackedQuietly() {
    try {
      return unpacked();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Path root, Path file) {
    try {
      String hash = HexFormat.of().formatHex(Hash.sha256(Files.readAllBytes(file)).bytes());
      return root.relativize(file) + " " + hash + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Packs the api with these entries more. */
  private Path jar(String name, long time, List<String> more) throws IOException {
    Path root = unpacked();
    Path jar = folder.resolve(name);
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    try (OutputStream out = Files.newOutputStream(jar);
        var zip = new ZipOutputStream(out)) {
      for (Path file : files) {
        String entry = root.relativize(file).toString();
        if (!entry.startsWith("META-INF")) {
          put(zip, entry, time, Files.readAllBytes(file));
        }
      }
      for (String entry : more) {
        put(zip, entry, time, entry.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private static void put(ZipOutputStream zip, String name, long time, byte[] bytes)
      throws IOException {
    var entry = new ZipEntry(name);
    entry.setTime(time);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /** {@return a class of the jar} */
  private static Class<?> in(Path jar) throws Exception {
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      return loader.loadClass(Game.class.getName());
    }
  }
}
