package org.astragal.signer;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.function.Supplier;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RequestRef;
import org.astragal.outcome.RoundOpened;
import org.astragal.outcome.RoundRef;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.RoundStepped;
import org.astragal.outcome.RoundSuspended;
import org.astragal.outcome.RoundVoided;

/**
 * Makes records: the one place where a record gets its {@code seq} and its {@code at}, in order.
 *
 * <p>Thread safety: use by one thread.
 */
final class Recorder {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final String origin;
  private final InstantSource clock;
  private final Supplier<ApplianceInfo> appliance;
  private final LogListener listener;
  private final Sha sha = new Sha();
  private long next;
  private Instant last;

  /**
   * Goes on after a record.
   *
   * @param next seq of the next record
   * @param last time of the one before it
   */
  Recorder(
      String origin,
      InstantSource clock,
      Supplier<ApplianceInfo> appliance,
      LogListener listener,
      long next,
      Instant last) {
    this.origin = origin;
    this.clock = clock;
    this.appliance = appliance;
    this.listener = listener;
    this.next = next;
    this.last = last;
  }

  /** {@return the record of what was submitted; a round is played} */
  Entry make(Submitted submitted) {
    return switch (submitted) {
      case EventTicket event -> entry(event(event.body()), event, Waiting.UNCHANGED);
      case Ticket ticket -> round(ticket);
    };
  }

  private Entry entry(byte[] record, Submitted source, Waiting waiting) {
    var entry = new Entry(next, record, sha.leaf(record), source, waiting);
    next++;
    return entry;
  }

  private byte[] event(RecordBody body) {
    try {
      return encode(body);
    } catch (RecordTooLarge e) {
      throw new IllegalStateException("an event is measured before it is accepted", e);
    }
  }

  /** Whatever goes wrong in a game, the round has a record: it is never played again. */
  private Entry round(Ticket ticket) {
    Intent intent = ticket.intent();
    Play play = ticket.play();
    try {
      RecordBody body = checked(intent, play.play());
      return entry(encode(body), ticket, Waiting.after(body, play.secret()));
    } catch (PlayException e) {
      return unplayed(ticket, e.reason(), String.valueOf(e.getMessage()));
    } catch (RecordTooLarge e) {
      return unplayed(ticket, VoidReason.RECORD_TOO_LARGE, e.detail);
    } catch (RuntimeException | StackOverflowError | AssertionError | LinkageError e) {
      return unplayed(ticket, VoidReason.INTERNAL, e.toString());
    }
  }

  /** A round that was not begun is void; one that waits goes on waiting. */
  private Entry unplayed(Ticket ticket, String reason, String detail) {
    Intent intent = ticket.intent();
    listener.voided(intent.operator(), intent.requestId(), reason, detail);
    RecordBody body = intent.step() == 0 ? voided(intent, reason) : suspended(intent, reason);
    try {
      // One that was not begun is not on any list.
      return entry(encode(body), ticket, Waiting.STILL_WAITS);
    } catch (RecordTooLarge e) {
      throw new IllegalStateException("the limits of an intent keep this from happening", e);
    }
  }

  private RecordBody voided(Intent intent, String reason) {
    return new RoundVoided(
        appliance.get(),
        intent.operator(),
        intent.requestRef(),
        intent.roundRef(),
        reason,
        BASE64URL.encodeToString(intent.rawBody()),
        intent.trace());
  }

  private RecordBody suspended(Intent intent, String reason) {
    return new RoundSuspended(
        appliance.get(),
        intent.operator(),
        intent.requestRef(),
        intent.roundRef(),
        reason,
        BASE64URL.encodeToString(intent.rawBody()),
        intent.trace());
  }

  private static RecordBody checked(Intent intent, RecordBody body) {
    return switch (body) {
      case RoundOpened opened -> {
        check(intent, opened.operator(), opened.request(), opened.round());
        yield opened;
      }
      case RoundStepped stepped -> {
        check(intent, stepped.operator(), stepped.request(), stepped.round());
        yield stepped;
      }
      case RoundSettled settled -> {
        check(intent, settled.operator(), settled.request(), settled.round());
        yield settled;
      }
      case RoundVoided voided -> {
        check(intent, voided.operator(), voided.request(), voided.round());
        yield voided;
      }
      default -> throw new IllegalStateException("a play does not make a " + body.type());
    };
  }

  private static void check(Intent intent, String operator, RequestRef request, RoundRef round) {
    if (!operator.equals(intent.operator())
        || !request.equals(intent.requestRef())
        || !round.equals(intent.roundRef())) {
      throw new IllegalStateException("the play answered another request: " + request.id());
    }
  }

  private byte[] encode(RecordBody body) throws RecordTooLarge {
    // What the clock says is not trusted to move forward.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (now.isAfter(last)) {
      last = now;
    }
    var record = new OutcomeRecord(origin, next, last, body);
    try {
      return record.encode();
    } catch (IllegalStateException e) {
      throw new RecordTooLarge(String.valueOf(e.getMessage()), e);
    }
  }

  /** Not an error of anybody: the round becomes a voided one. */
  private static final class RecordTooLarge extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;

    RecordTooLarge(String detail, Throwable cause) {
      super(detail, cause);
      this.detail = detail;
    }
  }
}
