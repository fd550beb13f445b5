package org.astragal.certification.games;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.astragal.certification.battery.Finding;
import org.astragal.certification.battery.Generators;
import org.astragal.certification.battery.Sample;
import org.astragal.certification.battery.Status;
import org.astragal.certification.battery.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a profile computes the tests of its clauses and no others, judges them together at its own
 * confidence, says of each clause what it comes to and how far its text was read, and never passes
 * a clause that nothing was computed for.
 */
final class ProfileTest {
  static List<String> names() {
    return Profile.names();
  }

  private static List<Finding> run(GameOptions options, byte[] data) throws Exception {
    var battery = new GameBattery(options);
    var findings = new ArrayList<Finding>();
    for (Task task : battery.plan(data.length)) {
      findings.addAll(task.run(Sample.of(data)));
    }
    findings.addAll(battery.conclude(findings));
    return findings;
  }

  private static List<Finding> of(List<Finding> findings, TestName test) {
    return findings.stream().filter(f -> f.test().equals(test.text())).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyClauseOfRawBitsIsAnsweredAndGoodBitsPass(String name) throws Exception {
    Profile profile = Profile.named(name);
    List<Finding> findings =
        run(GameOptions.DEFAULT.with(profile), Generators.aesCtr(7).bytes(1_000_000));
    assertEquals(List.of(), of(findings, TestName.UNANSWERED));
    Finding verdict = of(findings, TestName.PROFILE).getFirst();
    assertEquals(Status.PASS, verdict.status(), verdict.toString());
    assertEquals(profile.alpha(), verdict.threshold().orElseThrow());
    List<Finding> clauses = of(findings, TestName.CLAUSE);
    assertEquals(profile.clauses().size(), clauses.size());
    for (int i = 0; i < clauses.size(); i++) {
      Profile.Clause clause = profile.clauses().get(i);
      assertEquals(
          clause.tests().isEmpty() ? Status.NOT_RUN : Status.PASS, clauses.get(i).status());
      assertFalse(clause.tests().isEmpty() && clause.answer().isEmpty(), clause.clause());
      assertTrue(
          Set.of("primary", "secondary", "no").contains(clauses.get(i).details().get("verified")));
    }
    var wanted = new TreeSet<String>();
    profile.tests().forEach(test -> wanted.add(test.text()));
    findings.forEach(f -> assertTrue(wanted.contains(f.test()), f.test()));
  }

  @Test
  void confidencesAreThoseOfTheDocuments() {
    Map.of(
            "gli-19",
            0.01,
            "25-cfr-547",
            0.01,
            "pa-810",
            0.05,
            "nj-13-69e",
            0.01,
            "uk-rts-7",
            0.01,
            "agco",
            0.01,
            "wv",
            0.01)
        .forEach((name, alpha) -> assertEquals(alpha, Profile.named(name).alpha()));
    assertEquals(7, Profile.names().size());
    assertEquals(
        15,
        Profile.named("pa-810").clauses().stream()
            .filter(clause -> clause.clause().startsWith("(c)("))
            .count());
    assertEquals(
        7,
        Profile.named("gli-19").clauses().stream()
            .filter(clause -> clause.clause().startsWith("3.2.2 "))
            .count());
  }

  @Test
  void fivePercentRejectWhatOnePercentLetsPass() {
    var line = new Lines(new Selection(Optional.empty()), "draws 6", OptionalInt.empty());
    // Two P-values near 0.02 and 0.9: the smaller one is 0.04 after Holm's correction.
    line.normal(TestName.RUNS, "a", 2.3263, 1);
    line.normal(TestName.RUNS, "b", 0.1, 1);
    Finding pennsylvania =
        of(ProfileConclusion.of(Profile.named("pa-810"), line.all()), TestName.PROFILE).getFirst();
    Finding gli =
        of(ProfileConclusion.of(Profile.named("gli-19"), line.all()), TestName.PROFILE).getFirst();
    assertEquals(0.04, gli.pValue().orElseThrow(), 1e-4);
    assertEquals(Status.PASS, gli.status());
    assertEquals(Status.FAIL, pennsylvania.status());
  }

  @Test
  void clausesThatTheDataCannotCarryAreNamedAndNotPassed() throws Exception {
    byte[] rounds = new byte[600];
    var dealt =
        new Rounds.Dealt(
            new Scaler(new Words(Sample.of(Generators.aesCtr(8).bytes(8_000)), 0, 8_000, 64)), 49);
    int[] round = new int[6];
    for (int i = 0; i < 100; i++) {
      assertTrue(dealt.next(round));
      for (int j = 0; j < 6; j++) {
        rounds[6 * i + j] = (byte) round[j];
      }
    }
    var options =
        new GameOptions(
            new Delivery.Lotto(6, 49),
            Delivery.Format.BINARY,
            0,
            Optional.of(Profile.named("pa-810")));
    List<Finding> findings = run(options, rounds);
    Finding open = of(findings, TestName.UNANSWERED).getFirst();
    assertEquals(Status.NOT_RUN, open.status());
    // A hundred rounds carry no Kolmogorov-Smirnov test of numbers with fifty bits.
    assertTrue(open.note().contains("(c)(8)"), open.note());
  }

  @Test
  void aBadGeneratorFailsTheClausesThatSeeIt() throws Exception {
    byte[] data = Generators.named("period-4096").bytes(400_000);
    List<Finding> findings = run(GameOptions.DEFAULT.with(Profile.named("gli-19")), data);
    assertEquals(Status.FAIL, of(findings, TestName.PROFILE).getFirst().status());
    assertTrue(
        of(findings, TestName.CLAUSE).stream()
            .anyMatch(f -> f.variant().endsWith("duplicates") && f.status() == Status.FAIL));
  }

  @Test
  void anUnknownProfileIsRefusedWithTheListOfAll() {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> Profile.named("../games/ref.wheel.54"));
    assertTrue(refused.getMessage().contains("gli-19, 25-cfr-547, pa-810"));
  }
}
