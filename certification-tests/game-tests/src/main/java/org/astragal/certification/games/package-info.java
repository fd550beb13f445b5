/**
 * What laboratories test of final outcomes. {@link org.astragal.certification.games.GameBattery}
 * takes raw bits, which it scales as the product does, or draws, rounds and outcomes as they were
 * handed over ({@link org.astragal.certification.games.Delivery}). A {@link
 * org.astragal.certification.games.Profile} chooses the tests and the confidence of a jurisdiction.
 */
package org.astragal.certification.games;
