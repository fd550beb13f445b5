/** The append-only log of outcomes: intents, sequencing, group commit, checkpoints, receipts. */
package org.astragal.signer;
