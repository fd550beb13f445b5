package org.astragal.hsm;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes a signing key on the token: pair, ids that match, and what else its kind needs. {@code
 * KeyStore.setKeyEntry} is not used, because it overwrites the id with the alias; and {@code
 * keytool} is not, because it may make the key in memory and import it.
 */
final class KeyGeneration {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._-]{0,63}");

  private final Connection connection;
  private final String label;

  private KeyGeneration(Connection connection, String label) {
    this.connection = connection;
    this.label = label;
  }

  static void requireLabel(String label) {
    if (!LABEL.matcher(label).matches()) {
      throw new IllegalArgumentException(
          "a key label has 1 to 64 letters, digits or :._- and begins with a letter or digit: \""
              + label
              + '"');
    }
  }

  /** Makes the key, or nothing: what a failure leaves on the token is removed again. */
  static void run(Connection connection, String label, KeyAlgorithm algorithm)
      throws TokenException {
    new KeyGeneration(connection, label).run(algorithm);
  }

  private void run(KeyAlgorithm algorithm) throws TokenException {
    byte[] firstId = connection.withSession(false, this::prepare);
    try {
      switch (algorithm) {
        case ES256 -> EcdsaKeys.generate(connection, firstId, label);
        case ED25519 -> EdwardsKeys.generate(connection, firstId, label);
      }
    } catch (TokenException e) {
      try {
        remove(connection, label);
      } catch (TokenException remains) {
        e.addSuppressed(remains);
      }
      throw e;
    }
  }

  /** Makes sure that nothing carries the label yet, and draws the id for the time being. */
  private byte[] prepare(Cryptoki cryptoki, long session) throws TokenException, CkException {
    if (!objects(cryptoki, session, label).isEmpty()) {
      throw new TokenException(
          TokenException.Fault.ALREADY_EXISTS, "the token already has an object labelled " + label);
    }
    byte[] id = new byte[16];
    cryptoki.random(session, id, id.length, id.length);
    id[0] = 1;
    return id;
  }

  private static List<Long> objects(Cryptoki cryptoki, long session, String label)
      throws CkException {
    var inventory = new KeyInventory(cryptoki, session);
    var objects = new ArrayList<Long>();
    objects.addAll(inventory.labelled(Attribute.CKO_PRIVATE_KEY, label));
    objects.addAll(inventory.labelled(Attribute.CKO_PUBLIC_KEY, label));
    objects.addAll(inventory.labelled(Attribute.CKO_CERTIFICATE, label));
    return objects;
  }

  /** Removes all that carries a label. */
  static void remove(Connection connection, String label) throws TokenException {
    connection.<Boolean>withSession(
        true,
        (cryptoki, session) -> {
          for (long object : objects(cryptoki, session, label)) {
            cryptoki.destroy(session, object);
          }
          return true;
        });
  }

  /** Gives both keys the id that follows from the public key; some tokens do not allow it. */
  static byte[] settleId(Cryptoki cryptoki, long session, byte[] firstId, PublicKey publicKey) {
    byte[] id = KeyInventory.idOf(publicKey);
    Attribute before = Attribute.of(Attribute.CKA_ID, firstId);
    Attribute after = Attribute.of(Attribute.CKA_ID, id);
    byte[] settled = firstId;
    try {
      for (long objectClass : List.of(Attribute.CKO_PRIVATE_KEY, Attribute.CKO_PUBLIC_KEY)) {
        Attribute kind = Attribute.number(Attribute.CKA_CLASS, objectClass);
        for (long object : cryptoki.find(session, kind, before)) {
          cryptoki.setAttribute(session, object, after);
        }
        settled = id;
      }
    } catch (CkException e) {
      // The random id serves as well: it only has to be the same for key and certificate, and the
      // private key, which decides, is changed first.
    }
    return settled;
  }
}
