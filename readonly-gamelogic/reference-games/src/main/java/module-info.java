/** The reference games, with exact theoretical returns. */
@org.jspecify.annotations.NullMarked
module org.astragal.games.reference {
  requires static transitive org.jspecify;
  requires transitive org.astragal.games.api;

  exports org.astragal.games.reference;

  provides org.astragal.games.api.GamePack with
      org.astragal.games.reference.ReferenceGames;
}
