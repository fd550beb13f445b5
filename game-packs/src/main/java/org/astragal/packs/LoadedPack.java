package org.astragal.packs;

import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.util.List;
import org.astragal.games.api.Game;
import org.astragal.games.api.GamePack;
import org.astragal.games.api.SealedThreshold;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
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
  private final List<SealedThreshold> thresholds;

  private LoadedPack(VerifiedPack pack, Module module, GamePack started) {
    this.pack = pack;
    this.module = module;
    this.games = List.copyOf(started.games());
    this.thresholds = List.copyOf(started.thresholds());
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
    GamePack started = start(module);
    PackManifest found = describe(module, manifest.api(), manifest.logic(), started);
    if (!found.equals(manifest)) {
      throw new PackException(
          Fault.GAMES_DIFFER,
          "the games are not what the manifest says: " + difference(manifest, found));
    }
    return new LoadedPack(pack, module, started);
  }

  private static String difference(PackManifest manifest, PackManifest found) throws PackException {
    try {
      return PlainJson.difference(
              "manifest", Json.parse(manifest.bytes()), Json.parse(found.bytes()))
          .orElse("nothing differs");
    } catch (JsonException e) {
      throw new PackException(Fault.GAMES_DIFFER, "the games say what no manifest can", e);
    }
  }

  /** {@return the one provider of games in a module} */
  static GamePack start(Module module) throws PackException {
    return PackLayer.provider(module, GamePack.class);
  }

  /** {@return what a pack says of itself} */
  static PackManifest describe(Module module, Hash api, Hash logic, GamePack pack)
      throws PackException {
    try {
      return PackManifest.of(module.getName(), api, logic, pack);
    } catch (RuntimeException | LinkageError e) {
      throw new PackException(
          Fault.NOT_LOADABLE, "the pack fails when it is asked for its games: " + e, e);
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

  /** {@return its sealed thresholds} */
  public List<SealedThreshold> thresholds() {
    return thresholds;
  }

  /** {@return its module} */
  Module module() {
    return module;
  }
}
