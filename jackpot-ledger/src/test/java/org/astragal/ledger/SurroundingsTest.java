package org.astragal.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goal: neither a full disk nor a clock that goes back loses, doubles or moves anything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class SurroundingsTest {
  /** Deliveries that are refused before the disk has room again. */
  private static final int SOME = 5;

  private Optional<Surroundings> made = Optional.empty();
  private Optional<FaultedLedger> faulted = Optional.empty();

  @BeforeAll
  void begin(@TempDir Path directory) throws Exception {
    made = Optional.of(new Surroundings(directory));
    faulted = Optional.of(FaultedLedger.embedded(directory, surroundings()));
  }

  @AfterAll
  void end() throws Exception {
    surroundings().disk(Surroundings.Disk.ROOMY);
    faulted.orElseThrow().close();
  }

  private Surroundings surroundings() {
    return made.orElseThrow();
  }

  private FaultedLedger ledger() {
    return faulted.orElseThrow();
  }

  private void full(Surroundings.Disk disk) throws Exception {
    ledger()
        .survives(
            "disk: " + disk,
            () -> {
              surroundings().disk(disk);
              var before = ledger().refusals();
              FaultedLedger.await(() -> ledger().refusals() >= before + SOME);
            },
            () -> surroundings().disk(Surroundings.Disk.ROOMY));
  }

  @Test
  void tablesFindNoRoom() throws Exception {
    full(Surroundings.Disk.TABLES_FULL);
  }

  @Test
  void walFindsNoRoomEither() throws Exception {
    full(Surroundings.Disk.FULL);
  }

  @Test
  void clockGoesBackAnHourAndForthAgain() throws Exception {
    ledger()
        .survives(
            "clock set back an hour", () -> surroundings().clock(Duration.ofHours(-1)), () -> {});
    assertTrue(
        ledger()
                .number(
                    "select count(*) from journal a join journal b on b.n = a.n + 1"
                        + " where b.at < a.at - interval '59 minutes'")
            == 1,
        "the ledger's own clock went back");
    ledger().survives("clock set right again", () -> surroundings().clock(Duration.ZERO), () -> {});
  }
}
