package org.astragal.ledger;

/** One partition on its way into the books. Used by one thread. */
interface KafkaLane {
  /** {@return what it is called in the log and in metrics} */
  String name();

  /** {@return whether records go on into the books} */
  State state();

  /** {@return whether nothing more should be fetched now} */
  boolean isFull();

  /** Takes a record of the partition; the arrays are given away. */
  void add(long offset, byte[] key, byte[] value);

  /**
   * {@return whether it is worth to feed}
   *
   * @param idle whether nothing has come for the moment
   */
  boolean isReady(boolean idle);

  /**
   * Posts what is complete.
   *
   * @throws StoreException if nothing can be said now; what was held is still held
   */
  void feed() throws StoreException;

  /** Looks again whether what held it up is over. */
  void tryAgain();

  /** Stops for good. */
  void stop(String reason, String detail);

  /** Whether records go on into the books. */
  sealed interface State {
    /** They do. */
    record Feeding() implements State {}

    /** Records are missing from {@code position} on: they may come another way. */
    record Missing(long position) implements State {}

    /** Nothing more is posted until somebody has looked. */
    record Stopped(String reason, String detail) implements State {}
  }
}
