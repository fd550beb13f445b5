package org.astragal.appliance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.astragal.outcome.NoteException;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.astragal.signer.LogException;
import org.astragal.signer.OutcomeLog;
import org.astragal.signer.WitnessResult;

/**
 * Hands every record of the log to one ledger or topic, in order, at least once. Where it stands is
 * the ledger's to say, so nothing is kept here. One request is in flight; what is sealed meanwhile
 * gathers for the next.
 */
final class Forwarder implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Forwarder.class.getName());

  /** Looks whether to stop at least this often. */
  private static final Duration IDLE = Duration.ofMillis(200);

  /** A ledger that is not pushed to is asked what it holds this often. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final OutcomeLog log;
  private final Downstream ledger;
  private final boolean pushes;
  private final ApplianceConfig.Forward settings;
  private final Listener listener;
  private final HeadAnchor anchor;
  private final Thread thread;

  private volatile long position;
  private volatile boolean stopping;
  private volatile Optional<LedgerException.Fault> trouble = Optional.empty();
  private volatile boolean contradicted;
  private volatile long cosigned;
  private boolean positionKnown;

  /**
   * Starts to forward.
   *
   * @param pushes whether it gets records from here; else it is only asked what it holds
   * @param position where the ledger stood when it was asked last
   */
  Forwarder(
      OutcomeLog log,
      Downstream ledger,
      boolean pushes,
      long position,
      ApplianceConfig.Forward settings,
      Listener listener) {
    this.log = log;
    this.ledger = ledger;
    this.pushes = pushes;
    this.position = position;
    this.settings = settings;
    this.listener = listener;
    this.anchor = new HeadAnchor(log, settings.anchors(), position);
    this.thread = Thread.ofPlatform().name("forward-" + ledger.name()).daemon().start(this::run);
  }

  /** Hears of each change once. Called by the forwarder's thread. */
  interface Listener {
    void away(String ledger, long position, LedgerException.Fault fault, String detail);

    void back(String ledger, long position);

    /** The head of its journal is to be sealed. */
    void head(String ledger, SignedNote head);

    /** The last that is heard: nothing is forwarded any more. */
    void contradicted(String ledger, String detail);
  }

  String ledger() {
    return ledger.name();
  }

  /** {@return records that the ledger does not have yet} */
  long lag() {
    return Math.max(0, log.size() - position);
  }

  /** {@return whether the last attempt failed} */
  boolean isAway() {
    return trouble.isPresent();
  }

  /** {@return why the last attempt failed, if it did} */
  Optional<LedgerException.Fault> trouble() {
    return trouble;
  }

  /** {@return the size of the newest tree that it has cosigned since the start, 0 if none} */
  long cosigned() {
    return cosigned;
  }

  /** {@return the ledger's name if new rounds must wait for it} */
  Optional<String> behind() {
    return contradicted || (pushes && lag() > settings.maxLag())
        ? Optional.of(ledger.name())
        : Optional.empty();
  }

  /** Goes on until the ledger has everything or the time for it is over. */
  @Override
  public void close() {
    stopping = true;
    if (isAway()) {
      thread.interrupt();
    }
    try {
      thread.join(settings.flushAtStop().plus(IDLE));
      thread.interrupt();
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration pause = settings.retryMin();
    try {
      while (!contradicted && !(stopping && (isAway() || lag() == 0 || !pushes))) {
        if (attempt()) {
          pause = settings.retryMin();
        } else {
          Thread.sleep(pause);
          Duration twice = pause.multipliedBy(2);
          pause = twice.compareTo(settings.retryMax()) < 0 ? twice : settings.retryMax();
        }
      }
    } catch (InterruptedException _) {
      // Told to stop at once; the ledger says next time where to go on.
    } finally {
      ledger.close();
    }
  }

  /**
   * Takes a step. Nothing that goes wrong may end the thread: records would then gather here
   * without anybody being told.
   *
   * @return whether it succeeded
   */
  private boolean attempt() throws InterruptedException {
    try {
      step();
      if (isAway()) {
        trouble = Optional.empty();
        tell(() -> listener.back(ledger.name(), position));
      }
      return true;
    } catch (LedgerException e) {
      failed(e.fault(), String.valueOf(e.getMessage()), e);
    } catch (LogException | RuntimeException | Error e) {
      failed(LedgerException.Fault.INTERNAL, e.toString(), e);
    }
    return false;
  }

  private void failed(LedgerException.Fault fault, String detail, Throwable cause) {
    Optional<LedgerException.Fault> before = trouble;
    positionKnown = false;
    trouble = Optional.of(fault);
    if (fault == LedgerException.Fault.CONTRADICTS) {
      contradicted = true;
      tell(() -> listener.contradicted(ledger.name(), detail));
      return;
    }
    if (fault == LedgerException.Fault.INTERNAL && !before.equals(trouble)) {
      LOGGER.log(
          System.Logger.Level.ERROR,
          "forwarding to " + ledger.name() + " failed and is tried again",
          cause);
    }
    if (before.isEmpty()) {
      tell(() -> listener.away(ledger.name(), position, fault, detail));
    }
  }

  private void tell(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException e) {
      LOGGER.log(
          System.Logger.Level.ERROR, "a change of ledger " + ledger.name() + " cannot be told", e);
    }
  }

  private void requireNoMore(long taken) throws LedgerException {
    long size = log.size();
    if (taken > size) {
      throw new LedgerException(
          LedgerException.Fault.PROTOCOL, "it has " + taken + " records, the log " + size);
    }
  }

  private void step() throws LedgerException, LogException, InterruptedException {
    if (!positionKnown || !pushes || anchor.isDue(position)) {
      Optional<Downstream.Head> head = ledger.head(this::isOurs);
      if (head.isPresent()) {
        requireAgreement(head.get().checkpoint());
        requireNoMore(head.get().position());
        Optional<SignedNote> due = anchor.due(head.get());
        due.ifPresent(note -> tell(() -> listener.head(ledger.name(), note)));
      }
      position = head.map(Downstream.Head::position).orElse(0L);
      positionKnown = true;
    }
    requireNoMore(position);
    long size = log.size();
    if (!pushes) {
      Thread.sleep(ASK_AGAIN);
      return;
    }
    if (position == size && !log.await(size, IDLE)) {
      return;
    }
    List<SealedOutcome> outcomes = log.read(position, settings.maxBatchBytes());
    if (outcomes.isEmpty()) {
      return;
    }
    // Taken or not, the answer says where to go on.
    switch (ledger.deliver(outcomes)) {
      case Downstream.Delivery.Taken taken -> taken(taken, outcomes.getLast());
      case Downstream.Delivery.Elsewhere(long elsewhere) -> position = elsewhere;
    }
  }

  private void taken(Downstream.Delivery.Taken taken, SealedOutcome last)
      throws LedgerException, LogException {
    if (taken.checkpoint().isPresent()) {
      SignedNote theirs = taken.checkpoint().get();
      if (!theirs.text().equals(checkpointOf(last).text())) {
        requireAgreement(theirs);
      }
    }
    position = taken.position();
    if (taken.cosigned()) {
      cosigned = position;
    }
  }

  private boolean isOurs(SignedNote checkpoint) throws LogException {
    return !(log.checkAgainst(checkpoint) instanceof WitnessResult.NotOurs);
  }

  private void requireAgreement(SignedNote theirs) throws LedgerException, LogException {
    WitnessResult result = log.checkAgainst(theirs);
    Optional<String> contradiction = Witnesses.contradiction(ledger.name(), result);
    if (contradiction.isPresent()) {
      throw new LedgerException(LedgerException.Fault.CONTRADICTS, contradiction.get());
    }
    if (result instanceof WitnessResult.NotOurs(String why)) {
      throw new LedgerException(
          LedgerException.Fault.PROTOCOL, "its checkpoint is not ours: " + why);
    }
  }

  private static SignedNote checkpointOf(SealedOutcome outcome) {
    try {
      return outcome.receipt().checkpoint();
    } catch (NoteException e) {
      throw new IllegalStateException("the log gave it", e);
    }
  }
}
