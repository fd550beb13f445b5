package org.astragal.appliance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.astragal.hsm.KeyAudit;
import org.astragal.outcome.Json;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.VerifierKey;

/** The public keys, the policy made of them, and verification for those who have no tool. */
final class KeysHttp implements Route.Source {
  /** A sealed outcome: a record of at most 65 535 bytes, its receipt and room to spare. */
  private static final int MAX_SEALED_BYTES = 131_072;

  private final VerifierKey key;
  private final KeyAudit audit;
  private final String policy;
  private final OutcomeVerifier verifier;

  KeysHttp(VerifierKey key, KeyAudit audit, String policy) {
    this.key = key;
    this.audit = audit;
    this.policy = policy;
    try {
      this.verifier = new OutcomeVerifier(Policy.parse(policy));
    } catch (PolicyException e) {
      throw new IllegalArgumentException("not a policy: " + policy, e);
    }
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/keys", Route.ANY, this::keys),
        Route.get("/v1/policy", Route.ANY, this::policy),
        Route.post("/v1/verify", Route.ANY, this::verify));
  }

  private void keys(Call call) {
    var jwk = new TreeMap<String, Json>(key.jwk().members());
    jwk.put("vkey", new Json.Str(key.vkey()));
    jwk.put("audit", KeyAudits.json(audit));
    call.send(Json.Obj.of(Map.of("keys", new Json.Arr(List.of(Json.Obj.of(jwk))))));
  }

  private void policy(Call call) {
    call.send(Call.Media.TEXT, policy.getBytes(StandardCharsets.UTF_8));
  }

  private void verify(Call call) throws ProblemException {
    byte[] sealed = call.body(MAX_SEALED_BYTES);
    int end = sealed.length;
    if (end > 0 && sealed[end - 1] == '\n') {
      end--;
    }
    call.send(Verdicts.json(verifier.verify(Arrays.copyOf(sealed, end))));
  }
}
