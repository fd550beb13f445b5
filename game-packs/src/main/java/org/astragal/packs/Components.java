package org.astragal.packs;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.astragal.outcome.Hash;

/**
 * The files that a program consists of, each under a name, to be hashed again and again while it
 * runs.
 *
 * <p>Thread safety: immutable.
 */
public final class Components {
  private static final int BUFFER = 1 << 16;

  private final SortedMap<String, Path> files;

  private Components(SortedMap<String, Path> files) {
    this.files = Collections.unmodifiableSortedMap(files);
  }

  /**
   * What a component is now.
   *
   * @param plain SHA-256 of its bytes
   * @param answer SHA-256 of the nonce and its bytes: proof that they were read for this question
   */
  public record Digest(Hash plain, Hash answer) {}

  /** {@return no component} */
  public static Components none() {
    return new Components(new TreeMap<>());
  }

  /** {@return every module outside the Java run time, and every entry of the class path} */
  public static Components ofThisProgram() {
    var files = new TreeMap<String, Path>();
    for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
      URI place = module.reference().location().orElse(URI.create("none:/"));
      if ("file".equals(place.getScheme())) {
        files.put("module/" + module.name(), Path.of(place));
      }
    }
    for (String entry :
        System.getProperty("java.class.path", "").split(Pattern.quote(File.pathSeparator), -1)) {
      Path file = Path.of(entry);
      if (!entry.isEmpty() && Files.exists(file)) {
        // Class folders are all called alike, so those go by their path.
        files.put(
            "classpath/" + (Files.isDirectory(file) ? file.toString() : file.getFileName()), file);
      }
    }
    return new Components(files);
  }

  /**
   * {@return these components and one more}
   *
   * @param name its name
   * @param file where it is
   */
  public Components with(String name, Path file) {
    var more = new TreeMap<>(files);
    more.put(name, file);
    return new Components(more);
  }

  /**
   * {@return these components and others}
   *
   * @param others under other names
   */
  public Components with(Components others) {
    var more = new TreeMap<>(files);
    more.putAll(others.files);
    return new Components(more);
  }

  /** {@return where each component is} */
  public SortedMap<String, Path> files() {
    return files;
  }

  /**
   * Reads every component once.
   *
   * @param nonce what stands before the bytes of each component in the answers
   * @return the digests by name, without those of components that cannot be read
   */
  public SortedMap<String, Digest> read(byte[] nonce) {
    var digests = new TreeMap<String, Digest>();
    files.forEach((name, file) -> digest(file, nonce).ifPresent(found -> digests.put(name, found)));
    return digests;
  }

  /**
   * {@return what names all of it: SHA-256 over the sorted lines {@code <name> <sha256 hex>\n}}
   *
   * @param hashes of some components, by name
   */
  public static Hash name(Map<String, Hash> hashes) {
    var lines = new StringBuilder();
    new TreeMap<>(hashes)
        .forEach((name, hash) -> lines.append(name).append(' ').append(hex(hash)).append('\n'));
    return Hash.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Digest> digest(Path file, byte[] nonce) {
    MessageDigest plain = sha256();
    MessageDigest answer = sha256();
    answer.update(nonce);
    // Without a nonce both are the same: the bytes are hashed once.
    List<MessageDigest> digests = nonce.length == 0 ? List.of(plain) : List.of(plain, answer);
    try {
      if (Files.isDirectory(file)) {
        byte[] lines = folder(file).getBytes(StandardCharsets.UTF_8);
        digests.forEach(digest -> digest.update(lines));
      } else {
        read(file, digests);
      }
      Hash hash = Hash.of(plain.digest());
      return Optional.of(new Digest(hash, nonce.length == 0 ? hash : Hash.of(answer.digest())));
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static void read(Path file, List<MessageDigest> digests) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (MessageDigest digest : digests) {
          digest.update(buffer, 0, n);
        }
      }
    }
  }

  /** {@return the sorted lines of the files in a folder: what a developer's class folder is} */
  private static String folder(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(folder)) {
      inside = walk.filter(Files::isRegularFile).sorted().toList();
    }
    var lines = new StringBuilder();
    for (Path file : inside) {
      MessageDigest digest = sha256();
      read(file, List.of(digest));
      lines
          .append(folder.relativize(file))
          .append(' ')
          .append(HexFormat.of().formatHex(digest.digest()))
          .append('\n');
    }
    return lines.toString();
  }

  private static String hex(Hash hash) {
    return HexFormat.of().formatHex(hash.bytes());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
