/** Benchmarks and load generators. */
@org.jspecify.annotations.NullMarked
module org.astragal.bench {
  requires static transitive org.jspecify;
}
