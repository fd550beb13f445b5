package org.astragal.certification.games;

import java.util.ArrayList;
import java.util.List;
import org.astragal.certification.battery.SampleException;
import org.astragal.games.api.Draws;
import org.astragal.games.api.DrawsException;
import org.jspecify.annotations.Nullable;

/** The draws of rounds that are played from words, and what was drawn. Use by one thread. */
final class PlayedDraws implements Draws {
  private final Scaler scaler;
  private final List<Draw> round = new ArrayList<>();
  private @Nullable SampleException failure;
  private boolean interrupted;

  PlayedDraws(Scaler scaler) {
    this.scaler = scaler;
  }

  /** A draw of a round. */
  record Draw(String purpose, long below, long value) {}

  @Override
  public long below(String purpose, long n) throws DrawsException {
    try {
      long value = scaler.next(n);
      if (value == Numbers.END) {
        throw new DrawsException(DrawsException.Fault.UNAVAILABLE, "the data end");
      }
      round.add(new Draw(purpose, n, value));
      return value;
    } catch (SampleException e) {
      failure = e;
      throw new DrawsException(DrawsException.Fault.UNAVAILABLE, "the data fail", e);
    } catch (InterruptedException e) {
      interrupted = true;
      throw new DrawsException(DrawsException.Fault.UNAVAILABLE, "interrupted", e);
    }
  }

  /** {@return the draws since the last call} */
  List<Draw> takeRound() {
    List<Draw> taken = List.copyOf(round);
    round.clear();
    return taken;
  }

  /** Throws what lies behind an end of the data that is none. */
  void requireEnd() throws SampleException, InterruptedException {
    if (failure != null) {
      throw failure;
    }
    if (interrupted) {
      throw new InterruptedException();
    }
  }
}
