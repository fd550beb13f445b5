package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.astragal.outcome.Checkpoint;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Policy;
import org.astragal.outcome.SealedOutcome;
import org.astragal.outcome.SignedNote;
import org.astragal.outcome.VerifierKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: what was sealed comes back byte for byte, and only to those who may see it. */
final class RecallHttpTest {
  @TempDir static Path folder;
  private static TestAppliance appliance;
  private static byte[] sealed;
  private static long seq;

  @BeforeAll
  static void start() throws Exception {
    appliance = TestAppliance.start(folder);
    sealed = appliance.play("k-1", TestAppliance.roulette("r-1")).body();
    seq = SealedOutcome.parse(sealed).receipt().index();
  }

  @AfterAll
  static void stop() throws Exception {
    appliance.close();
  }

  @Test
  void anOutcomeComesBackBySeqByRequestAndByRound() throws Exception {
    assertArrayEquals(sealed, appliance.get("game-server", "/v1/outcomes/" + seq).body());
    assertArrayEquals(sealed, appliance.get("game-server", "/v1/outcomes?request=k-1").body());
    byte[] line = Arrays.copyOf(sealed, sealed.length + 1);
    line[sealed.length] = '\n';
    assertArrayEquals(line, appliance.get("game-server", "/v1/outcomes?round=r-1").body());
  }

  @Test
  void auditorsAndLabsNameTheOperator() throws Exception {
    assertArrayEquals(
        sealed, appliance.get("auditor", "/v1/outcomes?request=k-1&operator=op-1").body());
    assertArrayEquals(sealed, appliance.get("lab", "/v1/outcomes/" + seq).body());
    assertEquals(
        "invalid-parameter",
        TestAppliance.problem(appliance.get("auditor", "/v1/outcomes?request=k-1")));
  }

  @Test
  void aGameServerOfAnotherOperatorSeesNothing() throws Exception {
    var other = TestSite.get().client("game-server", "op-2");
    for (String path :
        new String[] {
          "/v1/outcomes/" + seq, "/v1/outcomes?request=k-1", "/v1/outcomes?round=r-1"
        }) {
      assertEquals("not-found", TestAppliance.problem(appliance.get(other, path)), path);
    }
    assertEquals(
        "forbidden-role",
        TestAppliance.problem(appliance.get(other, "/v1/outcomes?request=k-1&operator=op-1")));
  }

  @Test
  void aGameServerDoesNotSeeRecordsOfNoOperator() throws Exception {
    assertEquals(
        "not-found", TestAppliance.problem(appliance.get("game-server", "/v1/outcomes/0")));
    assertEquals(200, appliance.get("auditor", "/v1/outcomes/0").statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/outcomes/-1, invalid-parameter",
    "/v1/outcomes/01, invalid-parameter",
    "/v1/outcomes/x, invalid-parameter",
    "/v1/outcomes/9999999999999999999, invalid-parameter",
    "/v1/outcomes/999999999, not-found",
    "/v1/outcomes, invalid-parameter",
    "/v1/outcomes?request=a&round=b, invalid-parameter",
    "/v1/outcomes?request=a&request=b, invalid-parameter",
    "/v1/outcomes?request=none, not-found",
    "/v1/outcomes?round=none, not-found",
    "/v1/games/none, not-found",
  })
  void whatCannotBeFoundIsAProblem(String path, String type) throws Exception {
    assertEquals(type, TestAppliance.problem(appliance.get("game-server", path)), path);
  }

  @Test
  void theLogIsPublishedAsTiles() throws Exception {
    VerifierKey key = Policy.parse(appliance.policy()).keysFor(TestSite.ORIGIN).getFirst();
    var note = SignedNote.parse(appliance.get("auditor", "/log/checkpoint").body());
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    assertTrue(
        key.verify(
            note.text().getBytes(StandardCharsets.UTF_8),
            note.signatures().getFirst().signature()));
    assertTrue(checkpoint.size() > seq);
    String width = ".p/" + (seq + 1);
    byte[] hashes = appliance.get("monitoring", "/log/tile/0/000" + width).body();
    byte[] leaf = Arrays.copyOfRange(hashes, (int) seq * 32, (int) seq * 32 + 32);
    assertEquals(SealedOutcome.parse(sealed).leaf(), Hash.of(leaf));
    var entries = ByteBuffer.wrap(appliance.get("ledger", "/log/tile/entries/000" + width).body());
    byte[] record = new byte[0];
    for (long i = 0; i <= seq; i++) {
      record = new byte[Short.toUnsignedInt(entries.getShort())];
      entries.get(record);
    }
    assertArrayEquals(SealedOutcome.parse(sealed).record(), record);
    assertEquals(0, entries.remaining());
  }

  @ParameterizedTest
  @CsvSource({
    "/log/tile/0/000, not-found",
    "/log/tile/0/x001/000.p/3, not-found",
    "/log/tile/1/000.p/1, not-found",
    "/log/tile/0/0, invalid-parameter",
    "/log/tile/0/000.p/0, invalid-parameter",
    "/log/tile/0/000.p/256, invalid-parameter",
    "/log/tile/0/000.p/01, invalid-parameter",
    "/log/tile/0/001/000, invalid-parameter",
    "/log/tile/64/000, not-found",
    "/log/tile/a/000, invalid-parameter",
    "/log/tile/entries/000, not-found",
    "/log/tile/entries/..%2F000, invalid-parameter",
  })
  void whatIsNoTileIsAProblem(String path, String type) throws Exception {
    assertEquals(type, TestAppliance.problem(appliance.get("auditor", path)), path);
  }
}
