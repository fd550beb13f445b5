/**
 * The Diehard battery of George Marsaglia (1995) and tests that came later. {@link
 * org.astragal.certification.diehard.Diehard} is the battery. Data are words of 32 bits, the lowest
 * byte first, from the first byte on; no test reads a word twice.
 */
package org.astragal.certification.diehard;
