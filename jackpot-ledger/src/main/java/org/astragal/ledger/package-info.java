/** The jackpot ledger: verifies outcomes, posts contributions, pushes meters. */
package org.astragal.ledger;
