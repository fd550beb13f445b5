package org.astragal.certification.games;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a jurisdiction asks of the statistics of outcomes, as data: its clauses, the tests that
 * answer them, and the confidence. We say of each clause how far its text was read.
 *
 * @param id on the command line, such as {@code gli-19}
 * @param title the document
 * @param confidence of all tests together, such as 0.99
 * @param confidenceVerified how far the text that says so was read
 * @param clauses in the order of the document
 */
public record Profile(
    String id, String title, double confidence, Verified confidenceVerified, List<Clause> clauses) {
  /** In the order of the list for people. */
  private static final List<String> NAMES =
      List.of("gli-19", "25-cfr-547", "pa-810", "nj-13-69e", "uk-rts-7", "agco", "wv");

  /**
   * Refuses what cannot be judged.
   *
   * @throws IllegalArgumentException if a value is out of range; the message says which
   */
  public Profile {
    clauses = List.copyOf(clauses);
    if (!(confidence >= 0.9 && confidence < 1) || clauses.isEmpty()) {
      throw new IllegalArgumentException(
          "a profile has clauses and a confidence of 0.9 to 1: " + id + ", " + confidence);
    }
  }

  /** How far the text of a clause was read. */
  public enum Verified {
    /** The issuer's own words were read. */
    PRIMARY,
    /** Somebody else's account was read: number and wording may be off. */
    SECONDARY,
    /** Neither. */
    NO
  }

  /**
   * A clause.
   *
   * @param clause its number
   * @param requirement in our words
   * @param verified how far its text was read
   * @param tests names of those that answer it; none if no statistical test does
   * @param answer what else is to be said
   */
  public record Clause(
      String clause, String requirement, Verified verified, List<String> tests, String answer) {
    /** Refuses a test that there is not. */
    public Clause {
      tests = List.copyOf(tests);
      for (String test : tests) {
        if (TestName.of(test).isEmpty()) {
          throw new IllegalArgumentException("there is no test " + test + " for " + clause);
        }
      }
    }
  }

  /** {@return the names of all profiles} */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * {@return the profile of a name}
   *
   * @param id as in {@link #names}
   * @throws IllegalArgumentException if there is none; the message names all
   */
  public static Profile named(String id) {
    if (!NAMES.contains(id)) {
      throw new IllegalArgumentException(
          "there is no profile '" + id + "': take one of " + String.join(", ", NAMES));
    }
    return GameData.read(
        GameData.resource("profiles/" + id + ".json").orElseThrow(), Profile.class);
  }

  /** {@return the chance of a false rejection that the confidence leaves} */
  double alpha() {
    // One part in a million is finer than any confidence that is asked for.
    return Math.rint((1 - confidence) * 1e6) / 1e6;
  }

  /** {@return the tests that its clauses ask for, and what is always computed} */
  Set<TestName> tests() {
    var tests =
        EnumSet.of(
            TestName.INPUT,
            TestName.PROPORTION,
            TestName.UNIFORMITY_KS,
            TestName.UNIFORMITY_AD,
            TestName.PROFILE,
            TestName.CLAUSE,
            TestName.UNANSWERED);
    for (Clause clause : clauses) {
      clause.tests().forEach(test -> tests.add(TestName.of(test).orElseThrow()));
    }
    return tests;
  }

  /** {@return the clauses that ask for a test, for a line of the report} */
  String clauses(TestName test) {
    return clauses.stream()
        .filter(clause -> clause.tests().contains(test.text()))
        .map(clause -> title + " " + clause.clause())
        .collect(Collectors.joining("; "));
  }
}
