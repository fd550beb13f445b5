package org.astragal.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Bet;
import org.astragal.outcome.BetResult;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Contribution;
import org.astragal.outcome.Draw;
import org.astragal.outcome.Event;
import org.astragal.outcome.GameRef;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.LogCreated;
import org.astragal.outcome.MicroMoney;
import org.astragal.outcome.Money;
import org.astragal.outcome.NoteSignature;
import org.astragal.outcome.OutcomeRecord;
import org.astragal.outcome.Player;
import org.astragal.outcome.Receipt;
import org.astragal.outcome.RecordBody;
import org.astragal.outcome.RequestRef;
import org.astragal.outcome.RoundRef;
import org.astragal.outcome.RoundRef.Mode;
import org.astragal.outcome.RoundSettled;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.VerifierKey;

/** An outcome log in memory with a software key: a whole Merkle tree, proofs by definition. */
final class TestLog {
  private static final ApplianceInfo APPLIANCE =
      new ApplianceInfo(
          "boot-1", Hash.sha256(new byte[0]), new ApplianceInfo.Rng("TEST", "instance-1", 0));

  private final String origin;
  private final KeyPair keys;
  private final VerifierKey key;

  /** Who signs; usually the one key. */
  private List<TestLog> signers = List.of(this);

  private final List<byte[]> records = new ArrayList<>();

  /** {@code nodes.get(h).get(i)}: root of the i-th complete subtree of height h. */
  private final List<List<Hash>> nodes = new ArrayList<>();

  TestLog(String origin) {
    this(origin, newKeys());
  }

  /** A log that signs with Ed25519. */
  static TestLog ofEd25519(String origin) {
    try {
      return new TestLog(origin, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private TestLog(String origin, KeyPair keys) {
    this.origin = origin;
    this.keys = keys;
    this.key = VerifierKey.of(origin, keys.getPublic());
  }

  /** A log of the same key and the same beginning, which may go on in another way. */
  TestLog fork(long size) {
    var other = new TestLog(origin, keys);
    records.subList(0, Math.toIntExact(size)).forEach(other::append);
    return other;
  }

  String origin() {
    return origin;
  }

  VerifierKey key() {
    return key;
  }

  long size() {
    return records.size();
  }

  String policy() {
    return "log " + key.vkey() + "\nquorum none\n";
  }

  /** Leaf 0. {@return its line} */
  byte[] create() {
    return seal(List.of(new LogCreated(APPLIANCE, Optional.empty(), List.of(key.vkey()))))
        .getFirst();
  }

  /** Appends {@code bodies} under one checkpoint. {@return their lines} */
  List<byte[]> seal(List<? extends RecordBody> bodies) {
    var first = records.size();
    for (var body : bodies) {
      append(
          new OutcomeRecord(origin, records.size(), Instant.parse("2026-06-08T12:00:00.002Z"), body)
              .encode());
    }
    return lines(first, records.size());
  }

  /** {@return the lines of records from {@code first} on, under a checkpoint of {@code size}} */
  List<byte[]> lines(int first, int size) {
    var note = note(size);
    var lines = new ArrayList<byte[]>();
    for (var i = first; i < size; i++) {
      var receipt = Receipt.of(i, path(i, 0, size), note);
      lines.add(SealedOutcome.of(records.get(i), receipt.text()).bytes());
    }
    return lines;
  }

  SignedNote note(int size) {
    var text = new Checkpoint(origin, size, root(0, size)).text();
    return SignedNote.of(text, signers.stream().map(signer -> signer.sign(text)).toList());
  }

  private NoteSignature sign(String text) {
    try {
      var ecdsa = keys.getPrivate().getAlgorithm().equals("EC");
      var signer = Signature.getInstance(ecdsa ? "SHA256withECDSA" : "Ed25519");
      signer.initSign(keys.getPrivate());
      signer.update(text.getBytes(StandardCharsets.UTF_8));
      return new NoteSignature(origin, key.keyId(), signer.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Checkpoints are signed with the keys of these logs from now on. */
  void signWith(TestLog... others) {
    signers = List.of(others);
  }

  /** {@return an event of this log} */
  static Event event(String type, Json.Obj members) {
    return new Event(type, APPLIANCE, members);
  }

  static InputStream stream(List<byte[]> lines) {
    return new ByteArrayInputStream(body(lines));
  }

  static byte[] body(List<byte[]> lines) {
    var all = new ByteArrayOutputStream();
    for (var line : lines) {
      all.writeBytes(line);
      all.write('\n');
    }
    return all.toByteArray();
  }

  /** {@return a resource of this log as c2sp.org/tlog-tiles publishes it} */
  byte[] published(String path) throws IOException {
    if (path.equals("checkpoint")) {
      return note(records.size()).bytes();
    }
    var parts = path.split("/", 3);
    var name = parts[2].replaceFirst("\\.p/\\d+$", "");
    var from = Integer.parseInt(name.replace("x", "").replace("/", "")) * 256;
    var width = path.contains(".p/") ? Integer.parseInt(path.replaceFirst(".*\\.p/", "")) : 256;
    var out = new ByteArrayOutputStream();
    for (var i = from; i < from + width; i++) {
      if (parts[1].equals("entries")) {
        var record = records.get(i);
        out.write(record.length >>> 8);
        out.write(record.length);
        out.writeBytes(record);
      } else {
        out.writeBytes(nodes.get(8 * Integer.parseInt(parts[1])).get(i).bytes());
      }
    }
    return out.toByteArray();
  }

  private void append(byte[] record) {
    records.add(record);
    var node = Hash.leaf(record);
    for (var height = 0; ; height++) {
      if (nodes.size() == height) {
        nodes.add(new ArrayList<>());
      }
      var level = nodes.get(height);
      level.add(node);
      if (level.size() % 2 == 1) {
        return;
      }
      node = Hash.node(level.get(level.size() - 2), level.getLast());
    }
  }

  /** RFC 9162 2.1.1: MTH of records from (included) to (not included). */
  private Hash root(int from, int to) {
    var size = to - from;
    if (Integer.bitCount(size) == 1 && from % size == 0) {
      return nodes.get(Integer.numberOfTrailingZeros(size)).get(from / size);
    }
    var k = Integer.highestOneBit(size - 1);
    return Hash.node(root(from, from + k), root(from + k, to));
  }

  /** RFC 9162 2.1.3.1: the path of {@code index}, leaf side first. */
  private List<Hash> path(int index, int from, int to) {
    if (to - from == 1) {
      return new ArrayList<>();
    }
    var k = Integer.highestOneBit(to - from - 1);
    var left = index < from + k;
    var path = left ? path(index, from, from + k) : path(index, from + k, to);
    path.add(left ? root(from + k, to) : root(from, from + k));
    return path;
  }

  private static KeyPair newKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A round of one bet with what the tests vary. */
  record Round(
      String id,
      long stake,
      Mode mode,
      String game,
      String currency,
      String fundedBy,
      String jurisdiction,
      Map<String, Long> claims) {

    static Round of(String id, long stake) {
      return new Round(id, stake, Mode.REAL, "ref.wheel.54", "EUR", "CASH", "MT", Map.of());
    }

    Round mode(Mode other) {
      return new Round(id, stake, other, game, currency, fundedBy, jurisdiction, claims);
    }

    Round game(String other) {
      return new Round(id, stake, mode, other, currency, fundedBy, jurisdiction, claims);
    }

    Round currency(String other) {
      return new Round(id, stake, mode, game, other, fundedBy, jurisdiction, claims);
    }

    Round fundedBy(String other) {
      return new Round(id, stake, mode, game, currency, other, jurisdiction, claims);
    }

    Round jurisdiction(String other) {
      return new Round(id, stake, mode, game, currency, fundedBy, other, claims);
    }

    /** Claims in micro-units by level of pool global.2026. */
    Round claims(Map<String, Long> other) {
      return new Round(id, stake, mode, game, currency, fundedBy, jurisdiction, other);
    }

    RoundSettled body() {
      var contributions =
          claims.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(c ->
                  new Contribution(
                      new MicroMoney(
                          currency,
                          2,
                          Math.toIntExact(c.getValue() % 1_000_000),
                          c.getValue() / 1_000_000),
                      "1",
                      c.getKey(),
                      "global.2026"))
              .toList();
      return new RoundSettled(
          APPLIANCE,
          List.of(
              new Bet(
                  "1",
                  fundedBy,
                  new Player("MOBILE", jurisdiction, "9f12ab34", "s-3"),
                  Json.Obj.of(Map.of("spot", new Json.Str("5"))),
                  new Money(currency, 2, stake))),
          List.of(),
          List.of(new Draw("boost", 400, 17), new Draw("wheel", 54, 31)),
          new GameRef(game, Hash.sha256(new byte[] {1}), "1.0.0"),
          contributions,
          "op-17",
          new RequestRef("req-" + id, Hash.sha256(new byte[] {2})),
          List.of(
              new BetResult(
                  "1",
                  Json.Obj.of(Map.of("segment", new Json.Str("2"))),
                  List.of(),
                  new Money(currency, 2, 0))),
          new RoundRef(id, mode, 0),
          Optional.empty());
    }
  }
}
