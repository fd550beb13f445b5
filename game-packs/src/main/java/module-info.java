/** Game packs at run time: made, verified, archived, loaded, replayed and watched. */
@org.jspecify.annotations.NullMarked
module org.astragal.packs {
  requires static transitive org.jspecify;
  requires jdk.jartool; // the signer of jars
  requires transitive org.astragal.games.api;
  requires transitive org.astragal.outcome;

  exports org.astragal.packs;

  uses org.astragal.games.api.GamePack;
}
