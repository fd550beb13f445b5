package org.astragal.packs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.astragal.packs.PackException.Fault;

/**
 * A pack of the archive with the interface it was made for, whatever interface the program has by
 * now: both in layers of their own, called in types of {@code java.base}.
 *
 * <p>Thread safety: for any threads.
 */
final class ArchivedLogic {
  private static final String PLAIN_PLAY = HostApi.MODULE + ".PlainPlay";
  private static final String GAME_PACK = HostApi.MODULE + ".GamePack";

  private final Object pack;
  private final Method play;

  private ArchivedLogic(Object pack, Method play) {
    this.pack = pack;
    this.play = play;
  }

  /** Defines both from the bytes of which the logic hash was taken. */
  static ArchivedLogic of(PackArchive.Pair pair) throws PackException {
    ModuleDescriptor packModule = ModuleRules.require(pair.pack().entries());
    try {
      Module api =
          PackLayer.define(
              apiModule(pair.api().entries()),
              URI.create("file:/archived/games-api.jar"),
              pair.api().entries(),
              ModuleLayer.boot(),
              Optional.empty());
      Module module =
          PackLayer.define(
              packModule,
              URI.create("file:/archived/pack.jar"),
              pair.pack().entries(),
              api.getLayer(),
              Optional.empty());
      ArchivedLogic.class.getModule().addReads(api);
      Object pack = PackLayer.provider(module, type(api, GAME_PACK));
      return new ArchivedLogic(
          pack, type(api, PLAIN_PLAY).getMethod("play", Object.class, Map.class));
    } catch (NoSuchMethodException | LinkageError e) {
      throw new PackException(Fault.NOT_LOADABLE, "the archived logic cannot be started: " + e, e);
    }
  }

  private static ModuleDescriptor apiModule(SortedMap<String, byte[]> entries)
      throws PackException {
    byte[] info = entries.get("module-info.class");
    if (info == null) {
      throw new PackException(Fault.MODULE_NOT_SEALED, "the archived interface is no module");
    }
    Set<String> packages = new TreeSet<>(Set.of(HostApi.MODULE));
    try {
      return ModuleDescriptor.read(new ByteArrayInputStream(info), () -> packages);
    } catch (IOException | InvalidModuleDescriptorException e) {
      throw new PackException(
          Fault.MODULE_NOT_SEALED, "the archived interface is no module: " + e, e);
    }
  }

  private static Class<?> type(Module module, String name) throws PackException {
    Class<?> type = Class.forName(module, name);
    if (type == null) {
      throw new PackException(Fault.NOT_LOADABLE, "the archived interface has no " + name);
    }
    return type;
  }

  /**
   * Plays one round.
   *
   * @param round as {@code PlainPlay} takes it
   * @return what came of it, as {@code PlainPlay} gives it
   * @throws PackException {@code NOT_LOADABLE} if the logic fails
   */
  Map<String, Object> play(Map<String, Object> round) throws PackException {
    try {
      var answer = new LinkedHashMap<String, Object>();
      ((Map<?, ?>) play.invoke(null, pack, round))
          .forEach((name, value) -> answer.put((String) name, value));
      return answer;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the interface exports its package", e);
    } catch (InvocationTargetException e) {
      throw new PackException(Fault.NOT_LOADABLE, "the archived logic fails: " + e.getCause(), e);
    }
  }
}
