package org.astragal.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What cannot be undone, or moves money without an outcome, needs two persons: one proposes,
 * another one asks for the very same within 15 minutes. Proposals live in memory only; after a
 * restart they are made again.
 *
 * <p>Thread safety: for any threads.
 */
public final class TwoPersons {
  /** How long a proposal waits for the second person. */
  public static final Duration VALID = Duration.ofMinutes(15);

  /** More open proposals than people ever make. */
  public static final int MAX_OPEN = 64;

  private final InstantSource clock;
  private final Map<String, Approval> open = new HashMap<>();

  /** Creates it without any proposal. */
  public TwoPersons(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A person's word.
   *
   * @param person who
   * @param at when, in whole milliseconds
   */
  public record Approval(Person person, Instant at) {}

  /**
   * What waits for a second person.
   *
   * @param action what is to be done
   * @param first the word that there is
   * @param until when the proposal ends
   */
  public record Proposal(String action, Approval first, Instant until) {}

  /** What a person's word led to. */
  public sealed interface Answer {
    /**
     * Another person is asked for the same.
     *
     * @param until when the proposal ends
     */
    record Waiting(Instant until) implements Answer {}

    /**
     * Both have said so; the proposal is used up.
     *
     * @param approvals both words, the first one first
     */
    record Approved(List<Approval> approvals) implements Answer {
      /** Copies the list. */
      public Approved {
        approvals = List.copyOf(approvals);
      }
    }

    /** {@link #MAX_OPEN} proposals are open. */
    record Busy() implements Answer {}
  }

  /** {@return what waits for a second person, the oldest first} */
  public synchronized List<Proposal> open() {
    Instant now = clock.instant();
    return open.entrySet().stream()
        .map(e -> new Proposal(e.getKey(), e.getValue(), e.getValue().at().plus(VALID)))
        .filter(proposal -> now.isBefore(proposal.until()))
        .sorted(Comparator.comparing(Proposal::until).thenComparing(Proposal::action))
        .toList();
  }

  /**
   * Takes a person's word for an action.
   *
   * @param action what is to be done, with everything that matters of it
   * @param person whose word it is
   */
  public synchronized Answer approve(String action, Person person) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    open.values().removeIf(approval -> !now.isBefore(approval.at().plus(VALID)));
    Approval first = open.get(action);
    var mine = new Approval(person, now);
    if (first != null && first.person().isAnotherThan(person)) {
      open.remove(action);
      return new Answer.Approved(List.of(first, mine));
    }
    if (first == null && open.size() >= MAX_OPEN) {
      return new Answer.Busy();
    }
    open.put(action, mine);
    return new Answer.Waiting(now.plus(VALID));
  }
}
