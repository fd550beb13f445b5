package org.astragal.ledger;

/** The configuration or a rules file cannot be used. The message names file, place and remedy. */
final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message);
  }
}
