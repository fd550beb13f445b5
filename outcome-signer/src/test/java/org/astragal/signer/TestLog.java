package org.astragal.signer;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.astragal.outcome.OutcomeVerifier;
import org.astragal.outcome.Policy;
import org.astragal.outcome.PolicyException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.Verdict;

/** A log in a directory, its key, and what the listener heard. Opened and closed at will. */
final class TestLog implements LogListener {
  static final String ORIGIN = "astragal.localhost/outcomes/test";

  private static final long WAIT_SECONDS = 30;

  final Path directory;
  final SoftwareSigner signer;
  final List<LogState> states = Collections.synchronizedList(new ArrayList<>());
  final List<String> voided = Collections.synchronizedList(new ArrayList<>());
  BiConsumer<LogState, String> heard = (_, _) -> {};
  InstantSource clock = InstantSource.system();
  int maxPending = 10_000;
  long minimumFreeBytes;
  Duration closeLimit = Duration.ofSeconds(10);

  TestLog(Path directory) {
    this(directory, new SoftwareSigner(ORIGIN));
  }

  TestLog(Path directory, SoftwareSigner signer) {
    this.directory = directory;
    this.signer = signer;
  }

  @Override
  public void stateChanged(LogState state, String detail) {
    states.add(state);
    heard.accept(state, detail);
  }

  @Override
  public void voided(String operator, String requestId, String reason, String detail) {
    voided.add(requestId + " " + reason);
  }

  LogConfig config(boolean create) {
    return new LogConfig(
        ORIGIN,
        directory,
        create,
        maxPending,
        minimumFreeBytes,
        1 << 20,
        closeLimit,
        Optional.empty(),
        Optional.empty());
  }

  OutcomeLog create() throws LogException {
    return open(config(true));
  }

  OutcomeLog open() throws LogException {
    return open(config(false));
  }

  OutcomeLog open(LogConfig config) throws LogException {
    return StoredLog.open(config, _ -> signer).start(clock, () -> Rounds.APPLIANCE, this);
  }

  Policy policy() {
    try {
      return Policy.parse("log " + signer.key().vkey() + "\nquorum none\n");
    } catch (PolicyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Submits and waits. */
  static Submission submit(OutcomeLog log, Intent intent) throws Exception {
    return submit(log, intent, Rounds.play(intent));
  }

  /** Submits and waits. */
  static Submission submit(OutcomeLog log, Intent intent, Play play) throws Exception {
    return log.submit(intent, play).get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Submits, waits, and expects it to be sealed for the first time. */
  static SealedOutcome sealed(OutcomeLog log, Intent intent) throws Exception {
    return switch (submit(log, intent)) {
      case Submission.Sealed(SealedOutcome outcome, boolean repeated) when !repeated -> outcome;
      case Submission other -> throw new AssertionError("not sealed: " + other);
    };
  }

  /** Seals rounds 0 to {@code count}, all at once. */
  List<SealedOutcome> sealMany(OutcomeLog log, int count) throws Exception {
    List<CompletableFuture<Submission>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Intent intent = Rounds.intent(i);
      futures.add(log.submit(intent, Rounds.play(intent)));
    }
    List<SealedOutcome> outcomes = new ArrayList<>();
    for (CompletableFuture<Submission> future : futures) {
      switch (future.get(WAIT_SECONDS, TimeUnit.SECONDS)) {
        case Submission.Sealed sealed -> outcomes.add(sealed.outcome());
        case Submission other -> throw new AssertionError("not sealed: " + other);
      }
    }
    return outcomes;
  }

  /** Expects that anybody who has only the public key accepts the outcome. */
  void verify(SealedOutcome outcome) {
    Verdict verdict = new OutcomeVerifier(policy()).verify(outcome.bytes());
    if (!(verdict instanceof Verdict.Accepted)) {
      throw new AssertionError(verdict + " for " + outcome);
    }
  }
}
