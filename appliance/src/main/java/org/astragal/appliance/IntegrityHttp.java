package org.astragal.appliance;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.service.Role;

/**
 * {@code GET /v1/integrity?nonce=}: proof of what the program is made of now. Whoever has good
 * copies of the files computes SHA-256(nonce ‖ bytes) of each and compares.
 */
final class IntegrityHttp implements Route.Source {
  private static final Set<Role> ASKERS = EnumSet.of(Role.AUDITOR, Role.LAB);
  private static final int MIN_NONCE = 16;
  private static final int MAX_NONCE = 128;

  private final Integrity integrity;
  private final Patience patience;
  private final ApplianceConfig.Limits limits;

  IntegrityHttp(Integrity integrity, Patience patience, ApplianceConfig.Limits limits) {
    this.integrity = integrity;
    this.patience = patience;
    this.limits = limits;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/v1/integrity", ASKERS, this::answer));
  }

  private void answer(Call call) throws ProblemException, InterruptedException {
    byte[] nonce = nonce(call.query("nonce").orElse(""));
    Optional<CompletableFuture<SealedOutcome>> answer = integrity.answer(nonce);
    if (answer.isEmpty()) {
      throw new ProblemException(
          ProblemType.TOO_OFTEN,
          "Wait: all files are read for each answer, at most every "
              + Integrity.PAUSE.toSeconds()
              + " s.");
    }
    try {
      Optional<SealedOutcome> sealed =
          patience.await(
              answer.get().handle((outcome, _) -> Optional.ofNullable(outcome)),
              System.nanoTime() + limits.answerTimeout().toNanos());
      call.send(Call.Media.JSON, sealed.orElseThrow(IntegrityHttp::noSeal).bytes());
    } catch (TimeoutException e) {
      throw noSeal();
    }
  }

  private static ProblemException noSeal() {
    return new ProblemException(
        ProblemType.NOT_READY, "Retry later: the answer could not be sealed in time.");
  }

  private static byte[] nonce(String hex) throws ProblemException {
    try {
      if (hex.length() >= MIN_NONCE && hex.length() <= MAX_NONCE) {
        return HexFormat.of().parseHex(hex);
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new ProblemException(
        ProblemType.INVALID_PARAMETER,
        "Give a nonce of " + MIN_NONCE + " to " + MAX_NONCE + " hexadecimal digits, two a byte.");
  }
}
