package org.astragal.packs;

import java.util.SortedMap;
import org.astragal.outcome.Hash;

/**
 * A pack of which everything holds that can be said before a class of it is defined: its bytes, and
 * what was read from them.
 *
 * <p>Thread safety: immutable.
 */
public final class VerifiedPack {
  private final byte[] jar;
  private final Hash file;
  private final PackManifest manifest;
  private final Approval approval;
  private final String signer;
  private final SortedMap<String, byte[]> entries;

  VerifiedPack(
      byte[] jar,
      PackManifest manifest,
      Approval approval,
      String signer,
      SortedMap<String, byte[]> entries) {
    this.jar = jar.clone();
    this.file = Hash.sha256(jar);
    this.manifest = manifest;
    this.approval = approval;
    this.signer = signer;
    this.entries = entries;
  }

  /** {@return SHA-256 of the jar} */
  public Hash file() {
    return file;
  }

  /** {@return what it says of itself} */
  public PackManifest manifest() {
    return manifest;
  }

  /** {@return the laboratory's approval} */
  public Approval approval() {
    return approval;
  }

  /** {@return who signed the jar, as the certificate names it} */
  public String signer() {
    return signer;
  }

  /** {@return the jar; read-only} */
  byte[] jar() {
    return jar;
  }

  /** {@return its entries by name; read-only} */
  SortedMap<String, byte[]> entries() {
    return entries;
  }
}
