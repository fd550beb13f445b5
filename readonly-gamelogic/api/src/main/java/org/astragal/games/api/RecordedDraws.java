package org.astragal.games.api;

import java.util.List;

/**
 * Plays recorded draws again: the way to prove, years later, that a record's results follow from
 * its draws. Call {@link #finish} after the game has played.
 *
 * <p>Thread safety: one replay, one thread.
 */
public final class RecordedDraws implements Draws {
  private final List<RecordedDraw> draws;
  private int next;

  /**
   * Creates one for one replay.
   *
   * @param draws in the order of the record
   */
  public RecordedDraws(List<RecordedDraw> draws) {
    this.draws = List.copyOf(draws);
  }

  /**
   * {@inheritDoc}
   *
   * @throws DrawsException {@code NOT_AS_RECORDED} if the record has another draw here, or none
   */
  @Override
  public long below(String purpose, long n) throws DrawsException {
    if (next == draws.size()) {
      throw mismatch("the game draws " + purpose + " below " + n + ", the record has ended");
    }
    RecordedDraw draw = draws.get(next);
    if (!draw.purpose().equals(purpose) || draw.n() != n) {
      throw mismatch(
          ("the game draws " + purpose + " below " + n)
              + (", the record has " + draw.purpose() + " below " + draw.n()));
    }
    next++;
    return draw.value();
  }

  /**
   * Makes sure that the game asked for every recorded draw.
   *
   * @throws DrawsException {@code NOT_AS_RECORDED} if draws are left over
   */
  public void finish() throws DrawsException {
    if (next != draws.size()) {
      throw mismatch((draws.size() - next) + " recorded draws are left over");
    }
  }

  private DrawsException mismatch(String detail) {
    return new DrawsException(
        DrawsException.Fault.NOT_AS_RECORDED, "at draw " + next + ": " + detail);
  }
}
