package org.astragal.packs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.astragal.games.api.Bet;
import org.astragal.games.api.Choices;
import org.astragal.games.api.Data;
import org.astragal.games.api.Game;
import org.astragal.games.api.Played;
import org.astragal.games.api.Round;
import org.astragal.games.reference.ReferenceGames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a pack lives in a layer of its own, from what was verified, and sees nothing else. */
final class LoadedPackTest {
  private static final List<String> GAMES =
      new ReferenceGames().games().stream().map(Game::id).toList();

  @TempDir Path folder;

  @Test
  void itsGamesPlay() throws Exception {
    LoadedPack pack = load(Forge.genuine());
    assertEquals(GAMES, ids(pack));
    Game wheel = pack.games().getLast();
    var bet = new Bet("1", Data.Members.empty().with("spot", "1"), 100, 2);
    Round round =
        Round.begin(wheel, wheel.defaultTerms(), List.of(bet), (_, _) -> 0, Choices.NOBODY);
    assertInstanceOf(Played.Settled.class, wheel.play(round));
  }

  @Test
  void itReadsJavaBaseAndTheInterfaceAndNothingElse() throws Exception {
    Module module = load(Forge.genuine()).module();
    Set<String> reads =
        module
            .getLayer()
            .configuration()
            .findModule(module.getName())
            .orElseThrow()
            .reads()
            .stream()
            .map(read -> read.name())
            .collect(Collectors.toSet());
    assertEquals(Set.of("java.base", HostApi.MODULE), reads);
    ClassLoader loader = Objects.requireNonNull(module.getClassLoader());
    for (String other :
        List.of(
            "java.sql.Connection", "org.astragal.packs.PackMaker", "org.astragal.outcome.Hash")) {
      assertThrows(ClassNotFoundException.class, () -> loader.loadClass(other), other);
    }
    // Classes of the boot loader are found by name; without readability they do not link.
    assertFalse(module.canRead(Logger.class.getModule()));
  }

  @Test
  void whatABuildLeavesBelowMetaInfDoesNotComeIn() throws Exception {
    var build = new TreeMap<>(Forge.CLASSES);
    build.put("META-INF/maven/org.astragal/games/pom.xml", new byte[] {1});
    build.put("META-INF/services/" + HostApi.MODULE + ".GamePack", new byte[] {1});
    assertEquals(Forge.manifest(), PackMaker.of(Forge.unsigned(build)).manifest());
    assertEquals(GAMES, ids(load(Forge.pack(build))));
  }

  @Test
  void versionsRunSideBySide() throws Exception {
    LoadedPack one = load(Forge.genuine());
    LoadedPack two = load(Forge.pack(Forge.version("1.1.0")));
    assertNotEquals(one.logic(), two.logic());
    assertEquals("1.0.0", one.games().getFirst().version());
    assertEquals("1.1.0", two.games().getFirst().version());
    assertEquals(one.module().getName(), two.module().getName());
    assertNotSame(one.module(), two.module());
    assertNotSame(one.games().getFirst().getClass(), two.games().getFirst().getClass());
  }

  @Test
  void classesThatDoNotLinkAreRefusedAndNothingElseSuffers() throws Exception {
    byte[] broken = Forge.CLASSES.get("org/astragal/games/reference/ReferenceGames.class").clone();
    broken[7]++; // a class file of a later Java
    byte[] jar =
        Forge.signed(Forge.with("org/astragal/games/reference/ReferenceGames.class", broken));
    VerifiedPack pack = Forge.VERIFIER.verify(jar);
    PackException e = assertThrows(PackException.class, () -> LoadedPack.of(pack));
    assertEquals(PackException.Fault.NOT_LOADABLE, e.fault());
  }

  @Test
  void theArchiveKeepsPackAndInterfaceReadOnlyByHash() throws Exception {
    var archive = new PackArchive(folder.resolve("archive"));
    byte[] jar = Forge.genuine();
    VerifiedPack pack = Forge.VERIFIER.verify(jar);
    Path kept = archive.keep(pack);
    assertEquals(kept, archive.keep(pack));
    assertEquals(archive.fileOf(pack.manifest().logic(), pack.file()), kept);
    assertEquals(-1, Files.mismatch(kept, Files.write(folder.resolve("copy"), jar)));
    try (Stream<Path> files = Files.list(kept.getParent())) {
      for (Path file : files.toList()) {
        assertEquals(
            "r--r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    byte[] read = archive.read(pack.manifest().logic(), pack.file());
    assertEquals(pack.file(), Forge.VERIFIER.verifyArchived(read).file());
    PackArchive.Pair pair = archive.find(pack.manifest().logic());
    assertEquals(
        pack.manifest().logic(), LogicHash.of(pair.pack().entries(), pair.api().entries()));
  }

  @Test
  void whatWasChangedInTheArchiveIsFoundAndReplacedByTheNextInstallation() throws Exception {
    var archive = new PackArchive(folder.resolve("archive"));
    VerifiedPack pack = Forge.VERIFIER.verify(Forge.genuine());
    Path kept = archive.keep(pack);
    byte[] bytes = Files.readAllBytes(kept);
    Files.delete(kept);
    bytes[bytes.length / 2] ^= 1;
    Files.write(kept, bytes);
    PackException changed =
        assertThrows(PackException.class, () -> archive.read(pack.manifest().logic(), pack.file()));
    assertEquals(PackException.Fault.NOT_ARCHIVED, changed.fault());
    archive.keep(pack);
    assertTrue(archive.read(pack.manifest().logic(), pack.file()).length > 0);
    PackException missing =
        assertThrows(PackException.class, () -> archive.find(Forge.hash(new byte[0])));
    assertEquals(PackException.Fault.NOT_ARCHIVED, missing.fault());
  }

  private static LoadedPack load(byte[] jar) throws Exception {
    return LoadedPack.of(Forge.VERIFIER.verify(jar));
  }

  private static List<String> ids(LoadedPack pack) {
    return pack.games().stream().map(Game::id).toList();
  }
}
