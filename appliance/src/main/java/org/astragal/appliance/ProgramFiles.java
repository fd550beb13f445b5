package org.astragal.appliance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.astragal.outcome.Hash;
import org.astragal.packs.Components;

/**
 * The files that this appliance consists of, and what they were when it started.
 *
 * <p>Thread safety: immutable.
 *
 * @param components where they are
 * @param hashes SHA-256 of each, at the start
 */
record ProgramFiles(Components components, SortedMap<String, Hash> hashes) {
  private static final byte[] NO_NONCE = new byte[0];

  ProgramFiles {
    hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
  }

  /**
   * Reads the modules that this program runs from.
   *
   * @throws StartException if one of them cannot be read
   */
  static ProgramFiles read() throws StartException {
    return of(Components.ofThisProgram());
  }

  /**
   * {@return these files and everything else that decides what this appliance does: the Java run
   * time, the token's library, the configuration and whom it trusts}
   *
   * @param file the configuration
   * @throws StartException if one of them cannot be read
   */
  ProgramFiles and(ApplianceConfig config, Path file) throws StartException {
    Path java = Path.of(System.getProperty("java.home"));
    Components around =
        Components.none()
            .with("configuration/" + file.getFileName(), file)
            .with("configuration/tls.trustStore", config.tls().trustStore())
            .with("configuration/games.signers", config.games().signers())
            .with("configuration/games.laboratories", config.games().laboratories())
            .with("token/" + config.token().module().getFileName(), config.token().module());
    for (String part : new String[] {"lib/modules", "lib/server/libjvm.so", "lib/libjava.so"}) {
      // A run time that was linked in another way has other parts.
      if (Files.exists(java.resolve(part))) {
        around = around.with("java/" + part, java.resolve(part));
      }
    }
    ProgramFiles more = of(around);
    var hashes = new TreeMap<>(this.hashes);
    hashes.putAll(more.hashes);
    return new ProgramFiles(components.with(more.components), hashes);
  }

  private static ProgramFiles of(Components components) throws StartException {
    var hashes = new TreeMap<String, Hash>();
    components.read(NO_NONCE).forEach((name, digest) -> hashes.put(name, digest.plain()));
    if (hashes.size() != components.files().size()) {
      var missing = new TreeSet<>(components.files().keySet());
      missing.removeAll(hashes.keySet());
      throw new StartException(
          StartException.Fault.PROGRAM, "files of the program cannot be read: " + missing);
    }
    return new ProgramFiles(components, hashes);
  }

  /** {@return what names all of these files} */
  Hash hash() {
    return Components.name(hashes);
  }
}
