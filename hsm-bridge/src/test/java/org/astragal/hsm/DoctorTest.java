package org.astragal.hsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.hsm.FaultyModule.Function;
import org.astragal.hsm.TokenException.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: an examination finds out what matters, and leaves nothing behind. */
@SuppressWarnings("restricted")
final class DoctorTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @ParameterizedTest
  @MethodSource("org.astragal.hsm.TestModule#all")
  void eachModuleIsExamined(TestModule module) throws Exception {
    TokenConfig config = module.config();
    List<KeyInfo> before;
    try (Token token = Token.open(config)) {
      before = token.keys();
    }
    TokenReport report = TokenDoctor.examine(config, SHORT);
    assertEquals(config.token().label(), Optional.of(report.token().label()));
    assertTrue(report.tokens().contains(report.token()));
    assertTrue(report.mechanisms().contains("CKM_EC_KEY_PAIR_GEN"));
    for (TokenReport.Random random : report.random()) {
      assertTrue(random.bytesPerSecond() > 0);
    }
    assertEquals(
        List.of(1, 2, 4, 8), report.signing().stream().map(TokenReport.Signing::threads).toList());
    for (TokenReport.Signing signing : report.signing()) {
      assertTrue(signing.median().compareTo(signing.p99()) <= 0);
      assertTrue(signing.p99().compareTo(signing.longest()) <= 0);
      assertEquals(TokenReport.Signing.BINS_MICROS.size() + 1, signing.histogram().size());
      assertTrue(signing.histogram().stream().mapToLong(n -> n).sum() >= signing.threads());
    }
    assertEquals(module == TestModule.SOFTHSM, report.noEd25519().isEmpty(), report::toString);
    // Behind p11-kit, each of our two connections is an application of its own.
    assertEquals(module != TestModule.REMOTE, report.key().isPresent());
    assertEquals(
        module == TestModule.NSS
            ? List.of(KeyDeviation.LOCAL, KeyDeviation.GENERATION_MECHANISM)
            : List.of(),
        report.deviations());
    assertTrue(report.afterClosedSessions().isPositive());
    try (Token token = Token.open(config)) {
      assertEquals(before, token.keys());
    }
  }

  @Test
  void tokenWithoutTheMechanismsIsRefusedBeforeALogin() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (var module = new FaultyModule()) {
      AtomicInteger logins = module.count(Function.LOGIN);
      module.replace(
          Function.GET_MECHANISM_LIST,
          (real, a) -> {
            long code = real.call(a);
            if (a[1] != 0) {
              long count =
                  MemorySegment.ofAddress(a[2]).reinterpret(8).get(ValueLayout.JAVA_LONG, 0);
              MemorySegment.ofAddress(a[1]).reinterpret(8 * count).fill((byte) 0);
            }
            return code;
          });
      TokenException e =
          assertThrows(TokenException.class, () -> TokenDoctor.examine(config, SHORT));
      assertEquals(Fault.MECHANISM_MISSING, e.fault());
      assertTrue(e.getMessage().contains("CKM_ECDSA_SHA256"), e.getMessage());
      assertEquals(0, logins.get());
    }
  }

  @Test
  void lockedPinIsNotTried() throws Exception {
    TokenConfig config = SoftHsm.newToken();
    try (var module = new FaultyModule()) {
      AtomicInteger logins = module.count(Function.LOGIN);
      module.replace(
          Function.GET_TOKEN_INFO,
          (real, a) -> {
            long code = real.call(a);
            MemorySegment info = MemorySegment.ofAddress(a[1]).reinterpret(208);
            info.set(ValueLayout.JAVA_LONG, 96, info.get(ValueLayout.JAVA_LONG, 96) | 0x40000);
            return code;
          });
      TokenException e =
          assertThrows(TokenException.class, () -> TokenDoctor.examine(config, SHORT));
      assertEquals(Fault.PIN_LOCKED, e.fault());
      assertEquals(0, logins.get());
    }
  }
}
