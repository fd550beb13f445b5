package org.astragal.outcome;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;

/** A log with a key in memory, for tests only: the library itself cannot sign. */
final class TestLog {
  static final String ORIGIN = "rng1.example.com/outcomes/2026";

  private final String origin;
  private final List<Signer> signers;
  private final List<byte[]> records = new ArrayList<>();
  private final List<Hash> leaves = new ArrayList<>();

  TestLog(String origin, Signer... signers) {
    this.origin = origin;
    this.signers = List.of(signers);
  }

  static TestLog create() throws GeneralSecurityException {
    return new TestLog(ORIGIN, Signer.create(ORIGIN));
  }

  Policy policy() throws PolicyException {
    return Policy.of(signers.stream().map(Signer::key).toList());
  }

  VerifierKey key() {
    return signers.getFirst().key();
  }

  int size() {
    return records.size();
  }

  /** Adds a record as it is and returns its place. */
  int add(byte[] record) {
    records.add(record);
    leaves.add(Hash.leaf(record));
    return records.size() - 1;
  }

  /** Adds this many ordinary records. */
  TestLog addRounds(int count) {
    for (int i = 0; i < count; i++) {
      add(Samples.record(origin, records.size()).encode());
    }
    return this;
  }

  byte[] record(int index) {
    return records.get(index).clone();
  }

  SignedNote note() throws GeneralSecurityException {
    return note(new Checkpoint(origin, size(), NaiveTree.root(leaves)).text());
  }

  SignedNote note(String text) throws GeneralSecurityException {
    var signatures = new ArrayList<NoteSignature>();
    for (Signer signer : signers) {
      signatures.add(signer.sign(text));
    }
    return SignedNote.of(text, signatures);
  }

  Receipt receipt(int index, SignedNote note) {
    return Receipt.of(index, NaiveTree.path(index, leaves), note);
  }

  byte[] sealed(int index, SignedNote note) {
    return SealedOutcome.of(records.get(index), receipt(index, note).text()).bytes();
  }

  /** One checkpoint over all, and the sealed outcomes from a place on. */
  List<byte[]> seal(int from) throws GeneralSecurityException {
    SignedNote note = note();
    var lines = new ArrayList<byte[]>();
    for (int i = from; i < size(); i++) {
      lines.add(sealed(i, note));
    }
    return lines;
  }

  /** A key pair under a name. */
  record Signer(VerifierKey key, KeyPair pair) {
    static Signer create(String name) throws GeneralSecurityException {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new Signer(VerifierKey.of(name, pair.getPublic()), pair);
    }

    static Signer createEd25519(String name) throws GeneralSecurityException {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new Signer(VerifierKey.of(name, pair.getPublic()), pair);
    }

    NoteSignature sign(String text) throws GeneralSecurityException {
      return new NoteSignature(
          key.name(), key.keyId(), signBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    byte[] signBytes(byte[] text) throws GeneralSecurityException {
      boolean ecdsa = pair.getPublic() instanceof ECPublicKey;
      Signature signature = Signature.getInstance(ecdsa ? "SHA256withECDSA" : "Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(text);
      return signature.sign();
    }
  }
}
