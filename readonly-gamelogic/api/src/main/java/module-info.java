/** What a game is here: a pure function over bets and draws. Needs {@code java.base} alone. */
@org.jspecify.annotations.NullMarked
module org.astragal.games.api {
  requires static transitive org.jspecify;

  exports org.astragal.games.api;
}
