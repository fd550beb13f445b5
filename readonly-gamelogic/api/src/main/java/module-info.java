/** What a certified game is: a pure function over bets, draws and choices. */
@org.jspecify.annotations.NullMarked
module org.astragal.games.api {
  requires static transitive org.jspecify;
}
