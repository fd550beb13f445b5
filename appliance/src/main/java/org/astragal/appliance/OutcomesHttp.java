package org.astragal.appliance;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.astragal.games.api.Choices;
import org.astragal.outcome.JcsWriter;
import org.astragal.outcome.Json;
import org.astragal.service.Caller;
import org.astragal.service.Role;
import org.astragal.signer.LogException;
import org.astragal.signer.Submission;

/** {@code POST /v1/outcomes} and {@code POST /v1/outcomes:batch}: translates, decides nothing. */
final class OutcomesHttp implements Route.Source {
  private static final Set<Role> GAME_SERVER = EnumSet.of(Role.GAME_SERVER);
  private static final HeaderName KEY_HEADER = HeaderNames.create("Idempotency-Key");

  private final Rounds rounds;
  private final ApplianceConfig.Limits limits;
  private final Metrics metrics;
  private final Patience patience;

  OutcomesHttp(Rounds rounds, ApplianceConfig.Limits limits, Metrics metrics, Patience patience) {
    this.rounds = rounds;
    this.limits = limits;
    this.metrics = metrics;
    this.patience = patience;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/v1/outcomes", GAME_SERVER, this::one),
        Route.post("/v1/outcomes:batch", GAME_SERVER, this::batch));
  }

  private void one(Call call) throws ProblemException, LogException, InterruptedException {
    String key = OutcomeRequest.idempotencyKey(call.header(KEY_HEADER).orElse(""));
    byte[] body = call.body(limits.bodyBytes());
    var request = OutcomeRequest.parse(body);
    var pending = rounds.begin(call.caller(), key, request, body, Choices.HOUSE);
    long deadline = System.nanoTime() + limits.answerTimeout().toNanos();
    Submission.Sealed sealed = Answers.await(pending, patience, deadline);
    Answers.send(call, sealed);
  }

  /** All lines are submitted before the first is waited for, so that they share signatures. */
  private void batch(Call call) throws ProblemException, InterruptedException {
    List<byte[]> lines = lines(call.body(limits.batchBytes()));
    var pending = new ArrayList<Pending>(lines.size());
    for (byte[] line : lines) {
      pending.add(begin(call.caller(), line));
    }
    long deadline = System.nanoTime() + limits.answerTimeout().toNanos();
    var answers = new ArrayList<ByteBuffer>(pending.size());
    for (Pending one : pending) {
      answers.add(one.answer(patience, deadline));
    }
    call.send(Call.Media.NDJSON, joined(answers));
  }

  /** Copies each sealed outcome once, straight into the body: a batch may have megabytes. */
  private static byte[] joined(List<ByteBuffer> lines) {
    int bytes = lines.size();
    for (ByteBuffer line : lines) {
      bytes += line.remaining();
    }
    ByteBuffer body = ByteBuffer.allocate(bytes);
    for (ByteBuffer line : lines) {
      body.put(line).put((byte) '\n');
    }
    return body.array();
  }

  private List<byte[]> lines(byte[] body) throws ProblemException {
    var lines = new ArrayList<byte[]>();
    int from = 0;
    for (int i = 0; i <= body.length; i++) {
      if (i == body.length ? i > from : body[i] == '\n') {
        if (lines.size() == limits.batchRounds()) {
          throw new ProblemException(
              ProblemType.BODY_TOO_LARGE,
              "Send at most " + limits.batchRounds() + " lines; nothing was drawn.");
        }
        lines.add(Arrays.copyOfRange(body, from, i));
        from = i + 1;
      }
    }
    if (lines.isEmpty()) {
      throw new ProblemException(
          ProblemType.MALFORMED_REQUEST, "Send one request in each line, at least one.");
    }
    return lines;
  }

  /** A line of a batch: submitted, or refused already. */
  private sealed interface Pending {
    ByteBuffer answer(Patience patience, long deadline) throws InterruptedException;
  }

  private record Refused(Json id, Problem problem, Metrics metrics) implements Pending {
    @Override
    public ByteBuffer answer(Patience patience, long deadline) {
      metrics.refused(problem.type());
      return ByteBuffer.wrap(
          new JcsWriter()
              .beginObject()
              .name("id")
              .value(id)
              .name("problem")
              .value(problem.json())
              .endObject()
              .toBytes());
    }
  }

  private record Submitted(String id, CompletableFuture<Submission> future, Metrics metrics)
      implements Pending {
    @Override
    public ByteBuffer answer(Patience patience, long deadline) throws InterruptedException {
      try {
        return Answers.await(future, patience, deadline).outcome().buffer();
      } catch (ProblemException e) {
        return new Refused(new Json.Str(id), e.problem(), metrics).answer(patience, deadline);
      }
    }
  }

  private Pending begin(Caller caller, byte[] line) {
    Json id = Json.Null.NULL;
    try {
      if (line.length > limits.bodyBytes()) {
        throw new ProblemException(
            ProblemType.BODY_TOO_LARGE, "A line has at most " + limits.bodyBytes() + " bytes.");
      }
      Json.Obj object = OutcomeRequest.object(line);
      id = object.find("id").filter(Json.Str.class::isInstance).orElse(Json.Null.NULL);
      var request = OutcomeRequest.parseLine(object);
      String key = request.id().orElseThrow();
      return new Submitted(key, rounds.begin(caller, key, request, line, Choices.HOUSE), metrics);
    } catch (ProblemException e) {
      return new Refused(id, e.problem(), metrics);
    } catch (LogException _) {
      return new Refused(
          id,
          new Problem(ProblemType.UNAVAILABLE, "Retry later: the log cannot be read now."),
          metrics);
    }
  }
}
