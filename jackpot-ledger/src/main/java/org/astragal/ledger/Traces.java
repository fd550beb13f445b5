package org.astragal.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What the ledger did with outcomes whose caller wants them traced: four spans each, from ingest
 * over verification and posting to the meters, in the caller's own trace. The caller says so in the
 * sealed {@code trace}, a W3C traceparent with the flag {@code sampled}. At most {@link
 * #MAX_SAMPLED} outcomes of a delivery are traced.
 *
 * <p>A span says nothing of players or money. Thread-safe.
 */
final class Traces {
  /** Outcomes of one delivery that are traced. */
  static final int MAX_SAMPLED = 64;

  /** W3C Trace Context, 3.2: version, trace-id, parent-id, trace-flags. */
  private static final Pattern PARENT =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f][13579bdf]");

  /** Takes nothing: no section {@code traces} is configured. */
  static final Traces OFF = new Traces(Optional.empty());

  private final Optional<Consumer<List<Span>>> exporter;

  private Traces(Optional<Consumer<List<Span>>> exporter) {
    this.exporter = exporter;
  }

  /** {@return one that hands spans over to somebody who must not block} */
  static Traces to(Consumer<List<Span>> exporter) {
    return new Traces(Optional.of(exporter));
  }

  /**
   * One span, as OTLP has it.
   *
   * @param trace 32 hex digits
   * @param id 16 hex digits
   * @param parent 16 hex digits
   * @param isEntry whether it is where the request comes into this process
   * @param log origin of the outcome's log
   * @param seq its place there
   */
  record Span(
      String trace,
      String id,
      String parent,
      String name,
      boolean isEntry,
      Instant begin,
      Instant end,
      String log,
      long seq) {}

  /** An outcome that is traced: its caller's trace and span. */
  record Sampled(String trace, String parent, long seq) {}

  /** When the steps of a delivery ended. */
  record Steps(Instant begun, Instant verified, Instant posted, Instant told) {}

  /** {@return the outcome as one that is traced, if its caller wants that} */
  Optional<Sampled> sampled(Optional<String> traceparent, long seq) {
    if (exporter.isEmpty() || traceparent.isEmpty()) {
      return Optional.empty();
    }
    var match = PARENT.matcher(traceparent.get());
    return match.matches()
        ? Optional.of(new Sampled(match.group(1), match.group(2), seq))
        : Optional.empty();
  }

  /** Tells of a delivery that was posted. */
  void posted(String log, List<Sampled> outcomes, Steps steps) {
    if (exporter.isEmpty() || outcomes.isEmpty()) {
      return;
    }
    var spans = new ArrayList<Span>();
    for (var one : outcomes) {
      var entry = span(one, one.parent(), "ledger.ingest", log, steps.begun(), steps.told());
      spans.add(entry);
      spans.add(span(one, entry.id(), "ledger.verify", log, steps.begun(), steps.verified()));
      spans.add(span(one, entry.id(), "ledger.post", log, steps.verified(), steps.posted()));
      spans.add(span(one, entry.id(), "ledger.meter", log, steps.posted(), steps.told()));
    }
    exporter.get().accept(spans);
  }

  private static Span span(
      Sampled of, String parent, String name, String log, Instant begin, Instant end) {
    var isEntry = parent.equals(of.parent());
    return new Span(of.trace(), newId(), parent, name, isEntry, begin, end, log, of.seq());
  }

  private static String newId() {
    var random = ThreadLocalRandom.current();
    var id = 0L;
    while (id == 0) {
      id = random.nextLong();
    }
    return HexFormat.of().toHexDigits(id);
  }
}
