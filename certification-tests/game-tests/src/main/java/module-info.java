/** Tests of final outcomes: scaled draws, shuffles, lotteries and games, by jurisdiction. */
@org.jspecify.annotations.NullMarked
module org.astragal.certification.games {
  requires static transitive org.jspecify;
  requires transitive org.astragal.certification.battery;
  requires JLargeArrays;
  requires JTransforms;
  requires org.astragal.games.api;
  requires tools.jackson.databind;

  exports org.astragal.certification.games;

  opens org.astragal.certification.games to
      tools.jackson.databind;

  uses org.astragal.games.api.GamePack;
}
