package org.astragal.appliance;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.signer.Submission;

/** What becomes of a submission, as an answer to the request that made it. */
final class Answers {
  private Answers() {}

  /** 201 for the first time, 200 with the same bytes for every repetition. */
  static void send(Call call, Submission.Sealed sealed) {
    if (sealed.repeated()) {
      call.send(Call.Media.JSON, sealed.outcome().bytes());
    } else {
      call.created(Call.Media.JSON, sealed.outcome().bytes());
    }
  }

  /** Waits for a seal; everything else that may come of a submission is a problem. */
  static Submission.Sealed await(
      CompletableFuture<Submission> future, Patience patience, long deadline)
      throws ProblemException, InterruptedException {
    Submission submission;
    try {
      submission = patience.await(future, deadline);
    } catch (TimeoutException _) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE, "Retry with the same key: the seal takes longer than usual.");
    }
    return switch (submission) {
      case Submission.Sealed sealed -> sealed;
      case Submission.KeyReused() ->
          throw new ProblemException(
              ProblemType.KEY_REUSED,
              "Use a new key for a new request, or repeat the first body byte for byte.");
      case Submission.RoundTaken(SealedOutcome outcome) -> throw taken(outcome);
      case Submission.Unavailable(var reason, String detail) ->
          throw new ProblemException(
              switch (reason) {
                case OVERLOADED -> ProblemType.BUSY;
                case STORAGE_LOW -> ProblemType.NOT_READY;
                case SIGNER_DOWN, FAILED -> ProblemType.UNAVAILABLE;
                case CLOSED -> ProblemType.STOPPING;
              },
              "Retry with the same key: " + detail + ".");
    };
  }

  private static ProblemException taken(SealedOutcome outcome) {
    try {
      // A sealed outcome is canonical JSON, so writing what was read gives the same bytes.
      return new ProblemException(
          ProblemType.ROUND_TAKEN,
          "Use the outcome in the member \"sealed\": each step of a round is drawn once for ever.",
          Map.of("sealed", Json.parse(outcome.bytes())));
    } catch (JsonException e) {
      throw new IllegalStateException("the log holds only JSON", e);
    }
  }
}
