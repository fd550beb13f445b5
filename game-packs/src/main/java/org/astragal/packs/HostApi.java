package org.astragal.packs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.astragal.games.api.Game;
import org.astragal.outcome.Hash;
import org.astragal.packs.PackException.Fault;

/**
 * The interface of games as this program has it: what it is made of, and the module that packs
 * read.
 *
 * <p>Thread safety: immutable.
 */
public final class HostApi {
  /** Name of the module, and of its package. */
  static final String MODULE = "org.astragal.games.api";

  private static final HostApi INSTANCE = load();

  private final SortedMap<String, byte[]> entries;
  private final byte[] jar;
  private final Hash hash;
  private final ModuleLayer layer;

  private HostApi(SortedMap<String, byte[]> entries, byte[] jar, ModuleLayer layer) {
    this.entries = entries;
    this.jar = jar;
    this.hash = LogicHash.of(Map.of(), entries);
    this.layer = layer;
  }

  /** {@return the interface that this program runs with} */
  public static HostApi get() {
    return INSTANCE;
  }

  /** {@return what names it: computed as a logic hash, of the interface alone} */
  public Hash hash() {
    return hash;
  }

  /** {@return its classes, by the names of their entries; read-only} */
  SortedMap<String, byte[]> entries() {
    return entries;
  }

  /** {@return it as a jar, for the archive; a copy} */
  byte[] jar() {
    return jar.clone();
  }

  /** {@return the layer in which packs find it} */
  ModuleLayer layer() {
    return layer;
  }

  /** {@return the module of the program's own classes of the interface} */
  static Module module() {
    return Game.class.getModule();
  }

  private static HostApi load() {
    try {
      Path place = place();
      if (Files.isDirectory(place)) {
        SortedMap<String, byte[]> entries = folder(place);
        return new HostApi(entries, Jars.of(entries), layer(place));
      }
      byte[] jar = Files.readAllBytes(place);
      return new HostApi(JarContent.unsigned(jar).entries(), jar, layer(place));
    } catch (IOException e) {
      throw new UncheckedIOException("the interface of games cannot be read", e);
    } catch (PackException e) {
      throw new IllegalStateException("the interface of games is not in a jar", e);
    }
  }

  private static Path place() throws PackException {
    CodeSource source = Game.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new PackException(Fault.UNREADABLE, "it comes from no file");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new PackException(Fault.UNREADABLE, "it comes from no file of this machine", e);
    }
  }

  private static SortedMap<String, byte[]> folder(Path folder) throws IOException {
    var entries = new TreeMap<String, byte[]>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (LogicHash.counts(name)) {
          entries.put(name, Files.readAllBytes(file));
        }
      }
    }
    return entries;
  }

  /**
   * A program on the module path has the module in its boot layer. On the class path, where a
   * program embeds this package, there is a layer in between: its module has the name that packs
   * ask for, and the classes of the program.
   */
  private static ModuleLayer layer(Path place) {
    ModuleLayer boot = ModuleLayer.boot();
    if (module().isNamed()) {
      return boot;
    }
    Configuration configuration =
        boot.configuration().resolve(ModuleFinder.of(place), ModuleFinder.of(), Set.of(MODULE));
    var loader = new HostClasses(Game.class.getClassLoader());
    return ModuleLayer.defineModules(configuration, List.of(boot), _ -> loader).layer();
  }

  /** Finds the interface where the program has it, and nothing else of the program. */
  private static final class HostClasses extends ClassLoader {
    private final ClassLoader host;

    HostClasses(ClassLoader host) {
      super("games-api", null);
      this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return name.startsWith(MODULE + ".") ? host.loadClass(name) : super.loadClass(name, resolve);
    }
  }
}
