package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.astragal.outcome.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a meter in another currency is never worth more than what the ledger holds. */
final class DisplaysTest {
  private static final BigInteger PARTS = BigInteger.TEN.pow(18);

  @TempDir private Path directory;

  @Test
  void theWholeMinorUnitsAndNotOneMore() {
    var random = new Random(7);
    for (var i = 0; i < 100_000; i++) {
      var micro = random.nextLong() >> random.nextInt(64);
      var rate = 1 + (random.nextLong() >>> 1) % 9_000_000_000_000_000L;
      var minor = Displays.minor(micro, new Exchange("USD", 2, rate));
      var worth = BigInteger.valueOf(micro).multiply(BigInteger.valueOf(rate));
      assertTrue(minor.multiply(PARTS).compareTo(worth) <= 0, () -> micro + " at " + rate);
      assertTrue(minor.add(BigInteger.ONE).multiply(PARTS).compareTo(worth) > 0);
    }
  }

  @Test
  void metersAndPoolsAreShownAsTheRulesOnDiskSayWithoutARestart() throws Exception {
    var log = new TestLog("test.example/outcomes/displays");
    try (var ledger = InProcess.open(directory, log)) {
      var client = HttpClient.newHttpClient();
      var pools = ledger.openUrl() + "/v1/pools";
      assertTrue(!Site.get(client, pools).body().contains("displays"));
      Files.writeString(
          ledger.site().directory().resolve("rules/global.yaml"),
          Site.RULES.replace(
              "levels:", "displays: [{currency: JPY, exp: 0, rateE12: 1712345678901}]\nlevels:"));
      while (!Site.get(client, pools).body().contains("displays")) {
        Thread.sleep(20);
      }
      var watcher = Watcher.open(ledger.openPort(), Optional.empty());
      var grand = watcher.next();
      var shown = (Json.Obj) grand.arr("displays").getFirst();
      assertEquals("JPY", shown.string("currency"));
      // 5,000,000 minor units at 1.712345678901
      assertEquals("8561728", shown.string("minor"));
      watcher.abort();
    }
  }
}
