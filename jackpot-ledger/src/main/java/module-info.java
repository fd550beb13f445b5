/** The jackpot ledger: verifies outcomes, posts contributions, pushes meters. */
@org.jspecify.annotations.NullMarked
module org.astragal.ledger {
  requires static transitive org.jspecify;
}
