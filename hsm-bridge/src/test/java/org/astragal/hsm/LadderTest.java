package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.hsm.FaultyModule.Function;
import org.astragal.hsm.TokenException.Fault;
import org.junit.jupiter.api.Test;

/**
 * Goal: the ladder is climbed rung by rung, by one thread, and never does harm: no library is
 * finalised under a call, no token is asked while it is down, no login is tried in a loop.
 */
final class LadderTest {
  private static final byte[] MESSAGE = "a checkpoint".getBytes(StandardCharsets.UTF_8);
  private static final long MECHANISM_INVALID = 0x70;
  private static final long DEVICE_REMOVED = 0x32;

  private final LinkedBlockingQueue<TokenEvent> events = new LinkedBlockingQueue<>();

  @Test
  void signatureThatFailsAlsoOnANewProviderIsMadeAfterTheLibraryWasStartedAnew() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken());
        var module = new FaultyModule()) {
      SigningKey key = token.generateKey("k");
      AtomicInteger starts = module.count(Function.FINALIZE);
      AtomicInteger calls = module.fail(Function.SIGN, FaultyModule.DEVICE_ERROR, 2);
      key.sign(MESSAGE);
      assertEquals(1, starts.get());
      assertEquals(5, calls.get()); // fails, self-test fails, our own, self-test, signature
    }
  }

  @Test
  void signatureThatFailsOnEveryRungIsAnErrorAndTheTokenComesBackByItself() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken(), events::add);
        var module = new FaultyModule()) {
      SigningKey key = token.generateKey("k");
      AtomicInteger calls = module.fail(Function.SIGN, FaultyModule.DEVICE_ERROR, 3);
      TokenException e = assertThrows(TokenException.class, () -> key.sign(MESSAGE));
      assertEquals(Fault.DEVICE_ERROR, e.fault());
      assertTrue(String.valueOf(e.getCause()).contains("CKR_DEVICE_ERROR"), e.toString());
      assertEquals(3, calls.get());
      TokenEvent away = events.take();
      assertTrue(away.away());
      assertEquals(Fault.DEVICE_ERROR, away.fault());
      assertFalse(events.take().away());
      key.sign(MESSAGE);
      assertTrue(events.isEmpty());
    }
  }

  @Test
  void tokenThatIsGoneMeansANewStartOfTheLibraryAtOnce() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken());
        var module = new FaultyModule()) {
      SigningKey key = token.generateKey("k");
      AtomicInteger starts = module.count(Function.FINALIZE);
      AtomicInteger calls = module.fail(Function.SIGN, DEVICE_REMOVED, 1);
      key.sign(MESSAGE);
      assertEquals(1, starts.get());
      assertEquals(3, calls.get()); // fails, self-test, signature
    }
  }

  @Test
  void libraryIsNotFinalisedWhileACallHangsInIt() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token setUp = Token.open(config)) {
      setUp.generateKey("k");
    }
    var release = new CountDownLatch(1);
    try (Token token = Token.open(impatient(config), events::add);
        var module = new FaultyModule()) {
      SigningKey key = token.key("k");
      var calls = new AtomicInteger();
      AtomicInteger starts = module.count(Function.FINALIZE);
      AtomicInteger opened = module.count(Function.OPEN_SESSION);
      module.replace(
          Function.SIGN,
          (real, a) -> {
            if (calls.incrementAndGet() == 1) {
              await(release);
              return real.call(a);
            }
            return DEVICE_REMOVED;
          });
      assertThrows(TokenException.class, () -> key.sign(MESSAGE));
      assertTrue(events.take().away());
      int before = opened.get();
      while (opened.get() < before + 3) { // it is tried, all the same
        Thread.sleep(10);
      }
      assertEquals(0, starts.get());
      release.countDown();
      while (starts.get() == 0) {
        Thread.sleep(10);
      }
    } finally {
      release.countDown();
    }
  }

  @Test
  void tokenThatIsDownIsNotAskedByCallers() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken(), events::add);
        var module = new FaultyModule()) {
      SigningKey key = token.generateKey("k");
      try (var outage = new FaultyModule()) {
        outage.failAlways(Function.GET_TOKEN_INFO, 0xE0); // CKR_TOKEN_NOT_PRESENT
        TokenEvent event = events.take(); // nobody called: it was missed by the probe
        assertTrue(event.away());
        assertEquals(Fault.TOKEN_NOT_FOUND, event.fault());
        AtomicInteger signatures = module.count(Function.SIGN_INIT);
        AtomicInteger randoms = module.count(Function.GENERATE_RANDOM);
        for (int i = 0; i < 100; i++) {
          TokenException e = assertThrows(TokenException.class, () -> key.sign(MESSAGE));
          assertEquals(Fault.TOKEN_NOT_FOUND, e.fault());
          assertThrows(TokenException.class, () -> token.random(new byte[1]));
          assertThrows(TokenException.class, token::info);
        }
        assertEquals(0, signatures.get() + randoms.get());
      }
      TokenEvent back = events.take();
      assertFalse(back.away());
      assertTrue(back.outage().isPositive());
      key.sign(MESSAGE); // at once: the event comes when it works
    }
  }

  @Test
  void sunPkcs11DoesNotCleanUpInALibraryThatMayBeStartingAnew() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config);
        var module = new FaultyModule()) {
      AtomicInteger cleaned = module.count(Function.DESTROY_OBJECT, "Cleanup-SunPKCS11");
      // The public half is an object of a session, and is destroyed when it was collected.
      TestKeys.generateWithoutCertificate(config, token, "k");
      long end = System.nanoTime() + 2_500_000_000L; // its usual pause is two seconds
      while (System.nanoTime() < end && cleaned.get() == 0) {
        System.gc();
        Thread.sleep(100);
      }
      assertEquals(0, cleaned.get());
    }
  }

  @Test
  void tokenThatAnswersAndSignsWrongOrNotAtAllCostsNoProviderAtEachTry() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken(), events::add)) {
      SigningKey key = token.generateKey("k");
      for (boolean silent : new boolean[] {true, false}) {
        try (var module = new FaultyModule()) {
          if (silent) {
            module.failAlways(Function.SIGN, FaultyModule.DEVICE_ERROR);
          } else {
            module.spoilSignatures();
          }
          assertThrows(TokenException.class, () -> key.sign(MESSAGE));
          assertTrue(events.take().away());
          long made = ProviderInstance.made();
          AtomicInteger tries = module.count(Function.SIGN);
          while (tries.get() < 3) {
            Thread.sleep(10);
          }
          assertEquals(made, ProviderInstance.made());
        }
        assertFalse(events.take().away());
        key.sign(MESSAGE);
      }
    }
  }

  @Test
  void mechanismThatIsMissingDoesNotKeepALinkFromBeingTried() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (Token token = Token.open(config);
        var module = new FaultyModule()) {
      var keys = Map.of("k", token.generateKey("k").check(), "gone", token.key("k").check());
      Connection connection = Connection.open(config);
      Preflight.run(connection, keys);
      AtomicInteger calls = module.fail(Function.SIGN_INIT, MECHANISM_INVALID, 1);
      Preflight.run(connection, keys);
      assertEquals(1, calls.get());
      module.fail(Function.SIGN_INIT, DEVICE_REMOVED, 1);
      assertThrows(TokenException.class, () -> Preflight.run(connection, keys));
    }
  }

  @Test
  void loginThatFailsIsNotTriedAtEachProbe() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken(), events::add);
        var module = new FaultyModule()) {
      SigningKey key = token.generateKey("k");
      AtomicInteger logins = module.failAlways(Function.LOGIN, FaultyModule.DEVICE_ERROR);
      FaultyModule.callDirectly(Function.CLOSE_ALL_SESSIONS, token.info().slot());
      assertThrows(TokenException.class, () -> key.sign(MESSAGE));
      assertTrue(events.take().away());
      AtomicInteger starts = module.count(Function.FINALIZE);
      while (starts.get() < 8) { // eight probes or more, each of which wants to log in
        Thread.sleep(10);
      }
      assertTrue(logins.get() <= 4, "logins: " + logins.get());
    }
  }

  @Test
  void wrongSignatureTakesTheTokenDownUntilItSignsRightAgain() throws Exception {
    try (Token token = Token.open(SoftHsm.newToken(), events::add)) {
      SigningKey key = token.generateKey("k");
      try (var module = new FaultyModule()) {
        module.spoilSignatures();
        TokenException e = assertThrows(TokenException.class, () -> key.sign(MESSAGE));
        assertEquals(Fault.BAD_SIGNATURE, e.fault());
        assertEquals(Fault.BAD_SIGNATURE, events.take().fault());
      }
      assertFalse(events.take().away());
      key.sign(MESSAGE);
    }
  }

  private static TokenConfig impatient(TokenConfig config) {
    return new TokenConfig(
        config.module(), "", config.token(), config.pin(), Duration.ofSeconds(1), Set.of());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
