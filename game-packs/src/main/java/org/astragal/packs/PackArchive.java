package org.astragal.packs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.astragal.outcome.Hash;
import org.astragal.packs.PackException.Fault;

/**
 * Every pack that ever came in, with the interface it was made for, by the logic hash that records
 * name: a folder for each logic, with the jar of the interface and the jar of the pack, both
 * read-only. Nothing is ever changed or removed.
 *
 * <p>It is not trusted: whatever is read from it is hashed again.
 *
 * <p>Thread safety: for any threads.
 */
public final class PackArchive {
  private static final String API = "games-api.jar";
  private static final String JAR = ".jar";

  private final Path folder;

  /**
   * Creates one.
   *
   * @param folder where it is, or will be
   */
  public PackArchive(Path folder) {
    this.folder = folder;
  }

  /**
   * What the archive holds of one logic.
   *
   * @param pack the pack's jar
   * @param api the jar of the interface
   */
  record Pair(JarContent pack, JarContent api) {}

  /** {@return the name of a pack's file} */
  static String nameOf(Hash file) {
    return HexFormat.of().formatHex(file.bytes()) + JAR;
  }

  /**
   * Keeps a pack; one that is kept already stays as it is.
   *
   * @param pack the pack
   * @return the pack's file
   * @throws PackException {@code STORAGE} if it cannot be written; what there is may be incomplete,
   *     and is completed by the next try
   */
  public Path keep(VerifiedPack pack) throws PackException {
    Path place = folderOf(pack.manifest().logic());
    Path jar = place.resolve(nameOf(pack.file()));
    try {
      Files.createDirectories(place);
      write(place.resolve(API), HostApi.get().jar());
      write(jar, pack.jar());
      sync(place);
      sync(folder);
      return jar;
    } catch (IOException e) {
      throw new PackException(Fault.STORAGE, "the pack cannot be kept in " + folder + ": " + e, e);
    }
  }

  /** {@return the file of a pack that came in, whether it is there or not} */
  public Path fileOf(Hash logic, Hash file) {
    return folderOf(logic).resolve(nameOf(file));
  }

  /**
   * Reads a pack that came in.
   *
   * @param logic its logic hash
   * @param file SHA-256 of its jar
   * @return its bytes
   * @throws PackException {@code NOT_ARCHIVED} if it is not there, or not what it was
   */
  public byte[] read(Hash logic, Hash file) throws PackException {
    Path jar = fileOf(logic, file);
    byte[] bytes = read(jar);
    if (!Hash.sha256(bytes).equals(file)) {
      throw new PackException(
          Fault.NOT_ARCHIVED, jar + " was changed: it has the hash " + Hash.sha256(bytes));
    }
    return bytes;
  }

  /** {@return the pair of a pack and its interface whose logic hash is this} */
  Pair find(Hash logic) throws PackException {
    Path place = folderOf(logic);
    if (!Files.isDirectory(place)) {
      throw new PackException(
          Fault.NOT_ARCHIVED, "the archive " + folder + " has no pack of the logic " + logic);
    }
    JarContent api = JarContent.unsigned(read(place.resolve(API)));
    for (Path jar : packs(place)) {
      JarContent pack = JarContent.unsigned(read(jar));
      if (LogicHash.of(pack.entries(), api.entries()).equals(logic)) {
        return new Pair(pack, api);
      }
    }
    throw new PackException(
        Fault.NOT_ARCHIVED, "no pack in " + place + " has the logic " + logic + " any more");
  }

  private static List<Path> packs(Path place) throws PackException {
    try (Stream<Path> files = Files.list(place)) {
      return new ArrayList<>(
          files
              .filter(file -> file.toString().endsWith(JAR) && !file.endsWith(API))
              .sorted()
              .toList());
    } catch (IOException e) {
      throw new PackException(Fault.STORAGE, place + " cannot be read: " + e, e);
    }
  }

  private static byte[] read(Path file) throws PackException {
    try {
      if (!Files.exists(file) || Files.size(file) > JarContent.MAX_BYTES) {
        throw new PackException(
            Fault.NOT_ARCHIVED, file + " is missing, or larger than a pack may be");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new PackException(Fault.STORAGE, file + " cannot be read: " + e, e);
    }
  }

  private Path folderOf(Hash logic) {
    return folder.resolve(HexFormat.of().formatHex(logic.bytes()));
  }

  /** Whole or not at all; a file that was damaged since is written anew. */
  private static void write(Path file, byte[] bytes) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return;
    }
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    try (FileChannel channel =
        FileChannel.open(
            next,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--")))) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
