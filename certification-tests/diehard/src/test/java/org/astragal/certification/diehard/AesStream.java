package org.astragal.certification.diehard;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.astragal.certification.battery.Sample;

/**
 * The AES-256-CTR key stream of the key 00 01 ... 1f and the counter 0, or that of another key,
 * made where it is read.
 */
final class AesStream implements Sample {
  private static final int BLOCK = 16;

  private final long size;
  private final byte[] key = new byte[32];

  AesStream(long size) {
    this(size, 0);
  }

  /** Each seed gives another stream. */
  AesStream(long size, int seed) {
    this.size = size;
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    key[0] = (byte) seed;
    key[1] ^= (byte) (seed >>> 8);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(long offset, byte[] into) {
    if (offset < 0 || offset > size - into.length) {
      throw new IllegalArgumentException(into.length + " bytes from " + offset + " of " + size);
    }
    try {
      byte[] counter = new byte[BLOCK];
      byte[] first = BigInteger.valueOf(offset / BLOCK).toByteArray();
      System.arraycopy(first, 0, counter, BLOCK - first.length, first.length);
      var cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
      int skip = (int) (offset % BLOCK);
      byte[] stream = cipher.doFinal(new byte[skip + into.length]);
      System.arraycopy(stream, skip, into, 0, into.length);
      Arrays.fill(stream, (byte) 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
