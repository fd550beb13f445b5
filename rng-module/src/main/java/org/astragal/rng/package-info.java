/** From noise samples to unbiased draws. */
package org.astragal.rng;
