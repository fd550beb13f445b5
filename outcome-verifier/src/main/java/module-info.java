/**
 * What others embed: the outcome record, its canonical JSON, the Merkle tree, checkpoints,
 * receipts, and their verification.
 */
@org.jspecify.annotations.NullMarked
module org.astragal.outcome {
  requires static transitive org.jspecify;
  requires tools.jackson.core;

  exports org.astragal.outcome;
}
