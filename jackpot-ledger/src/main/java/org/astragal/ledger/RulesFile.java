package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.Hash;
import org.astragal.service.ConfigException;
import org.astragal.service.ConfigFile;

/** A rules file as loaded: what it says, its bytes, and their SHA-256. Immutable. */
final class RulesFile {
  private static final int MAX_POOLS = 64;

  private final PoolRules rules;
  private final byte[] content;
  private final Hash hash;

  private RulesFile(PoolRules rules, byte[] content) {
    this.rules = rules;
    this.content = content;
    this.hash = Hash.sha256(content);
  }

  /** {@return what the file says} */
  PoolRules rules() {
    return rules;
  }

  /** {@return the rules of a level, if the file has it} */
  Optional<LevelRules> level(String name) {
    for (var level : rules.levels()) {
      if (level.id().equals(name)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /** {@return SHA-256 of the file's bytes} */
  Hash hash() {
    return hash;
  }

  /** {@return a copy of the file's bytes} */
  byte[] content() {
    return content.clone();
  }

  /** Reads one file. */
  static RulesFile load(Path file) throws ConfigException {
    return of(file, ConfigFile.bytes(file));
  }

  /**
   * Reads the bytes of a file again.
   *
   * @param file where they are from
   * @param content given away
   */
  static RulesFile of(Path file, byte[] content) throws ConfigException {
    return new RulesFile(ConfigFile.load(file, content, PoolRules.class), content);
  }

  /** Reads every {@code *.yaml} of a directory, in order of name; at least one, no pool twice. */
  static List<RulesFile> loadAll(Path directory) throws ConfigException {
    var files = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(directory, "*.yaml")) {
      entries.forEach(files::add);
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Fault.UNREADABLE,
          directory + ": rules directory cannot be read: " + e.getMessage(),
          e);
    }
    if (files.isEmpty() || files.size() > MAX_POOLS) {
      throw new ConfigException(
          ConfigException.Fault.UNREADABLE,
          directory + ": needs 1 to " + MAX_POOLS + " rules files *.yaml, has " + files.size());
    }
    files.sort(null);
    var loaded = new ArrayList<RulesFile>();
    var owners = new HashMap<String, Path>();
    for (var file : files) {
      var one = load(file);
      var other = owners.put(one.rules().pool(), file);
      if (other != null) {
        throw new ConfigException(
            ConfigException.Fault.KEY,
            file + ": pool " + one.rules().pool() + " is also in " + other);
      }
      loaded.add(one);
    }
    return List.copyOf(loaded);
  }
}
