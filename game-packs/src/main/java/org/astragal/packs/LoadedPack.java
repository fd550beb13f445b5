package org.astragal.packs;

import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.util.List;
import org.astragal.games.api.Game;
import org.astragal.games.api.GamePack;
import org.astragal.outcome.Hash;
import org.astragal.packs.PackException.Fault;

/**
 * A pack that runs, in a module layer of its own.
 *
 * <p>Thread safety: immutable.
 */
public final class LoadedPack {
  private final VerifiedPack pack;
  private final Module module;
  private final List<Game> games;

  private LoadedPack(VerifiedPack pack, Module module, List<Game> games) {
    this.pack = pack;
    this.module = module;
    this.games = List.copyOf(games);
  }

  /**
   * Defines a pack from the bytes that were verified.
   *
   * @param pack the pack
   * @return its games, ready to play
   * @throws PackException if it cannot be linked or started, or its games are not those that its
   *     manifest names
   */
  public static LoadedPack of(VerifiedPack pack) throws PackException {
    PackManifest manifest = pack.manifest();
    ModuleDescriptor descriptor = ModuleRules.require(pack.entries(), manifest.module());
    URI location = URI.create("file:/" + PackArchive.nameOf(pack.file()));
    Module module = PackLayer.overHost(descriptor, location, pack.entries());
    List<Game> games = games(module);
    List<PackManifest.Title> found = titles(games);
    if (!found.equals(manifest.games())) {
      throw new PackException(
          Fault.GAMES_DIFFER,
          "the manifest names the games or returns "
              + manifest.games()
              + ", the pack has "
              + found);
    }
    return new LoadedPack(pack, module, games);
  }

  /** {@return the games of a module, in the order of the pack} */
  static List<Game> games(Module module) throws PackException {
    try {
      return List.copyOf(PackLayer.provider(module, GamePack.class).games());
    } catch (RuntimeException | LinkageError e) {
      throw new PackException(Fault.NOT_LOADABLE, "the pack does not name its games: " + e, e);
    }
  }

  /** {@return what the games say of themselves} */
  static List<PackManifest.Title> titles(List<Game> games) throws PackException {
    try {
      return games.stream().map(PackManifest.Title::of).toList();
    } catch (RuntimeException | LinkageError e) {
      throw new PackException(
          Fault.GAMES_DIFFER, "a game says of itself what it must not: " + e, e);
    }
  }

  /** {@return the pack} */
  public VerifiedPack pack() {
    return pack;
  }

  /** {@return what names its logic in records} */
  public Hash logic() {
    return pack.manifest().logic();
  }

  /** {@return its games} */
  public List<Game> games() {
    return games;
  }

  /** {@return its module} */
  Module module() {
    return module;
  }
}
