/** Benchmarks and load generators. */
package org.astragal.bench;
