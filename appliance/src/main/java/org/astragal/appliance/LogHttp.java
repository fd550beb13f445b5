package org.astragal.appliance;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.astragal.service.Role;
import org.astragal.signer.LogException;
import org.astragal.signer.OutcomeLog;

/**
 * The log as static resources that public tools can follow.
 *
 * @spec https://c2sp.org/tlog-tiles C2SP tlog-tiles, HTTP interface
 */
final class LogHttp implements Route.Source {
  /** Records speak of players. */
  private static final Set<Role> ENTRY_READERS =
      EnumSet.of(Role.AUDITOR, Role.LAB, Role.LEDGER, Role.APPLIANCE);

  private static final Pattern TILE =
      Pattern.compile("((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

  private static final int FULL_WIDTH = 256;
  private static final int MAX_LEVEL = 63;

  /** A tile never changes, a checkpoint does. */
  private static final Header IMMUTABLE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");

  private static final Header FRESH =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

  private final OutcomeLog log;

  LogHttp(OutcomeLog log) {
    this.log = log;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/log/checkpoint", Route.ANY, this::checkpoint),
        Route.get("/log/tile/entries/{+tile}", ENTRY_READERS, this::entries),
        Route.get("/log/tile/{level}/{+tile}", Route.ANY, this::tile));
  }

  private void checkpoint(Call call) {
    call.with(FRESH).send(Call.Media.TEXT, log.head().bytes());
  }

  private void tile(Call call) throws ProblemException, LogException {
    long level = Numbers.of("level", call.path("level"));
    if (level > MAX_LEVEL) {
      throw absent();
    }
    Tile tile = parse(call.path("tile"));
    Optional<byte[]> bytes = log.tile((int) level, tile.index(), tile.width());
    call.with(IMMUTABLE).send(Call.Media.BINARY, bytes.orElseThrow(LogHttp::absent));
  }

  private void entries(Call call) throws ProblemException, LogException {
    Tile tile = parse(call.path("tile"));
    Optional<byte[]> bytes = log.entries(tile.index(), tile.width());
    call.with(IMMUTABLE).send(Call.Media.BINARY, bytes.orElseThrow(LogHttp::absent));
  }

  private record Tile(long index, int width) {}

  /** Reads {@code x001/x234/067} or {@code 067.p/12}. */
  private static Tile parse(String text) throws ProblemException {
    Matcher matcher = TILE.matcher(text);
    if (!matcher.matches()) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER, "Name a tile as c2sp.org/tlog-tiles does: x001/x234/067.");
    }
    long index = Long.parseLong(matcher.group(1).replace("x", "").replace("/", ""));
    int width = matcher.group(2) == null ? FULL_WIDTH : (int) Numbers.of("width", matcher.group(2));
    if (width < 1 || width > FULL_WIDTH || (width == FULL_WIDTH && matcher.group(2) != null)) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER, "The width of a partial tile is 1 to 255.");
    }
    return new Tile(index, width);
  }

  private static ProblemException absent() {
    return new ProblemException(
        ProblemType.NOT_FOUND, "The log has not grown to this tile; see /log/checkpoint.");
  }
}
