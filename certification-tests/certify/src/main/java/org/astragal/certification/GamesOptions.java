package org.astragal.certification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.astragal.certification.games.Delivery;
import org.astragal.certification.games.GameOptions;
import org.astragal.certification.games.OutcomeTable;
import org.astragal.certification.games.Profile;
import picocli.CommandLine.Option;

/** What the suite of games is told on the command line. */
final class GamesOptions {
  private static final String OUTCOMES = "outcomes:";

  /** Bytes of a table of outcomes at most. */
  private static final long MOST_TABLE_BYTES = 32L << 20;

  @Option(
      names = "--draws",
      paramLabel = "KIND",
      description =
          "Of games: what the data are. bits (raw bits, which are scaled as the product does), N"
              + " (draws below N), lotto:m/M (rounds of m of M), shuffle:n (whole shuffles of n"
              + " cards) or outcomes:FILE (outcomes of a game, one on each line; FILE is JSON with"
              + " their exact probabilities). Default bits, or the bound of --stage draws.")
  private Optional<String> draws = Optional.empty();

  @Option(
      names = "--draws-format",
      paramLabel = "FORMAT",
      defaultValue = "binary",
      description =
          "Of games: how numbers lie in the data. binary (1, 2, 4 or 8 bytes, highest first) or"
              + " text. Default ${DEFAULT-VALUE}.")
  private Delivery.Format format = Delivery.Format.BINARY;

  @Option(
      names = "--draws-first",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Of games: the smallest number of the range, such as 1 for balls. Default"
              + " ${DEFAULT-VALUE}.")
  private long first;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "Of games: the tests, the confidence and the clauses of a jurisdiction: gli-19,"
              + " 25-cfr-547, pa-810, nj-13-69e, uk-rts-7, agco or wv. Alone, it chooses the suite"
              + " games.")
  private Optional<String> profile = Optional.empty();

  /** {@return whether a profile was chosen} */
  boolean hasProfile() {
    return profile.isPresent();
  }

  /**
   * {@return the options of the battery}
   *
   * @param below bound of each draw, where the source is draws of an appliance
   * @throws CertifyException if an option is wrong
   */
  GameOptions options(OptionalLong below) throws CertifyException {
    try {
      return new GameOptions(
          delivery(below), format, first, profile.isPresent() ? chosen() : Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new CertifyException(
          CertifyException.Fault.USAGE, "--draws or --profile: " + e.getMessage(), e);
    }
  }

  private Optional<Profile> chosen() {
    return Optional.of(Profile.named(profile.orElseThrow()));
  }

  private Delivery delivery(OptionalLong below) throws CertifyException {
    if (draws.isEmpty()) {
      return below.isPresent() ? new Delivery.Numbers(below.getAsLong()) : new Delivery.Bits();
    }
    String kind = draws.get();
    return kind.startsWith(OUTCOMES)
        ? outcomes(Path.of(kind.substring(OUTCOMES.length())))
        : Delivery.parse(kind);
  }

  private static Delivery outcomes(Path file) throws CertifyException {
    try {
      if (Files.size(file) > MOST_TABLE_BYTES) {
        throw new CertifyException(
            CertifyException.Fault.USAGE, file + " is too large for a table of outcomes");
      }
      return new Delivery.Outcomes(
          OutcomeTable.parse(Files.readString(file)), String.valueOf(file));
    } catch (IOException e) {
      throw new CertifyException(
          CertifyException.Fault.USAGE, "cannot read " + file + ": " + Reasons.of(e), e);
    }
  }
}
