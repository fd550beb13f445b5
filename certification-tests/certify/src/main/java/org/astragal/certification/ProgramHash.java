package org.astragal.certification;

import java.io.File;
import java.io.IOException;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names the running program by the files it runs from, libraries included. */
final class ProgramHash {
  private ProgramHash() {}

  /**
   * {@return SHA-256, in hexadecimal digits, over a line {@code <name> <sha256 hex>\n} for each
   * module outside the Java run time and each entry of the class path, sorted by name}
   *
   * @throws CertifyException if a file of the program cannot be read
   */
  static String ofThisProgram() throws CertifyException {
    try {
      MessageDigest all = Sha256.begin();
      for (var file : files().entrySet()) {
        String line = file.getKey() + " " + hash(file.getValue()) + "\n";
        all.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return Sha256.end(all);
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.DISK,
          "the program's own files cannot be read: " + Reasons.of(e),
          e);
    }
  }

  private static Map<String, Path> files() {
    var files = new TreeMap<String, Path>();
    for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
      URI place = module.reference().location().orElse(URI.create("none:/"));
      if ("file".equals(place.getScheme())) {
        files.put(module.name(), Path.of(place));
      }
    }
    String classPath = System.getProperty("java.class.path", "");
    for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
      if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
        files.put(entry, Path.of(entry));
      }
    }
    return files;
  }

  private static String hash(Path place) throws IOException {
    if (Files.isRegularFile(place)) {
      return Sha256.of(place);
    }
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(place)) {
      inside = walk.filter(Files::isRegularFile).sorted().toList();
    }
    MessageDigest digest = Sha256.begin();
    for (Path file : inside) {
      digest.update(place.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      Sha256.update(digest, file);
    }
    return Sha256.end(digest);
  }
}
