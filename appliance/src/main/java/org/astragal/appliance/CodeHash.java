package org.astragal.appliance;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.astragal.outcome.Hash;

/**
 * Names code by what it is: of a game pack, the hash over its classes and tables; of the running
 * program, the hash over the files it runs from. File times and packaging do not count.
 */
final class CodeHash {
  private CodeHash() {}

  /**
   * Hashes game logic: SHA-256 over the sorted lines {@code <entry name> <sha256 hex>\n} of every
   * class and table. Entries below META-INF say how files are packed, so they are left out.
   *
   * @param anchors one class of each jar (or class folder) that belongs to the logic
   */
  static Hash logic(List<Class<?>> anchors) throws IOException {
    var lines = new ArrayList<String>();
    for (Class<?> anchor : anchors) {
      Path place = placeOf(anchor);
      if (Files.isDirectory(place)) {
        folderLines(place, lines);
      } else {
        jarLines(place, lines);
      }
    }
    return ofLines(lines);
  }

  /**
   * Hashes the running program: SHA-256 over the sorted lines {@code <name> <sha256 hex>\n} of
   * every module outside the Java run time and every entry of the class path.
   */
  static Hash program() throws IOException {
    var files = new TreeMap<String, Path>();
    for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
      ModuleReference reference = module.reference();
      URI place = reference.location().orElse(URI.create("none:/"));
      if ("file".equals(place.getScheme())) {
        files.put(module.name(), Path.of(place));
      }
    }
    for (String entry :
        System.getProperty("java.class.path", "").split(Pattern.quote(File.pathSeparator), -1)) {
      Path file = Path.of(entry);
      if (!entry.isEmpty() && Files.exists(file)) {
        files.put(nameOf(file), file);
      }
    }
    var lines = new ArrayList<String>();
    for (var file : files.entrySet()) {
      String hash;
      if (Files.isDirectory(file.getValue())) {
        var inside = new ArrayList<String>();
        folderLines(file.getValue(), inside);
        hash = hex(ofLines(inside).bytes());
      } else {
        try (InputStream in = Files.newInputStream(file.getValue())) {
          hash = hash(in);
        }
      }
      lines.add(file.getKey() + " " + hash + "\n");
    }
    return ofLines(lines);
  }

  /** Class folders are all called alike, so those go by their path. */
  private static String nameOf(Path file) {
    return Files.isDirectory(file) ? file.toString() : String.valueOf(file.getFileName());
  }

  private static Path placeOf(Class<?> anchor) throws IOException {
    CodeSource source = anchor.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IOException(anchor.getName() + " comes from no file");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException(anchor.getName() + " comes from no file of this machine", e);
    }
  }

  private static void jarLines(Path jar, List<String> lines) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory() && counts(entry.getName())) {
          try (InputStream in = zip.getInputStream(entry)) {
            lines.add(entry.getName() + " " + hash(in) + "\n");
          }
        }
      }
    }
  }

  private static void folderLines(Path folder, List<String> lines) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      if (counts(name)) {
        try (InputStream in = Files.newInputStream(file)) {
          lines.add(name + " " + hash(in) + "\n");
        }
      }
    }
  }

  private static boolean counts(String entry) {
    return !entry.startsWith("META-INF/");
  }

  private static Hash ofLines(List<String> lines) {
    MessageDigest digest = sha256();
    lines.stream().sorted().forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
    return Hash.of(digest.digest());
  }

  private static String hash(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    try (var hashing = new DigestInputStream(in, digest)) {
      hashing.transferTo(OutputStream.nullOutputStream());
    }
    return hex(digest.digest());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
