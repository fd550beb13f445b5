package org.astragal.certification;

import java.util.List;
import java.util.stream.Stream;
import org.astragal.certification.battery.Generator;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.games.DrawGenerator;
import org.astragal.certification.games.DrawGenerators;
import org.astragal.certification.games.GameOptions;

/** What batteries are tried on: bits for all of them, or draws for the suite of games. */
sealed interface Specimen {
  /** {@return the name in tables} */
  String name();

  /** {@return what is wrong with it, or empty} */
  String flaw();

  /** {@return how the suite of games reads it} */
  GameOptions games();

  /** {@return whether a suite can read it} */
  boolean isFor(String suite);

  /** {@return so many bytes of a stream, or as many of them as whole rounds have} */
  byte[] bytes(long seed, int count);

  default boolean isGood() {
    return flaw().isEmpty();
  }

  /** {@return all that there are} */
  static List<Specimen> all() {
    return Stream.<Specimen>concat(
            Generators.all().stream().map(Bits::new), DrawGenerators.all().stream().map(Draws::new))
        .toList();
  }

  /** Bits. */
  record Bits(Generator generator) implements Specimen {
    @Override
    public String name() {
      return generator.name();
    }

    @Override
    public String flaw() {
      return generator.flaw();
    }

    @Override
    public GameOptions games() {
      return GameOptions.DEFAULT;
    }

    @Override
    public boolean isFor(String suite) {
      return true;
    }

    @Override
    public byte[] bytes(long seed, int count) {
      return generator.bytes(seed, count);
    }
  }

  /** Draws. */
  record Draws(DrawGenerator generator) implements Specimen {
    @Override
    public String name() {
      return generator.name();
    }

    @Override
    public String flaw() {
      return generator.flaw();
    }

    @Override
    public GameOptions games() {
      return generator.options();
    }

    @Override
    public boolean isFor(String suite) {
      return suite.equals(Settings.GAMES);
    }

    @Override
    public byte[] bytes(long seed, int count) {
      return generator.bytes(seed, count);
    }
  }
}
