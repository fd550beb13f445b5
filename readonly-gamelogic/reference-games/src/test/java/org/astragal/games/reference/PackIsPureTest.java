package org.astragal.games.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.astragal.games.api.Game;
import org.astragal.games.api.GamePack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: what the pack computes depends on bets and draws alone; its class files say so. */
final class PackIsPureTest {
  private static final List<String> OWN =
      List.of("org/astragal/games/api/", "org/astragal/games/reference/");

  @Test
  void classesAreThoseOfTheJarWhereTheBuildSaysSo() {
    String place =
        ReferenceGames.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    assertEquals(Boolean.getBoolean("astragal.jar"), place.endsWith(".jar"), place);
  }

  @Test
  void packIsPure() throws Exception {
    List<byte[]> classes = Purity.classFilesBeside(ReferenceGames.class);
    assertTrue(classes.size() >= 10, "the pack's classes were found");
    assertEquals(Set.of(), findings(classes));
  }

  @Test
  void apiIsPure() throws Exception {
    List<byte[]> classes = Purity.classFilesBeside(Game.class);
    assertTrue(classes.size() >= 15, "the api's classes were found");
    assertEquals(Set.of(), findings(classes));
  }

  static Stream<Arguments> sins() {
    return Stream.of(
        arguments(Impure.Clock.class, "the call java/lang/System.nanoTime"),
        arguments(Impure.Chance.class, "the call java/lang/Math.random"),
        arguments(Impure.Salted.class, "the call java/util/Map.copyOf"),
        arguments(Impure.SaltedSet.class, "the call java/util/Set.of"),
        arguments(Impure.Hashed.class, "the type java/util/HashMap"),
        arguments(Impure.Identity.class, "the call java/lang/Object.hashCode"),
        arguments(Impure.EnumIdentity.class, "the call java/util/stream/Collectors.toSet"),
        arguments(Impure.Floating.class, "floating point in half"),
        arguments(Impure.FloatingConstant.class, "a floating-point constant"),
        arguments(Impure.FloatingField.class, "floating point in F"),
        arguments(Impure.Locked.class, "a lock in value"),
        arguments(Impure.LockedMethod.class, "the native or synchronized method value"),
        arguments(Impure.Stateful.class, "the field rounds that can change"),
        arguments(Impure.Table.class, "the static array PAYS, whose elements can change"),
        arguments(Impure.Reflective.class, "the call java/lang/Object.getClass"),
        arguments(Impure.Threaded.class, "the type java/lang/Thread"),
        arguments(Impure.Parallel.class, "the call java/util/List.parallelStream"),
        arguments(Impure.Localised.class, "the call java/lang/String.format"),
        arguments(Impure.Reading.class, "the type java/nio/file/Path"),
        arguments(Impure.Configured.class, "the call java/lang/Long.getLong"));
  }

  @ParameterizedTest
  @MethodSource("sins")
  void anyOtherClassIsFoundOut(Class<?> impure, String sin) throws IOException {
    String file = impure.getName().replace('.', '/') + ".class";
    try (InputStream in =
        Objects.requireNonNull(impure.getClassLoader()).getResourceAsStream(file)) {
      byte[] classFile = Objects.requireNonNull(in).readAllBytes();
      Set<String> findings = Purity.findings(classFile, OWN);
      assertTrue(findings.stream().anyMatch(f -> f.endsWith(": " + sin)), findings::toString);
    }
  }

  @Test
  void moduleReadsJavaBaseAndTheApiAlone() throws Exception {
    Path location =
        Path.of(ReferenceGames.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module =
        ModuleFinder.of(location).find("org.astragal.games.reference").orElseThrow().descriptor();
    // jspecify is read at compile time alone: requires static.
    assertEquals(
        Set.of("java.base", "org.astragal.games.api"),
        module.requires().stream()
            .filter(r -> !r.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
            .map(ModuleDescriptor.Requires::name)
            .collect(Collectors.toSet()));
    assertEquals(
        List.of(ReferenceGames.class.getName()), module.provides().iterator().next().providers());
  }

  @Test
  void packIsFoundAsAService() {
    List<String> games =
        ServiceLoader.load(GamePack.class).stream()
            .flatMap(pack -> pack.get().games().stream())
            .map(Game::id)
            .toList();
    assertEquals(
        List.of(
            "ref.baccarat",
            "ref.blackjack.inf",
            "ref.craps",
            "ref.crash",
            "ref.dice",
            "ref.keno.80",
            "ref.lotto.649",
            "ref.mystery",
            "ref.plinko16",
            "ref.roulette.eu",
            "ref.scratch",
            "ref.slot.lines20",
            "ref.slot.ways243",
            "ref.wheel.54"),
        games);
  }

  private static Set<String> findings(List<byte[]> classes) {
    var findings = new TreeSet<String>();
    classes.forEach(c -> findings.addAll(Purity.findings(c, OWN)));
    return findings;
  }

  /** Classes that must be found out, one sin each. */
  @SuppressWarnings("unused")
  static final class Impure {
    private Impure() {}

    static final class Clock {
      long now() {
        return System.nanoTime();
      }
    }

    static final class Chance {
      double next() {
        return Math.random();
      }
    }

    static final class Salted {
      String first(Map<String, Integer> in) {
        return Map.copyOf(in).keySet().iterator().next();
      }
    }

    static final class SaltedSet {
      String first() {
        return Set.of("a", "b").iterator().next();
      }
    }

    static final class EnumIdentity {
      List<Thread.State> order(List<Thread.State> in) {
        return List.copyOf(in.stream().collect(Collectors.toSet()));
      }
    }

    static final class Hashed {
      Map<String, Integer> map() {
        return new HashMap<>();
      }
    }

    static final class Identity {
      int of(Object object) {
        return object.hashCode();
      }
    }

    static final class Floating {
      long half(long stake) {
        return (long) (stake * 0.5);
      }
    }

    static final class FloatingConstant {
      long half(long stake) {
        return Math.round(stake * 0.3);
      }
    }

    static final class FloatingField {
      final float factor = Float.intBitsToFloat(0);
    }

    static final class Locked {
      long value(long in) {
        synchronized (this) {
          return in;
        }
      }
    }

    static final class LockedMethod {
      synchronized long value(long in) {
        return in;
      }
    }

    static final class Configured {
      long limit() {
        return Long.getLong("limit", 1L);
      }
    }

    static final class Stateful {
      private long rounds;

      long play() {
        return ++rounds;
      }
    }

    static final class Table {
      static final int[] PAYS = {1, 2};
    }

    static final class Reflective {
      String name() {
        return getClass().getName();
      }
    }

    static final class Threaded {
      Thread thread() {
        return Thread.currentThread();
      }
    }

    static final class Parallel {
      long sum(List<Integer> in) {
        return in.parallelStream().count();
      }
    }

    static final class Localised {
      String text(int value) {
        return String.format("%,d", value);
      }
    }

    static final class Reading {
      List<Path> paths() {
        return new ArrayList<>(List.of(Path.of("/")));
      }
    }
  }
}
