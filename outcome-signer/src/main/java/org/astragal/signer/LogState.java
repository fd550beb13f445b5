package org.astragal.signer;

/** What the log does with new submissions, worst condition first. */
public enum LogState {
  /** Closed: everything new is refused. */
  CLOSED,
  /** The store failed: nothing is accepted or released until the log is opened again. */
  FAILED,
  /** The signer gives no signatures: records are kept and are sealed when it returns. */
  SIGNER_DOWN,
  /** The file system is nearly full: nothing new is accepted, everything pending is finished. */
  STORAGE_LOW,
  /** Everything works. */
  RUNNING
}
