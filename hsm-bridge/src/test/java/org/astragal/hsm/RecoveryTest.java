package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.astragal.hsm.FaultyModule.Function;
import org.astragal.hsm.TokenException.Fault;
import org.junit.jupiter.api.Test;

/**
 * Goal: whatever the token or other code in the process does, no bad signature and no stale byte is
 * released, and work goes on without a restart as soon as the token does.
 */
final class RecoveryTest {
  private static final byte[] MESSAGE = "a checkpoint".getBytes(StandardCharsets.UTF_8);
  private static final int MANY = 50;
  private static final Set<Fault> OUTAGE = Set.of(Fault.DEVICE_ERROR, Fault.TOKEN_NOT_FOUND);

  @Test
  void sessionsClosedBehindOurBackAreReplaced() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      SigningKey key = token.generateKey("k");
      for (int i = 0; i < 3; i++) {
        assertEquals(
            0, FaultyModule.callDirectly(Function.CLOSE_ALL_SESSIONS, token.info().slot()));
        key.sign(MESSAGE);
        token.random(new byte[100]);
      }
    }
  }

  @Test
  void randomComesBackByItselfAfterItsSessionWasClosed() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      FaultyModule.callDirectly(Function.CLOSE_ALL_SESSIONS, token.info().slot());
      byte[] out = new byte[64];
      token.random(out);
      assertFalse(Arrays.equals(out, new byte[64]));
    }
  }

  @Test
  void logoutByOtherCodeIsHealed() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      SigningKey key = token.generateKey("k");
      logOut(token);
      key.sign(MESSAGE);
      logOut(token);
      token.generateKey("k-2").sign(MESSAGE);
    }
  }

  private static void logOut(Token token) throws Exception {
    Cryptoki cryptoki = Cryptoki.load(SoftHsm.MODULE, "");
    long session = cryptoki.openSession(token.info().slot(), false);
    assertEquals(0, FaultyModule.callDirectly(Function.LOGOUT, session));
    cryptoki.closeSession(session);
  }

  @Test
  void finalizeByOtherCodeIsHealed() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      SigningKey key = token.generateKey("k");
      assertEquals(0, FaultyModule.callDirectly(Function.FINALIZE, 0));
      key.sign(MESSAGE);
      assertEquals(0, FaultyModule.callDirectly(Function.FINALIZE, 0));
      token.random(new byte[10]);
    }
  }

  @Test
  void signatureThatFailsOnceIsMadeByANewProvider() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken());
        var module = new FaultyModule()) {
      SigningKey key = token.generateKey("k");
      AtomicInteger calls = module.fail(Function.SIGN, FaultyModule.DEVICE_ERROR, 1);
      // The old provider's session still has an operation active: each second signature would fail.
      for (int i = 0; i < MANY; i++) {
        key.sign(MESSAGE);
      }
      assertEquals(MANY + 2, calls.get()); // the one that failed, and a self-test
    }
  }

  @Test
  void longOutageDoesNotUseUpTheTokensSessions() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken());
        var module = new FaultyModule()) {
      SigningKey key = token.generateKey("k");
      var open = new AtomicInteger();
      var most = new AtomicInteger();
      module.replace(
          Function.OPEN_SESSION,
          (real, a) -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            return real.call(a);
          });
      module.replace(
          Function.CLOSE_SESSION,
          (real, a) -> {
            open.decrementAndGet();
            return real.call(a);
          });
      for (Function end : List.of(Function.CLOSE_ALL_SESSIONS, Function.FINALIZE)) {
        module.replace(
            end,
            (real, a) -> {
              open.set(0);
              return real.call(a);
            });
      }
      try (var outage = new FaultyModule()) {
        outage.failAlways(Function.SIGN, FaultyModule.DEVICE_ERROR);
        for (int i = 0; i < MANY; i++) {
          assertThrows(TokenException.class, () -> key.sign(MESSAGE));
        }
      }
      assertTrue(most.get() <= 32, "sessions open at one time: " + most.get());
      untilItWorks(() -> key.sign(MESSAGE));
      token.random(new byte[10]);
    }
  }

  @Test
  void signatureThatDoesNotVerifyIsNeverReleased() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken());
        var module = new FaultyModule()) {
      SigningKey key = token.generateKey("k");
      module.spoilSignatures();
      TokenException e = assertThrows(TokenException.class, () -> key.sign(MESSAGE));
      assertEquals(Fault.BAD_SIGNATURE, e.fault());
    }
  }

  @Test
  void callThatHangsIsAbandonedAndOthersGoOn() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token setUp = Token.open(config)) {
      setUp.generateKey("k");
    }
    var impatient =
        new TokenConfig(
            config.module(), SoftHsm.label(config), SoftHsm.pinFile(config), Duration.ofSeconds(2));
    var release = new CountDownLatch(1);
    try (Token token = Token.open(impatient);
        var module = new FaultyModule()) {
      SigningKey key = token.key("k");
      var hangs = new AtomicInteger(1);
      module.replace(
          Function.SIGN,
          (real, a) -> {
            if (hangs.getAndDecrement() > 0) {
              await(release);
            }
            return real.call(a);
          });
      TokenException e = assertThrows(TokenException.class, () -> key.sign(MESSAGE));
      assertEquals(Fault.TIMEOUT, e.fault());
      key.sign(MESSAGE); // while the first call still hangs
      token.random(new byte[10]);
    } finally {
      release.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tokenThatWasTakenAwayIsFoundAgain() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      SigningKey key = token.generateKey("k");
      byte[] publicKey = key.publicKey().getEncoded();
      try (var module = new FaultyModule()) {
        module.failAlways(Function.SIGN, 0x32); // CKR_DEVICE_REMOVED
        module.failAlways(Function.GENERATE_RANDOM, 0x32);
        module.failAlways(Function.GET_TOKEN_INFO, 0xE0); // CKR_TOKEN_NOT_PRESENT
        TokenException e = assertThrows(TokenException.class, () -> key.sign(MESSAGE));
        assertEquals(Fault.TOKEN_NOT_FOUND, e.fault());
        e = assertThrows(TokenException.class, () -> token.random(new byte[10]));
        assertEquals(Fault.TOKEN_NOT_FOUND, e.fault());
      }
      untilItWorks(() -> key.sign(MESSAGE));
      token.random(new byte[10]);
      assertArrayEquals(publicKey, token.key("k").publicKey().getEncoded());
    }
  }

  @Test
  void tokenWhoseStoreWasAwayIsUsedAgain() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config)) {
      SigningKey key = token.generateKey("k");
      TokenInfo info = token.info();
      Path store = SoftHsm.storeOf(info);
      Path away = Files.move(store, Path.of(store.getParent() + "-away"));
      // SoftHSM goes on from memory until it is asked about the token and has no session left.
      assertThrows(TokenException.class, token::info);
      FaultyModule.callDirectly(Function.CLOSE_ALL_SESSIONS, info.slot());
      for (int i = 0; i < 3; i++) {
        TokenException e = assertThrows(TokenException.class, () -> key.sign(MESSAGE));
        assertTrue(OUTAGE.contains(e.fault()), e.getMessage());
        e = assertThrows(TokenException.class, () -> token.random(new byte[10]));
        assertTrue(OUTAGE.contains(e.fault()), e.getMessage());
      }
      Files.move(away, store);
      untilItWorks(() -> key.sign(MESSAGE));
      untilItWorks(() -> {
        token.random(new byte[10]);
        return true;
      });
    }
  }

  /** The library is started anew once a second at most. */
  private static void untilItWorks(CallPool.NativeCall<?> call) throws Exception {
    for (int tries = 1; ; tries++) {
      try {
        call.run();
        return;
      } catch (TokenException e) {
        assertTrue(OUTAGE.contains(e.fault()), e.getMessage());
        assertTrue(tries < 100, "still failing: " + e.getMessage());
        Thread.sleep(100);
      }
    }
  }

  @Test
  void keyThatWasReplacedUnderItsLabelIsNotUsed() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken())) {
      SigningKey key = token.generateKey("k");
      TestKeys.destroyAll(token, "k");
      token.generateKey("k");
      TokenException e = assertThrows(TokenException.class, () -> key.sign(MESSAGE));
      assertEquals(Fault.KEY_NOT_TRUSTED, e.fault());
    }
  }

  @Test
  void randomThatFailsOnceIsReadFromANewSession() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken());
        var module = new FaultyModule()) {
      module.fail(Function.GENERATE_RANDOM, FaultyModule.DEVICE_ERROR, 1);
      token.random(new byte[100]);
    }
  }

  @Test
  void randomThatFailsTwiceLeavesZerosOnlyAndTheNextCallTriesAgain() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken());
        var module = new FaultyModule()) {
      var calls = new AtomicInteger();
      module.replace(
          Function.GENERATE_RANDOM,
          (real, a) -> {
            int call = calls.incrementAndGet();
            return call == 18 || call == 20 ? FaultyModule.DEVICE_ERROR : real.call(a);
          });
      byte[] out = new byte[20 * Link.BLOCK_BYTES]; // the first 17 blocks are good
      Arrays.fill(out, (byte) 7);
      TokenException e = assertThrows(TokenException.class, () -> token.random(out));
      assertEquals(Fault.DEVICE_ERROR, e.fault());
      assertArrayEquals(new byte[out.length], out);
      token.random(out);
    }
  }

  @Test
  void sessionOfAnEarlierGenerationIsNotUsedAgain() throws Exception {
    // Its number may be somebody else's session by now.
    Connection connection = Connection.open(SoftHsm.newToken());
    try (var module = new FaultyModule()) {
      AtomicInteger calls = module.count(Function.GENERATE_RANDOM);
      Link link = Link.open(connection);
      link.random(1);
      connection.closeAllSessions();
      assertThrows(TokenException.class, () -> link.random(1));
      assertEquals(1, calls.get());
      Link.open(connection).random(1);
    }
  }

  @Test
  void sessionThatIsGivenUpIsNotClosedWhileACallIsInIt() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken());
        var module = new FaultyModule();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SigningKey key = token.generateKey("k");
      var session = new AtomicLong();
      var inside = new CountDownLatch(1);
      var mayReturn = new CountDownLatch(1);
      var closed = new CountDownLatch(1);
      module.replace(
          Function.GENERATE_RANDOM,
          (real, a) -> {
            if (session.compareAndSet(0, a[0])) {
              inside.countDown();
              await(mayReturn);
            }
            return real.call(a);
          });
      module.replace(
          Function.CLOSE_SESSION,
          (real, a) -> {
            if (a[0] == session.get()) {
              closed.countDown();
            }
            return real.call(a);
          });
      Future<byte[]> random =
          threads.submit(() -> {
            byte[] out = new byte[64];
            token.random(out);
            return out;
          });
      await(inside);
      // A signature that fails has the link replaced, and the old one's sessions closed.
      module.fail(Function.SIGN, FaultyModule.DEVICE_ERROR, 1);
      key.sign(MESSAGE);
      assertEquals(1, closed.getCount(), "closed under the call");
      mayReturn.countDown();
      assertFalse(Arrays.equals(new byte[64], random.get()));
      await(closed);
    }
  }

  @Test
  void sessionThatWasGivenUpTakesNoFurtherCall() throws Exception {
    Link link = Link.open(Connection.open(SoftHsm.newToken()));
    try (var module = new FaultyModule()) {
      AtomicInteger calls = module.count(Function.GENERATE_RANDOM);
      link.random(1);
      link.close();
      assertThrows(TokenException.class, () -> link.random(1));
      assertEquals(1, calls.get());
    }
  }

  @Test
  void restartSpellsTheLibrarysPathAnewForSunPkcs11() throws Exception {
    Connection connection = Connection.open(SoftHsm.newToken());
    var spellings = new HashSet<String>();
    for (int i = 0; i < MANY; i++) {
      assertTrue(spellings.add(connection.library()), connection.library());
      assertTrue(Files.isSameFile(SoftHsm.MODULE, Path.of(connection.library())));
      connection.restart();
    }
    assertTrue(connection.library().length() < SoftHsm.MODULE.toString().length() + 50);
  }

  @Test
  void randomIsAskedForInBlocksOfAtMost4096Bytes() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken());
        var module = new FaultyModule()) {
      var sizes = new ArrayList<Long>();
      module.replace(
          Function.GENERATE_RANDOM,
          (real, a) -> {
            sizes.add(a[2]);
            return real.call(a);
          });
      token.random(new byte[4_096]);
      token.random(new byte[4_097]);
      assertEquals(List.of(4_096L, 4_096L, 1L), sizes);
      sizes.clear();
      token.random(new byte[20 * 4_096]);
      assertEquals(Collections.nCopies(20, 4_096L), sizes);
    }
  }

  @Test
  void manyThreadsRecoverTogether() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SigningKey key = token.generateKey("k");
      for (int round = 0; round < 3; round++) {
        FaultyModule.callDirectly(Function.CLOSE_ALL_SESSIONS, token.info().slot());
        var done = new ArrayList<Future<byte[]>>();
        for (int i = 0; i < MANY; i++) {
          done.add(threads.submit(() -> key.sign(MESSAGE)));
        }
        for (Future<byte[]> signature : done) {
          assertTrue(signature.get().length > 60);
        }
      }
    }
  }

  @Test
  void brokenTokenInAnotherSlotDoesNotHideOurs() throws Exception {
    TokenConfig broken = SoftHsm.newToken();
    TokenConfig good = SoftHsm.newToken();
    long slot;
    try (Token token = Token.open(broken)) {
      slot = token.info().slot();
    }
    try (var module = new FaultyModule()) {
      module.replace(
          Function.GET_TOKEN_INFO,
          (real, a) -> a[0] == slot ? FaultyModule.DEVICE_ERROR : real.call(a));
      Token.open(good).close();
      TokenException e = assertThrows(TokenException.class, () -> Token.open(broken).close());
      assertEquals(Fault.TOKEN_NOT_FOUND, e.fault());
      assertTrue(e.getMessage().contains("CKR_DEVICE_ERROR"), e.getMessage());
    }
  }
}
