package org.astragal.packs;

import java.util.Locale;

/** A pack, or what belongs to it, is refused. The message is one sentence that says why. */
public final class PackException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why; the codes never change their meaning. */
  public enum Fault {
    /** It is not a jar, or larger than a pack may be. */
    UNREADABLE,
    /** An entry, or an attribute of the jar's manifest, that a pack must not have. */
    ENTRY_NOT_ALLOWED,
    /** An entry that no signature covers, or that another signer signed than the rest. */
    UNSIGNED,
    /** A signature does not hold: something was changed after signing. */
    SIGNATURE_BROKEN,
    /** The signer's certificate is not one of those that may sign packs. */
    SIGNER_NOT_TRUSTED,
    /** The pack's own manifest is missing or not what it must be. */
    MANIFEST_INVALID,
    /** The classes are not those whose logic hash the manifest states. */
    OTHER_LOGIC,
    /** The pack was made for another version of the interface of games than the program has. */
    OTHER_API,
    /** The module asks for more than a pack may have, or gives more than it may. */
    MODULE_NOT_SEALED,
    /** A package that belongs to somebody else. */
    PACKAGE_SPLIT,
    /** No laboratory that is trusted has approved exactly this. */
    NOT_APPROVED,
    /** The games are not those that the manifest names. */
    GAMES_DIFFER,
    /** The classes cannot be linked or started. */
    NOT_LOADABLE,
    /** The archive does not hold it. */
    NOT_ARCHIVED,
    /** A file cannot be read or written. */
    STORAGE;

    /** {@return the stable code, such as {@code other-logic}} */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Why. */
  private final Fault fault;

  /**
   * Creates one.
   *
   * @param fault why, for programs
   * @param detail one sentence for people
   */
  public PackException(Fault fault, String detail) {
    super(detail);
    this.fault = fault;
  }

  /**
   * Creates one with its cause.
   *
   * @param fault why, for programs
   * @param detail one sentence for people
   * @param cause what was thrown
   */
  public PackException(Fault fault, String detail, Throwable cause) {
    super(detail, cause);
    this.fault = fault;
  }

  /** {@return why} */
  public Fault fault() {
    return fault;
  }
}
