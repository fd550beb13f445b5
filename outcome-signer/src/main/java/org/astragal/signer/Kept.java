package org.astragal.signer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Something that is kept beside the log's records and never published: durable when the newest
 * record that it was kept with is, and as it was then.
 *
 * <p>Thread safety: immutable.
 */
public final class Kept {
  private final String name;
  private final long seq;
  private final byte[] value;

  private Kept(String name, long seq, byte[] value) {
    this.name = name;
    this.seq = seq;
    this.value = value;
  }

  static Kept of(String name, byte[] stored) {
    return new Kept(
        name, Keys.number(stored), Arrays.copyOfRange(stored, Long.BYTES, stored.length));
  }

  /** {@return what is stored: the place of the record, then the value} */
  static byte[] stored(long seq, byte[] value) {
    return ByteBuffer.allocate(Long.BYTES + value.length).putLong(seq).put(value).array();
  }

  /** {@return the name under which it is kept} */
  public String name() {
    return name;
  }

  /** {@return the place in the log of the record with which it was kept} */
  public long seq() {
    return seq;
  }

  /** {@return what is kept; a copy} */
  public byte[] value() {
    return value.clone();
  }

  /** Says nothing of the value. */
  @Override
  public String toString() {
    return name + " of record " + seq;
  }
}
