package org.astragal.appliance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.astragal.hsm.Token;
import org.astragal.outcome.ApplianceInfo;
import org.astragal.outcome.Event;
import org.astragal.outcome.Hash;
import org.astragal.outcome.Json;
import org.astragal.outcome.SignedNote;
import org.astragal.service.ConfigFile;
import org.astragal.service.TlsMaterial;
import org.astragal.signer.LogConfig;
import org.astragal.signer.OutcomeLog;
import org.astragal.signer.StoredLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a fault of the appliance's own does not end forwarding. */
@Timeout(60)
final class ForwarderFaultTest {
  private static final ApplianceInfo PROGRAM =
      new ApplianceInfo(
          "boot",
          Hash.sha256(new byte[0]),
          new ApplianceInfo.Rng("XOR/CTR_DRBG-AES256, RBGC child", "rng", 1));

  @TempDir Path folder;

  /** Fails whenever it hears of anything. */
  private static final class BrokenListener implements Forwarder.Listener {
    final AtomicInteger heard = new AtomicInteger();

    @Override
    public void away(String ledger, long position, LedgerException.Fault fault, String detail) {
      heard.incrementAndGet();
      throw new IllegalStateException("on purpose");
    }

    @Override
    public void back(String ledger, long position) {
      heard.incrementAndGet();
      throw new IllegalStateException("on purpose");
    }

    @Override
    public void head(String ledger, SignedNote head) {
      throw new IllegalStateException("on purpose");
    }

    @Override
    public void contradicted(String ledger, String detail) {
      throw new IllegalStateException("on purpose");
    }
  }

  @Test
  void whoCannotBeToldDoesNotEndForwarding() throws Exception {
    Path file = folder.resolve("appliance.yaml");
    Files.writeString(file, TestSite.get().yaml(folder.resolve("log")));
    ApplianceConfig config = ConfigFile.load(file, ApplianceConfig.class);
    var listener = new BrokenListener();
    try (Token token = Token.open(config.token().toConfig());
        OutcomeLog log = log(config, token);
        HttpClient http = LedgerClient.http(TlsMaterial.load(config.tls()));
        LedgerStub ledger = LedgerStub.start()) {
      ledger.refuse(new LedgerStub.Answer(503, "{}"));
      var address =
          new ApplianceConfig.Ledger(
              "stub",
              URI.create("https://localhost:" + ledger.port()),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      var client = new LedgerClient(http, address, config.origin(), Duration.ofSeconds(5));
      try (var forwarder = new Forwarder(log, client, true, 0, config.forward(), listener)) {
        while (forwarder.trouble().isEmpty()) {
          Thread.sleep(5);
        }
        assertEquals(Optional.of(LedgerException.Fault.UNAVAILABLE), forwarder.trouble());
        ledger.takeAgain();
        while (listener.heard.get() < 2) {
          Thread.sleep(5);
        }
        var event = new Event("test.event", PROGRAM, Json.Obj.of(Map.of()));
        log.append(event).get();
        while (ledger.kept().size() < 2) {
          Thread.sleep(5);
        }
        assertEquals(Optional.empty(), forwarder.trouble());
        assertEquals(2, listener.heard.get());
      }
    }
  }

  private static OutcomeLog log(ApplianceConfig config, Token token) throws Exception {
    var keys = new TokenKeys(token, config.origin(), config.signingKey());
    return StoredLog.open(LogConfig.of(config.origin(), config.log().directory(), true), keys)
        .start(Clock.systemUTC(), () -> PROGRAM, (_, _) -> {});
  }
}
