package org.astragal.certification.battery;

/** The medium that holds the data failed: nothing can be said of the data. */
public final class SampleException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Creates one.
   *
   * @param message what failed and what to do
   * @param cause what the system said
   */
  public SampleException(String message, Throwable cause) {
    super(message, cause);
  }
}
