/** The append-only log of outcomes: intents, sequencing, group commit, checkpoints, receipts. */
@org.jspecify.annotations.NullMarked
module org.astragal.signer {
  requires static transitive org.jspecify;
  requires transitive org.astragal.outcome;
  requires rocksdbjni;

  exports org.astragal.signer;
}
