package org.astragal.appliance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.Verdict;
import org.astragal.packs.Replayer;

/** The public keys, the policy made of them, and verification for those who have no tool. */
final class KeysHttp implements Route.Source {
  /** A sealed outcome: a record of at most 65 535 bytes, its receipt and room to spare. */
  private static final int MAX_SEALED_BYTES = 131_072;

  private final KeyChanges keys;
  private final TokenSigner signer;
  private final Replayer replayer;

  KeysHttp(KeyChanges keys, TokenSigner signer, Replayer replayer) {
    this.keys = keys;
    this.signer = signer;
    this.replayer = replayer;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/keys", Route.ANY, this::keys),
        Route.get("/v1/keys/archive", Route.ANY, this::archive),
        Route.get("/v1/policy", Route.ANY, this::policy),
        Route.post("/v1/verify", Route.ANY, this::verify));
  }

  /** The keys that sign, each with what the token says of it. */
  private void keys(Call call) {
    call.send(set(keys.history().signing().stream().map(this::audited).toList()));
  }

  private Json audited(LogKey key) {
    Map<String, Json> members = key.members();
    signer.find(key.key()).ifPresent(found -> members.put("audit", KeyAudits.json(found.audit())));
    return Json.Obj.of(members);
  }

  /** Every key there ever was, with its life. */
  private void archive(Call call) {
    call.send(
        set(keys.history().all().stream().<Json>map(key -> Json.Obj.of(key.members())).toList()));
  }

  private static Json.Obj set(List<Json> keys) {
    return Json.Obj.of(Map.of("keys", new Json.Arr(keys)));
  }

  private void policy(Call call) {
    call.send(Call.Media.TEXT, keys.history().policy().getBytes(StandardCharsets.UTF_8));
  }

  private void verify(Call call) throws ProblemException {
    boolean again = isReplay(call.query("replay").orElse("false"));
    byte[] sealed = call.body(MAX_SEALED_BYTES);
    int end = sealed.length;
    if (end > 0 && sealed[end - 1] == '\n') {
      end--;
    }
    try {
      var verifier = new OutcomeVerifier(Policy.parse(keys.history().policy()));
      Verdict verdict = verifier.verify(Arrays.copyOf(sealed, end));
      var json = new TreeMap<String, Json>(Verdicts.json(verdict).members());
      if (again && verdict instanceof Verdict.Accepted accepted) {
        json.put("replay", Verdicts.json(new Replay(replayer).check(accepted.record())));
      }
      call.send(Json.Obj.of(json));
    } catch (PolicyException e) {
      throw new IllegalStateException("the keys of the log make a policy", e);
    }
  }

  private static boolean isReplay(String text) throws ProblemException {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new ProblemException(
              ProblemType.INVALID_PARAMETER, "Give ?replay=true or ?replay=false.");
    };
  }
}
