package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever happens to a token, whichever it is, work goes on by itself as soon as it can;
 * nothing that was asked for stays undone, and nothing is released that does not verify. Makes the
 * table in docs/operations/hsm-faults.md.
 */
@TestMethodOrder(OrderAnnotation.class)
final class FaultTableTest {
  private static final Path COMMITTED = Path.of("..", "docs", "operations", "hsm-faults.md");
  private static final Path MADE = Path.of("target", "hsm-faults.md");
  private static final int STEADY = 20;

  /** What is done to a token. */
  enum Case {
    SESSIONS("all sessions closed by other code, between two calls"),
    LOGOUT("logged out by other code, between two calls"),
    LOST_SIGN("one signature lost on its way"),
    REMOVED("`C_SignInit` says three times that the device was removed"),
    ABSENT("token absent for 1 s"),
    FINALIZED("library finalised by other code, between two calls"),
    HANG("one signature hangs for 3 s, call timeout 1 s"),
    KILLED("HSM process killed (`kill -9`), and started again after 1 s");

    private final String words;

    Case(String words) {
      this.words = words;
    }

    /** {@return whether it is the module between us and the real one that does it} */
    boolean scripted() {
      return this == LOST_SIGN || this == REMOVED || this == ABSENT || this == HANG;
    }
  }

  private static final Map<Case, Map<TestModule, String>> ROWS = new EnumMap<>(Case.class);

  /** Does it, and returns when the token could work again. */
  private static void inflict(Case fault, Faults faults, Token token) throws Exception {
    Cryptoki cryptoki = Cryptoki.load(faults.config().module(), faults.config().moduleArguments());
    switch (fault) {
      case SESSIONS -> {
        long slot = token.info().slot();
        betweenCalls(cryptoki, () -> cryptoki.closeAllSessions(slot));
      }
      case LOGOUT -> {
        long slot = token.info().slot();
        betweenCalls(
            cryptoki,
            () -> {
              long session = cryptoki.openSession(slot, false);
              cryptoki.logout(session);
              cryptoki.closeSession(session);
            });
      }
      case LOST_SIGN -> faults.loseSignature();
      case REMOVED -> faults.script("C_SignInit 0x32 0 3 0 before\n");
      case ABSENT -> {
        faults.script(
            """
            C_SignInit 0x32 0 1000000 0 before
            C_GenerateRandom 0x32 0 1000000 0 before
            C_GetTokenInfo 0xe0 0 1000000 0 before
            """);
        TestFiles.pause(1_000);
        faults.script("");
      }
      case FINALIZED -> betweenCalls(cryptoki, cryptoki::finalise);
      case HANG -> faults.delaySignature(3_000);
      case KILLED -> {
        RemoteHsm.kill();
        TestFiles.pause(1_000);
        RemoteHsm.start();
      }
    }
  }

  /**
   * Does it while no call is inside. What becomes of a call whose session, key or library is taken
   * away under it is left open by the standard: SoftHSM2 and NSS read freed memory and crash.
   */
  private static void betweenCalls(Cryptoki cryptoki, Foreign deed) throws Exception {
    NativeModule module = cryptoki.module();
    assertTrue(module.enter(Long.MAX_VALUE));
    try {
      assertTrue(module.claim(Long.MAX_VALUE));
      try {
        deed.run();
      } finally {
        module.share();
      }
    } finally {
      module.leave();
    }
  }

  /** What other code does to the library. */
  @FunctionalInterface
  private interface Foreign {
    void run() throws Exception;
  }

  private static Stream<Arguments> cases() {
    return TestModule.all()
        .flatMap(module ->
            Stream.of(Case.values())
                .filter(c -> c != Case.KILLED || module == TestModule.REMOTE)
                .map(c -> Arguments.of(c, module)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Order(1)
  void workGoesOnByItself(Case fault, TestModule module) throws Exception {
    try (Faults faults = module.faults()) {
      TokenConfig config = within(faults.config(), Duration.ofSeconds(1));
      String label = TestModule.newKey();
      try (Token token = Token.open(module.config())) {
        token.generateKey(label);
      }
      var events = new ArrayList<TokenEvent>();
      try (Token token = Token.open(config, events::add)) {
        var signer = new Caller(token, token.key(label));
        var reader = new Caller(token, null);
        long recovered;
        try {
          signer.awaitMore(STEADY);
          reader.awaitMore(STEADY);
          inflict(fault, faults, token);
          long back = System.nanoTime();
          recovered = Math.max(signer.awaitMore(1), reader.awaitMore(1)) - back;
          signer.awaitMore(STEADY);
          reader.awaitMore(STEADY);
        } finally {
          signer.stop();
          reader.stop();
        }
        assertEquals(fault.scripted(), faults.hits() > 0, "the fault was there");
        assertEquals(0, signer.bad() + reader.bad());
        assertEquals(0, signer.undone() + reader.undone());
        assertEquals(events.size() / 2 * 2, events.size(), "each outage that was told has an end");
        note(fault, module, recovered, signer.refused() + reader.refused());
      }
    }
  }

  private static void note(Case fault, TestModule module, long recovered, long refused) {
    ROWS.computeIfAbsent(fault, _ -> new EnumMap<>(TestModule.class))
        .put(
            module,
            "| %s | %s | %d ms | %d | 0 | 0 |"
                .formatted(fault.words, word(module), Math.max(0, recovered / 1_000_000), refused));
  }

  @Test
  @Order(2)
  void committedTableHasTheseRows() throws IOException {
    String committed = Files.readString(COMMITTED);
    String head =
        committed.substring(0, committed.indexOf("\n| ---"))
            + "\n| --- | --- | --- | --- | --- | --- |\n";
    Files.writeString(
        MADE,
        head
            + ROWS.values().stream()
                .flatMap(rows -> rows.values().stream())
                .collect(Collectors.joining("\n"))
            + "\n");
    Set<String> modules = TestModule.all().map(FaultTableTest::word).collect(Collectors.toSet());
    assertEquals(
        withoutFigures(Files.readString(MADE)),
        withoutFigures(committed).stream()
            .filter(row -> isHead(row) || modules.contains(row.split(" \\| ", 3)[1]))
            .toList(),
        "if the rows are right, copy " + MADE.toAbsolutePath());
  }

  private static boolean isHead(String row) {
    return row.startsWith("| Fault ") || row.startsWith("| ---");
  }

  private static String word(TestModule module) {
    return module.name().toLowerCase(Locale.ROOT);
  }

  /** Times and numbers of refusals differ from run to run. */
  private static List<String> withoutFigures(String table) {
    return table
        .lines()
        .filter(line -> line.startsWith("|"))
        .map(line -> line.replaceFirst("\\| \\d+ ms \\| \\d+ \\|", "| |"))
        .toList();
  }

  private static TokenConfig within(TokenConfig config, Duration limit) {
    return new TokenConfig(
        config.module(),
        config.moduleArguments(),
        config.token(),
        config.pin(),
        limit,
        config.allowedDeviations());
  }

  /**
   * Does what the appliance does: signs numbered messages, or reads random numbers, in order, each
   * until it is done.
   */
  private static final class Caller {
    private final Token token;
    private final SigningKey key;
    private final Thread thread;
    private final Object monitor = new Object();
    private volatile boolean stopping;
    private long done;
    private long lastDone;
    private long asked;
    private long refused;
    private long bad;

    Caller(Token token, SigningKey key) {
      this.token = token;
      this.key = key;
      this.thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
      while (!stopping) {
        count(() -> asked++);
        boolean finished = false;
        while (!finished) {
          try {
            boolean good = key == null ? random() : sign();
            count(() -> {
              bad += good ? 0 : 1;
              done++;
              lastDone = System.nanoTime();
            });
            finished = true;
          } catch (TokenException e) {
            count(() -> refused++);
            TestFiles.pause(10);
          }
        }
      }
    }

    private boolean sign() throws TokenException {
      byte[] message = ("checkpoint " + asked).getBytes(StandardCharsets.UTF_8);
      return SignatureCheck.of(key.publicKey()).verifies(message, key.sign(message));
    }

    private boolean random() throws TokenException {
      byte[] out = new byte[64];
      token.random(out);
      for (byte b : out) {
        if (b != 0) {
          return true;
        }
      }
      return false;
    }

    private void count(Runnable change) {
      synchronized (monitor) {
        change.run();
        monitor.notifyAll();
      }
    }

    /** Waits until so many more were begun and done; the last one's time. */
    long awaitMore(int more) throws InterruptedException {
      synchronized (monitor) {
        long wanted = done + more + 1; // one may have been under way
        while (done < wanted) {
          assertTrue(thread.isAlive());
          monitor.wait(100);
        }
        return lastDone;
      }
    }

    long undone() {
      synchronized (monitor) {
        return asked - done;
      }
    }

    long refused() {
      synchronized (monitor) {
        return refused;
      }
    }

    long bad() {
      synchronized (monitor) {
        return bad;
      }
    }

    void stop() throws InterruptedException {
      stopping = true;
      thread.join();
    }
  }
}
