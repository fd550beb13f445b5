package org.astragal.games.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Passes draws on and notes each of them, in order. What it notes is what {@link RecordedDraws}
 * plays again.
 *
 * <p>Thread safety: one round, one thread.
 */
public final class DrawRecorder implements Draws {
  private final Draws source;
  private final int limit;
  private final List<RecordedDraw> recorded = new ArrayList<>();

  /**
   * Creates one for one round.
   *
   * @param source where the values come from
   * @param limit how many draws the round may make: {@link Game#maximumDraws}
   */
  public DrawRecorder(Draws source, int limit) {
    this.source = source;
    this.limit = limit;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the purpose or {@code n} is not drawable
   * @throws IllegalStateException if the game draws more often than it declares, or the source
   *     gives a value out of range: both are bugs, and the round must not be settled
   */
  @Override
  public long below(String purpose, long n) throws DrawsException {
    RecordedDraw.requireDrawable(purpose, n);
    if (recorded.size() >= limit) {
      throw new IllegalStateException("the game declares at most " + limit + " draws a round");
    }
    long value = source.below(purpose, n);
    if (value < 0 || value >= n) {
      throw new IllegalStateException("the source of draws left its range below " + n);
    }
    recorded.add(new RecordedDraw(purpose, n, value));
    return value;
  }

  /** {@return the draws so far, in order} */
  public List<RecordedDraw> recorded() {
    return List.copyOf(recorded);
  }
}
