package org.astragal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.astragal.ledger.Mapping.Converter;
import org.astragal.ledger.Mapping.Value;
import org.astragal.ledger.ThirdPartyRound.Reading;
import org.astragal.outcome.Player;
import org.astragal.outcome.RoundRef;

/**
 * Reads events of one source by its mapping. Pure, but for what the meters stood at before.
 * Immutable, thread-safe.
 */
final class Translator {
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssxx");

  /** RFC 9562 6.6: the name space of URLs and URNs. */
  private static final UUID URLS = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

  private static final int MAX_TEXT = 256;
  private static final int PSEUDONYM_BYTES = 16;
  private static final long MILLIS_LIMIT = 253_402_300_799_999L;

  private final Mapping mapping;
  private final Map<java.nio.file.Path, SecretKeySpec> secrets;
  private final UUID space;

  /**
   * A translator.
   *
   * @param secrets of every file that the mapping names
   */
  Translator(Mapping mapping, Map<java.nio.file.Path, SecretKeySpec> secrets) {
    this.mapping = mapping;
    this.secrets = Map.copyOf(secrets);
    this.space = uuid5(URLS, "urn:astragal:source:" + mapping.source());
  }

  /** What meters stood at. */
  @FunctionalInterface
  interface Meters {
    OptionalLong before(String machine, String meter);
  }

  /**
   * Reads the fields of an event that is whole and is what the mapping is for.
   *
   * @param raw one event, without a line feed
   */
  Fields parse(byte[] raw) throws DoubtException {
    var fields = Fields.parse(mapping.format(), raw);
    if (mapping.integrity().isPresent()) {
      requireWhole(fields, raw, mapping.integrity().get());
    }
    for (var wanted : mapping.match().entrySet()) {
      if (!fields.find(wanted.getKey()).equals(Optional.of(wanted.getValue()))) {
        throw new DoubtException(
            Doubt.NOT_MATCHED, wanted.getKey() + ": not what the mapping is for");
      }
    }
    return fields;
  }

  /** {@return what the event is called: the same event sent again has the same name} */
  UUID event(Fields fields) throws DoubtException {
    try {
      return UUID.fromString(text("event", mapping.values().event(), fields));
    } catch (IllegalArgumentException e) {
      throw new DoubtException(Doubt.BAD_VALUE, "event: not a UUID");
    }
  }

  /**
   * Translates.
   *
   * @param received when it came, for sources that do not say when it happened
   * @param waived whether two people have said that what is not reasonable is right
   */
  ThirdPartyRound translate(Fields fields, Instant received, Meters meters, boolean waived)
      throws DoubtException {
    var values = mapping.values();
    var currency = text("currency", values.currency(), fields);
    var exp = Amounts.decimals(currency);
    var readings = new ArrayList<Reading>();
    var stake = amount("stake", values.stake(), fields, exp, meters, waived, readings);
    var win =
        values.win().isEmpty()
            ? OptionalLong.of(0)
            : amount("win", values.win().get(), fields, exp, meters, waived, readings);
    if (stake.orElse(0) > mapping.limits().stakeMinor() && !waived) {
      throw new DoubtException(Doubt.UNREASONABLE, "stake: above the limit of the mapping");
    }
    var contribution =
        values.contribution().isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(
                Amounts.micro(
                    "contribution",
                    text("contribution", values.contribution().get(), fields),
                    exp));
    var feature =
        values.feature().isEmpty()
            ? Optional.<String>empty()
            : Optional.of(text("feature", values.feature().get(), fields))
                .filter(text -> !text.isEmpty());
    return new ThirdPartyRound(
        event(fields).toString(),
        text("round", values.round(), fields),
        values.at().isEmpty() ? received : time(values.at().get(), fields),
        new Player(
            text("channel", values.channel(), fields),
            text("jurisdiction", values.jurisdiction(), fields),
            text("player", values.player(), fields),
            text("session", values.session(), fields)),
        text("game", values.game(), fields),
        currency,
        exp,
        stake.orElse(0),
        win.orElse(0),
        text("fundedBy", values.fundedBy(), fields),
        mode(text("mode", values.mode(), fields)),
        feature,
        contribution,
        readings,
        stake.isEmpty() || win.isEmpty());
  }

  /** {@return the text of a value; only an {@code otherwise} may be empty} */
  private String text(String name, Value value, Fields fields) throws DoubtException {
    if (value.constant().isPresent()) {
      return value.constant().get();
    }
    var from = value.from().orElseThrow();
    var parts = new ArrayList<String>();
    for (var field : from) {
      var found = fields.find(field).filter(text -> !text.isEmpty());
      if (found.isEmpty()) {
        if (value.otherwise().isPresent()) {
          return value.otherwise().get();
        }
        throw new DoubtException(Doubt.MISSING_FIELD, name + ": " + field + " is missing");
      }
      parts.add(found.get());
    }
    var text = parts.getFirst();
    if (text.length() > MAX_TEXT) {
      throw new DoubtException(Doubt.BAD_VALUE, name + ": longer than " + MAX_TEXT);
    }
    return switch (value.as().orElseThrow()) {
      case TABLE ->
          Optional.ofNullable(value.table().orElseThrow().get(text))
              .orElseThrow(() ->
                  new DoubtException(Doubt.UNKNOWN_VALUE, name + ": not in the mapping's table"));
      case UUID5 -> uuid5(space, String.join("|", parts)).toString();
      case PSEUDONYM -> pseudonym(value, text);
      case TEXT, MAJOR, MINOR, METER, EPOCH_MILLIS, EPOCH_SECONDS, RFC3339, COMPACT_TIME ->
          plain(name, text);
    };
  }

  private static String plain(String name, String text) throws DoubtException {
    if (text.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
      throw new DoubtException(Doubt.BAD_VALUE, name + ": a control character or a surrogate");
    }
    return text;
  }

  /** {@return minor units; empty if a meter was read for the first time} */
  private OptionalLong amount(
      String name,
      Value value,
      Fields fields,
      int exp,
      Meters meters,
      boolean waived,
      List<Reading> readings)
      throws DoubtException {
    var text = text(name, value, fields);
    return switch (value.as().orElse(Converter.MINOR)) {
      case MAJOR -> OptionalLong.of(Amounts.minor(name, text, exp));
      case METER -> step(name, value, fields, text, meters, waived, readings);
      default -> OptionalLong.of(Amounts.whole(name, text));
    };
  }

  private OptionalLong step(
      String name,
      Value value,
      Fields fields,
      String text,
      Meters meters,
      boolean waived,
      List<Reading> readings)
      throws DoubtException {
    var meter = value.meter().orElseThrow();
    var machine = new ArrayList<String>();
    for (var field : meter.machine()) {
      machine.add(
          plain(
              field,
              fields
                  .find(field)
                  .filter(t -> !t.isEmpty() && t.length() <= MAX_TEXT)
                  .orElseThrow(() ->
                      new DoubtException(
                          Doubt.MISSING_FIELD, name + ": " + field + " is missing"))));
    }
    var full = Amounts.powerOfTen(meter.digits());
    var now = Amounts.whole(name, text);
    if (now >= full) {
      throw new DoubtException(Doubt.BAD_VALUE, name + ": the meter has fewer digits");
    }
    var field = value.from().orElseThrow().getFirst();
    var reading = new Reading(String.join("|", machine), field, now);
    readings.add(reading);
    var before = meters.before(reading.machine(), field);
    if (before.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      var credits = Math.floorMod(now - before.getAsLong(), full);
      var minor = Math.multiplyExact(credits, credit(name, meter, fields));
      if (minor > meter.largest() && !waived) {
        throw new DoubtException(
            Doubt.UNREASONABLE, name + ": the meter went back, or too far at a time");
      }
      return OptionalLong.of(minor);
    } catch (ArithmeticException e) {
      throw new DoubtException(Doubt.BAD_VALUE, name + ": too large");
    }
  }

  private static long credit(String name, Mapping.Meter meter, Fields fields)
      throws DoubtException {
    if (meter.creditMinor().isPresent()) {
      return meter.creditMinor().get();
    }
    var field = meter.creditField().orElseThrow();
    var text = fields.find(field);
    if (text.isEmpty()) {
      throw new DoubtException(Doubt.MISSING_FIELD, name + ": " + field + " is missing");
    }
    return Amounts.whole(name, text.get());
  }

  private Instant time(Value value, Fields fields) throws DoubtException {
    var text = text("at", value, fields);
    try {
      return switch (value.as().orElse(Converter.RFC3339)) {
        case EPOCH_MILLIS -> Instant.ofEpochMilli(bounded(text, MILLIS_LIMIT));
        case EPOCH_SECONDS -> Instant.ofEpochSecond(bounded(text, MILLIS_LIMIT / 1000));
        case COMPACT_TIME -> OffsetDateTime.parse(text, COMPACT).toInstant();
        default -> OffsetDateTime.parse(text).toInstant();
      };
    } catch (DateTimeException e) {
      throw new DoubtException(Doubt.BAD_VALUE, "at: not a time as the mapping says");
    }
  }

  private static long bounded(String text, long limit) throws DoubtException {
    var value = Amounts.whole("at", text);
    if (value > limit) {
      throw new DoubtException(Doubt.BAD_VALUE, "at: after the year 9999");
    }
    return value;
  }

  private static RoundRef.Mode mode(String text) throws DoubtException {
    try {
      return RoundRef.Mode.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw new DoubtException(Doubt.BAD_VALUE, "mode: not REAL, FREE or TEST");
    }
  }

  /** RFC 9562 5.5. */
  private static UUID uuid5(UUID space, String name) {
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(space.getMostSignificantBits())
              .putLong(space.getLeastSignificantBits())
              .array());
      var hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
      var high = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x5000L;
      var low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
      return new UUID(high, low);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no SHA-1", e);
    }
  }

  private String pseudonym(Value value, String text) {
    var mac = hmac(value.secretFile().orElseThrow(), text);
    return HexFormat.of().formatHex(mac, 0, PSEUDONYM_BYTES);
  }

  private byte[] hmac(java.nio.file.Path secretFile, String text) {
    var secret = secrets.get(secretFile);
    if (secret == null) {
      throw new IllegalStateException("no secret was given for " + secretFile);
    }
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no HmacSHA256", e);
    }
  }

  private void requireWhole(Fields fields, byte[] raw, Mapping.Integrity integrity)
      throws DoubtException {
    var given =
        fields
            .find(integrity.field())
            .orElseThrow(
                () -> new DoubtException(Doubt.INTEGRITY, integrity.field() + " is missing"));
    var right =
        switch (integrity.kind()) {
          case HMAC_SHA256 ->
              HexFormat.of()
                  .formatHex(
                      hmac(
                          integrity.secretFile().orElseThrow(), sorted(fields, integrity.field())));
          case CRC16 -> "%04x".formatted(crc16(raw, integrity.field()));
        };
    var same =
        MessageDigest.isEqual(
            right.getBytes(StandardCharsets.UTF_8),
            given.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    if (!same) {
      throw new DoubtException(Doubt.INTEGRITY, integrity.field() + " is not right");
    }
  }

  private static String sorted(Fields fields, String without) {
    var text = new StringBuilder();
    new TreeMap<>(fields.all())
        .forEach((name, value) -> {
          if (!name.equals(without)) {
            text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value);
          }
        });
    return text.toString();
  }

  /** CRC-16/CCITT-FALSE: polynomial 1021, all ones at the beginning, nothing reflected. */
  private static int crc16(byte[] raw, String field) throws DoubtException {
    var text = new String(raw, StandardCharsets.UTF_8);
    var end = text.lastIndexOf("|" + field + "=");
    if (end < 0) {
      throw new DoubtException(Doubt.INTEGRITY, field + " is missing");
    }
    var crc = 0xFFFF;
    for (var b : text.substring(0, end).getBytes(StandardCharsets.UTF_8)) {
      crc ^= (b & 0xFF) << 8;
      for (var bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
      }
      crc &= 0xFFFF;
    }
    return crc;
  }
}
