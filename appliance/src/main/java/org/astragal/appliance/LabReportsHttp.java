package org.astragal.appliance;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.service.Person;
import org.astragal.service.Role;

/**
 * {@code POST /v1/lab/reports}: what a laboratory found in samples of this appliance, sealed like
 * an outcome. The answer is the sealed record. The appliance vouches for who said it and when, not
 * for what was found: the report is with the laboratory, and its hash is in the record.
 */
final class LabReportsHttp implements Route.Source {
  /** The type of the record. */
  static final String TYPE = "lab.report";

  private static final Set<Role> LABS = EnumSet.of(Role.LAB);
  private static final Set<String> MEMBERS =
      Set.of("program", "report", "source", "suites", "verdict");
  private static final Set<String> SOURCE_MEMBERS = Set.of("bits", "sha256", "stage");
  private static final Set<String> VERDICTS = Set.of("FAIL", "PASS", "UNDECIDED");
  private static final Set<String> STAGES = Set.of("draws", "drbg", "noise");

  private static final int MAX_BODY = 4_096;
  private static final int MAX_SUITES = 16;
  private static final int MAX_SUITE_CHARS = 32;

  private static final Duration SEAL = Duration.ofSeconds(30);

  private final Function<Map<String, Json>, CompletableFuture<SealedOutcome>> seal;

  /**
   * Creates one.
   *
   * @param seal seals a record of {@link #TYPE} with these members
   */
  LabReportsHttp(Function<Map<String, Json>, CompletableFuture<SealedOutcome>> seal) {
    this.seal = seal;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.post("/v1/lab/reports", LABS, this::report));
  }

  private void report(Call call) throws ProblemException, InterruptedException {
    Person person = call.officer();
    Json.Obj body = OutcomeRequest.object(call.body(MAX_BODY));
    var members = new TreeMap<String, Json>();
    try {
      body.refuseUnknown(MEMBERS);
      members.put("program", hash(body, "program"));
      members.put("report", hash(body, "report"));
      members.put("source", source(body.obj("source")));
      members.put("suites", suites(body.arr("suites")));
      members.put("verdict", oneOf(body, "verdict", VERDICTS));
    } catch (JsonException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
    members.put(
        "by",
        Json.Obj.of(
            Map.of(
                "certificate", new Json.Str(person.certificate()),
                "name", new Json.Str(person.name()),
                "operator", new Json.Str(call.caller().operator()))));
    call.created(Call.Media.JSON, sealed(members).bytes());
  }

  private SealedOutcome sealed(Map<String, Json> members)
      throws ProblemException, InterruptedException {
    try {
      return seal.apply(members).get(SEAL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "Look into the log for a " + TYPE + " before you try again: it is not sealed yet.");
    }
  }

  private static Json source(Json.Obj source) throws JsonException, ProblemException {
    source.refuseUnknown(SOURCE_MEMBERS);
    if (source.decimal("bits") < 1) {
      throw malformed("source.bits must be 1 or more");
    }
    return Json.Obj.of(
        Map.of(
            "bits", new Json.Str(source.string("bits")),
            "sha256", hash(source, "sha256"),
            "stage", oneOf(source, "stage", STAGES)));
  }

  private static Json suites(List<Json> suites) throws ProblemException {
    boolean named =
        !suites.isEmpty()
            && suites.size() <= MAX_SUITES
            && suites.stream().allMatch(suite -> suite instanceof Json.Str s && isName(s.value()));
    if (!named) {
      throw malformed("suites must be 1 to " + MAX_SUITES + " names of suites");
    }
    return new Json.Arr(suites);
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_SUITE_CHARS
        && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }

  private static Json hash(Json.Obj body, String name) throws JsonException, ProblemException {
    try {
      return new Json.Str(Hash.parse(body.string(name)).toString());
    } catch (IllegalArgumentException e) {
      throw malformed(name + " must be sha256: and 64 lower case hexadecimal digits");
    }
  }

  private static Json oneOf(Json.Obj body, String name, Set<String> allowed)
      throws JsonException, ProblemException {
    String value = body.string(name);
    if (!allowed.contains(value)) {
      throw malformed(
          name + " must be one of " + String.join(", ", allowed.stream().sorted().toList()));
    }
    return new Json.Str(value);
  }

  private static ProblemException malformed(String rule) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, "The body: " + rule + ".");
  }
}
