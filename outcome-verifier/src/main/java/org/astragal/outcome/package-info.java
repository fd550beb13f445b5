/**
 * What others embed: the outcome record, its canonical JSON, the Merkle tree, checkpoints,
 * receipts, and their verification.
 */
package org.astragal.outcome;
