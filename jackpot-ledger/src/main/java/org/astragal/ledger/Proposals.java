package org.astragal.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.astragal.outcome.Json;
import org.astragal.outcome.JsonException;

/**
 * What moves money without an outcome needs two persons: one proposes, another one asks for the
 * very same within 15 minutes. Proposals live in memory only; after a restart they are made again.
 *
 * <p>Thread-safe.
 */
final class Proposals {
  /** How long a proposal waits for the second person. */
  static final Duration VALID = Duration.ofMinutes(15);

  /** More open proposals than people ever make. */
  private static final int MAX_OPEN = 64;

  private final InstantSource clock;
  private final Map<String, Approval> open = new HashMap<>();

  Proposals(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A person's word.
   *
   * @param person who
   * @param at when
   */
  record Approval(Person person, Instant at) {
    Json.Obj json() {
      return Json.Obj.of(
          Map.of(
              "at", new Json.Str(at.toString()),
              "certificate", new Json.Str(person.certificate()),
              "person", new Json.Str(person.name())));
    }

    static Approval of(Json.Obj json) throws JsonException {
      return new Approval(
          new Person(json.string("certificate"), json.string("person")),
          Instant.parse(json.string("at")));
    }
  }

  /** What a person's word led to. */
  sealed interface Answer {
    /** Another person is asked for the same, until then. */
    record Waiting(Instant until) implements Answer {}

    /** Both have said so; the proposal is used up. */
    record Approved(List<Approval> approvals) implements Answer {
      public Approved {
        approvals = List.copyOf(approvals);
      }
    }

    /** Too many proposals are open. */
    record Busy() implements Answer {}
  }

  /** Takes a person's word for an order. */
  synchronized Answer approve(Order order, Person person) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    open.values().removeIf(approval -> !now.isBefore(approval.at().plus(VALID)));
    var first = open.get(order.text());
    var mine = new Approval(person, now);
    if (first != null && first.person().isAnotherThan(person)) {
      open.remove(order.text());
      return new Answer.Approved(List.of(first, mine));
    }
    if (first == null && open.size() >= MAX_OPEN) {
      return new Answer.Busy();
    }
    open.put(order.text(), mine);
    return new Answer.Waiting(now.plus(VALID));
  }
}
