package org.astragal.games.api;

/** What becomes of a round whose player does not come back in the time that the house gives. */
public enum Unfinished {
  /** It is played to its end with {@link Choices#HOUSE}. */
  COMPLETE,
  /** It is void: all stakes and raises go back. */
  VOID
}
