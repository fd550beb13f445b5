package org.astragal.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How events of one source become rounds, as its file says: where each value is, and which of a
 * closed list of converters reads it. There is nothing in it to be run. Every key is documented in
 * {@code docs/operations/events.md}; three examples are in the folder {@code mappings}.
 *
 * @param source the name of the source, in the address and as the key in the topic
 * @param operator whose rounds they are
 * @param format how an event is written
 * @param integrity the event's own checksum or signature
 * @param match fields that must have exactly this value
 * @param values where each value comes from
 * @param claim the pool and level whose contribution the source computes too
 * @param limits what is taken for reasonable
 * @param examples events, and what each must give
 */
record Mapping(
    String source,
    String operator,
    Format format,
    Optional<Integrity> integrity,
    Map<String, String> match,
    Values values,
    Optional<Claim> claim,
    Limits limits,
    List<Example> examples) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,64}");
  private static final int MAX_PARTS = 8;
  private static final int MAX_DIGITS = 18;

  /** How an event is written; one line each. */
  enum Format {
    /** {@code name=value&name=value}, percent-encoded. A field is named by its name. */
    FORM,
    /** A JSON object. A field is named by its members, joined by dots. */
    JSON,
    /**
     * {@code word|word|NAME=value}. A field is named by its name, or by {@code #} and its place.
     */
    PIPE
  }

  /** What an event carries to show that it is whole. */
  enum Check {
    /** HMAC-SHA-256 in hex over all other fields, sorted by name, as {@code name=value&…}. */
    HMAC_SHA256,
    /** CRC-16/CCITT-FALSE in hex over all that stands before the field. Shows accidents only. */
    CRC16
  }

  /**
   * The event's own checksum or signature.
   *
   * @param field where it stands
   * @param secretFile the shared secret of an HMAC, mode 0600
   */
  record Integrity(Check kind, String field, Optional<Path> secretFile) {
    Integrity {
      if ((kind == Check.HMAC_SHA256) != secretFile.isPresent()) {
        throw new IllegalArgumentException("secretFile goes with hmac-sha256, and only with it");
      }
    }
  }

  /** The closed list of converters. */
  enum Converter {
    /** As it stands, 1 to 256 characters. */
    TEXT,
    /** UUID version 5 of all parts, under the source's own name space. */
    UUID5,
    /** HMAC-SHA-256 of the value with the mapping's secret, 16 bytes in hex. */
    PSEUDONYM,
    /** An amount in major units, in decimal digits; never by way of a floating-point number. */
    MAJOR,
    /** An amount in minor units. */
    MINOR,
    /** How far a meter has gone since its last reading, in minor units. */
    METER,
    /** Milliseconds since 1970. */
    EPOCH_MILLIS,
    /** Seconds since 1970. */
    EPOCH_SECONDS,
    /** RFC 3339. */
    RFC3339,
    /** {@code 20260608T120000+1000}. */
    COMPACT_TIME,
    /** What the table says for the value; another value is in doubt. */
    TABLE
  }

  /**
   * Where a value comes from.
   *
   * @param constant it is always this, key {@code const}
   * @param from the field or fields it is made of
   * @param as how it is read
   * @param otherwise what it is when the field is missing; without it, a missing field is in doubt
   * @param table for {@link Converter#TABLE}
   * @param secretFile for {@link Converter#PSEUDONYM}, mode 0600
   * @param meter for {@link Converter#METER}
   */
  record Value(
      @JsonProperty("const") Optional<String> constant,
      Optional<List<String>> from,
      Optional<Converter> as,
      Optional<String> otherwise,
      Optional<Map<String, String>> table,
      Optional<Path> secretFile,
      Optional<Meter> meter) {
    Value {
      from = from.map(List::copyOf);
      table = table.map(Map::copyOf);
      if (constant.isPresent() ? from.isPresent() || as.isPresent() : from.isEmpty()) {
        throw new IllegalArgumentException("const: a value has either const, or from and as");
      }
      if (constant.isEmpty()) {
        requireSource(from.orElseThrow(), as);
        requireOnlyWith("table", table.isPresent(), as.equals(Optional.of(Converter.TABLE)));
        requireOnlyWith(
            "secretFile", secretFile.isPresent(), as.equals(Optional.of(Converter.PSEUDONYM)));
        requireOnlyWith("meter", meter.isPresent(), as.equals(Optional.of(Converter.METER)));
      }
    }

    private static void requireSource(List<String> from, Optional<Converter> as) {
      if (as.isEmpty()) {
        throw new IllegalArgumentException("as: a value that comes from a field needs a converter");
      }
      var parts = as.get() == Converter.UUID5 ? MAX_PARTS : 1;
      if (from.isEmpty() || from.size() > parts) {
        throw new IllegalArgumentException("from must name 1 to " + parts + " fields");
      }
    }

    private static void requireOnlyWith(String key, boolean present, boolean wanted) {
      if (present != wanted) {
        throw new IllegalArgumentException(
            key + (wanted ? " is missing" : " does not go with this converter"));
      }
    }
  }

  /**
   * A meter of a machine that only ever goes up, and begins again at 0 when it is full.
   *
   * @param machine fields that name the machine
   * @param digits of the meter, 1 to 18
   * @param creditMinor minor units that one step stands for, or
   * @param creditField the field that says so
   * @param largest minor units above which a step is not reasonable
   */
  record Meter(
      List<String> machine,
      int digits,
      Optional<Long> creditMinor,
      Optional<String> creditField,
      long largest) {
    Meter {
      machine = List.copyOf(machine);
      if (machine.isEmpty() || machine.size() > MAX_PARTS) {
        throw new IllegalArgumentException("machine must name 1 to " + MAX_PARTS + " fields");
      }
      if (digits < 1 || digits > MAX_DIGITS) {
        throw new IllegalArgumentException("digits must be 1 to 18: " + digits);
      }
      if (creditMinor.isPresent() == creditField.isPresent()) {
        throw new IllegalArgumentException("creditMinor or creditField: exactly one is needed");
      }
      if (creditMinor.orElse(1L) < 1 || largest < 1) {
        throw new IllegalArgumentException("largest and creditMinor must be 1 or more");
      }
    }
  }

  /** Where each value of a round comes from. */
  record Values(
      Value event,
      Value round,
      Optional<Value> at,
      Value player,
      Value session,
      Value jurisdiction,
      Value channel,
      Value game,
      Value currency,
      Value stake,
      Optional<Value> win,
      Value fundedBy,
      Value mode,
      Optional<Value> feature,
      Optional<Value> contribution) {
    private static final Set<Converter> WORDS =
        EnumSet.of(Converter.TEXT, Converter.UUID5, Converter.PSEUDONYM, Converter.TABLE);
    private static final Set<Converter> AMOUNTS =
        EnumSet.of(Converter.MAJOR, Converter.MINOR, Converter.METER);
    private static final Set<Converter> TIMES =
        EnumSet.of(
            Converter.EPOCH_MILLIS,
            Converter.EPOCH_SECONDS,
            Converter.RFC3339,
            Converter.COMPACT_TIME);

    Values {
      requireOneOf("event", Optional.of(event), EnumSet.of(Converter.UUID5, Converter.TEXT));
      requireOneOf("round", Optional.of(round), WORDS);
      requireOneOf("at", at, TIMES);
      requireOneOf("player", Optional.of(player), WORDS);
      requireOneOf("session", Optional.of(session), WORDS);
      requireOneOf("jurisdiction", Optional.of(jurisdiction), WORDS);
      requireOneOf("channel", Optional.of(channel), WORDS);
      requireOneOf("game", Optional.of(game), WORDS);
      requireOneOf("currency", Optional.of(currency), WORDS);
      requireOneOf("stake", Optional.of(stake), AMOUNTS);
      requireOneOf("win", win, AMOUNTS);
      requireOneOf("fundedBy", Optional.of(fundedBy), WORDS);
      requireOneOf("mode", Optional.of(mode), WORDS);
      requireOneOf("feature", feature, WORDS);
      requireOneOf("contribution", contribution, EnumSet.of(Converter.MAJOR));
      if (event.constant().isPresent() || round.constant().isPresent()) {
        throw new IllegalArgumentException("event and round must come from fields");
      }
    }

    private static void requireOneOf(String key, Optional<Value> value, Set<Converter> converters) {
      var as = value.flatMap(Value::as);
      if (as.isPresent() && !converters.contains(as.get())) {
        throw new IllegalArgumentException(key + " cannot be read as " + as.get());
      }
    }
  }

  /** What the source's own figure of a contribution is compared with; never posted. */
  record Claim(String pool, String level) {}

  /** What is taken for reasonable. */
  record Limits(long stakeMinor) {
    Limits {
      if (stakeMinor < 1) {
        throw new IllegalArgumentException("stakeMinor must be 1 or more: " + stakeMinor);
      }
    }
  }

  /**
   * An event, and what it must give.
   *
   * @param event the line
   * @param before readings of meters before it, by name of the field
   * @param gives every value of the round, or
   * @param doubt why it is in doubt
   */
  record Example(
      String event,
      Optional<Map<String, String>> before,
      Optional<Map<String, String>> gives,
      Optional<Doubt> doubt) {
    Example {
      before = before.map(Map::copyOf);
      gives = gives.map(Map::copyOf);
      if (gives.isPresent() == doubt.isPresent()) {
        throw new IllegalArgumentException("gives or doubt: exactly one is needed");
      }
    }
  }

  Mapping {
    match = Map.copyOf(match);
    examples = List.copyOf(examples);
    if (!NAME.matcher(source).matches()) {
      throw new IllegalArgumentException("source must be 1 to 64 of a-z 0-9 . _ -: " + source);
    }
    if (!VISIBLE.matcher(operator).matches()) {
      throw new IllegalArgumentException("operator must be 1 to 64 visible ASCII characters");
    }
    if (claim.isPresent() != values.contribution().isPresent()) {
      throw new IllegalArgumentException("claim goes with values.contribution, and only with it");
    }
    if (examples.stream().noneMatch(e -> e.gives().isPresent())
        || examples.stream().noneMatch(e -> e.doubt().isPresent())) {
      throw new IllegalArgumentException(
          "examples must have at least one that gives a round and one that is in doubt");
    }
  }
}
