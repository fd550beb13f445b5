package org.astragal.outcome;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows what one log says of jackpot levels, record by record, and says whether each follows from
 * those before: thresholds are committed to before they decide, what is compared with one never
 * shrinks, and the end of a cycle opens the commitment and agrees with every answer before it.
 *
 * <p>Records that are handed over are verified and come in the order of the log. The trail may
 * begin anywhere: what lies before its first record of a level it cannot judge.
 *
 * <p>Thread safety: use by one thread.
 */
public final class JackpotTrail {
  /** Most levels followed; those beyond are not judged. */
  private static final int MAX_LEVELS = 65_536;

  private final Map<List<String>, Level> levels = new HashMap<>();

  /** Creates one that has seen nothing. */
  public JackpotTrail() {}

  /** What a record comes to. */
  public sealed interface Finding {
    /** It does not speak of a jackpot level. */
    record Nothing() implements Finding {}

    /**
     * It follows from those before.
     *
     * @param what it shows, in a few words
     */
    record Follows(String what) implements Finding {}

    /**
     * It contradicts those before, or itself: whoever signed the log has lied.
     *
     * @param why in one sentence
     */
    record Contradicts(String why) implements Finding {}
  }

  /** A level that was heard of. */
  private static final class Level {
    private long cycle;

    /** Known if the trail has seen it. */
    private Optional<JackpotEvent.Committed> committed = Optional.empty();

    /** Of the open cycle, from whichever record told it first. */
    private Optional<Hash> commitment = Optional.empty();

    /** What was compared last; -1 before anything is known of it. */
    private long micro = -1;

    private long posting = -1;
    private long misses;
    private long missedAt = -1;
  }

  /**
   * {@return what a record comes to} What contradicts is left out of what is followed.
   *
   * @param record verified, later in the log than the last one
   */
  public Finding follow(OutcomeRecord record) {
    if (!(record.body() instanceof Event event) || !event.type().startsWith(JackpotEvent.PREFIX)) {
      return new Finding.Nothing();
    }
    try {
      Optional<JackpotEvent> said = JackpotEvent.of(event);
      return said.isEmpty() ? new Finding.Nothing() : follow(record.seq(), said.get());
    } catch (JsonException | IllegalArgumentException e) {
      return new Finding.Contradicts("it cannot be read: " + e.getMessage());
    }
  }

  private Finding follow(long seq, JackpotEvent said) {
    JackpotEvent.Place place = said.place();
    var key = List.of(place.ledger(), place.pool(), place.level());
    if (!levels.containsKey(key) && levels.size() == MAX_LEVELS) {
      return new Finding.Follows(place + ": not judged, more than " + MAX_LEVELS + " levels");
    }
    Level level = levels.computeIfAbsent(key, _ -> new Level());
    Optional<String> wrong =
        place.cycle() < level.cycle
            ? Optional.of(place + ", after cycle " + level.cycle)
            : switch (said) {
              case JackpotEvent.Committed committed -> commit(level, committed);
              case JackpotEvent.Checked checked -> check(level, checked);
              case JackpotEvent.Closed closed -> close(level, closed);
              case JackpotEvent.Drawn drawn -> draw(level, drawn);
            };
    return wrong.isPresent()
        ? new Finding.Contradicts(wrong.get())
        : new Finding.Follows(place + ": " + take(level, seq, said));
  }

  private static Optional<String> commit(Level level, JackpotEvent.Committed said) {
    return level.commitment.isPresent()
        ? Optional.of("a second threshold, before the first one was told: " + said.place())
        : cycleOver(level, said);
  }

  private static Optional<String> cycleOver(Level level, JackpotEvent said) {
    return level.cycle == said.place().cycle() && level.micro >= 0
        ? Optional.of("a threshold for a cycle that had one: " + said.place())
        : Optional.empty();
  }

  private static Optional<String> check(Level level, JackpotEvent.Checked said) {
    Optional<String> wrong = openCycle(level, said.place(), said.commitment());
    if (wrong.isPresent()) {
      return wrong;
    }
    if (level.micro >= 0 && said.before() != level.micro) {
      return Optional.of(
          "it goes on from %d, the last one ended at %d".formatted(said.before(), level.micro));
    }
    if (said.posting() <= level.posting) {
      return Optional.of("posting %d, after posting %d".formatted(said.posting(), level.posting));
    }
    if (said.opened().isEmpty()) {
      return Optional.empty();
    }
    if (said.opened().get().thresholdMicro() > said.after()) {
      return Optional.of("it says hit, below the threshold");
    }
    return opened(level, said.place(), said.commitment(), said.opened().get(), said.before());
  }

  private static Optional<String> close(Level level, JackpotEvent.Closed said) {
    return openCycle(level, said.place(), said.commitment())
        .or(() -> opened(level, said.place(), said.commitment(), said.opened(), level.micro));
  }

  private static Optional<String> openCycle(
      Level level, JackpotEvent.Place place, Hash commitment) {
    if (level.commitment.isEmpty() && level.cycle > 0) {
      return Optional.of("no threshold is committed to: " + place);
    }
    return level.commitment.isPresent()
            && (level.cycle != place.cycle() || !level.commitment.get().equals(commitment))
        ? Optional.of("another commitment than that of the cycle: " + place)
        : Optional.empty();
  }

  private static Optional<String> opened(
      Level level,
      JackpotEvent.Place place,
      Hash commitment,
      ThresholdOpening opening,
      long highest) {
    if (!opening.commitment(place).equals(commitment)
        || !level.committed.map(c -> c.isOpenedBy(opening)).orElse(true)) {
      return Optional.of("the threshold is not the one that was committed to");
    }
    // What is compared never shrinks: who is above the highest miss is above all of them.
    return highest >= opening.thresholdMicro()
        ? Optional.of(
            "the threshold had been reached%s, where it was said to be missed"
                .formatted(level.missedAt < 0 ? " before" : " at seq " + level.missedAt))
        : Optional.empty();
  }

  private static Optional<String> draw(Level level, JackpotEvent.Drawn said) {
    return level.posting >= 0 && said.after() != level.posting
        ? Optional.of(
            "draws from posting %d on, the last ones ended with %d"
                .formatted(said.after(), level.posting))
        : Optional.empty();
  }

  private static String take(Level level, long seq, JackpotEvent said) {
    level.cycle = said.place().cycle();
    return switch (said) {
      case JackpotEvent.Committed committed -> {
        level.committed = Optional.of(committed);
        level.commitment = Optional.of(committed.commitment());
        level.micro = committed.openMicro();
        level.posting = -1;
        level.misses = 0;
        level.missedAt = -1;
        yield "a threshold is committed to";
      }
      case JackpotEvent.Checked checked -> {
        level.micro = checked.after();
        level.posting = checked.posting();
        if (checked.opened().isPresent()) {
          yield end(level, "hit");
        }
        level.commitment = Optional.of(checked.commitment());
        level.misses++;
        level.missedAt = seq;
        yield "no hit";
      }
      case JackpotEvent.Closed _ -> end(level, "closed");
      case JackpotEvent.Drawn drawn -> {
        level.posting = drawn.last();
        yield drawn.draws().stream().filter(JackpotEvent.MysteryDraw::isHit).count()
            + " hits in "
            + drawn.draws().size()
            + " draws";
      }
    };
  }

  private static String end(Level level, String how) {
    boolean isWhole = level.committed.isPresent();
    level.commitment = Optional.empty();
    level.committed = Optional.empty();
    level.posting = -1;
    return how
        + ", "
        + level.misses
        + " earlier answers agree"
        + (isWhole ? "" : " (its beginning is not among these records)");
  }
}
