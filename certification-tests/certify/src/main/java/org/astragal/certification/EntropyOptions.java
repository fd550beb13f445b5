package org.astragal.certification;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.astragal.certification.sp80090b.Conditioning;
import org.astragal.certification.sp80090b.Track;
import picocli.CommandLine.Option;

/** What the battery of SP 800-90B is told on the command line. */
final class EntropyOptions {
  private static final Pattern CONDITIONING =
      Pattern.compile("(vetted|other):(\\d{1,9}):(\\d{1,9}):(\\d{1,9}):([0-9.]{1,20})");

  @Option(
      names = "--track",
      paramLabel = "TRACK",
      split = ",",
      description =
          "Of sp800-90b, separated by commas: non-iid (the ten estimators), iid (the tests of the"
              + " claim that samples are independent and alike), restart (the data are the first"
              + " 1,000 samples after each of 1,000 restarts). Default non-iid.")
  private List<String> tracks = List.of("non-iid");

  @Option(
      names = "--claim",
      paramLabel = "BITS",
      description =
          "Of sp800-90b: the min-entropy that is claimed for a symbol. Default half of"
              + " --symbol-bits.")
  private Optional<Double> claim = Optional.empty();

  @Option(
      names = "--conditioning",
      paramLabel = "KIND:N_IN:N_OUT:NW:H_IN",
      description =
          "Of sp800-90b: the conditioning component behind the noise. KIND is vetted, or other when"
              + " the data are its output; then the bits of its input, of its output and of its"
              + " narrowest inside, and the min-entropy of its input.")
  private Optional<String> conditioning = Optional.empty();

  /**
   * {@return the settings of the battery}
   *
   * @param symbolBits bits of a symbol
   * @throws CertifyException if an option is wrong
   */
  Entropy settings(int symbolBits) throws CertifyException {
    Set<Track> chosen = EnumSet.noneOf(Track.class);
    for (String name : tracks) {
      chosen.add(track(name));
    }
    double claimed = claim.orElse(symbolBits / 2.0);
    if (!(claimed >= 0 && claimed <= symbolBits)) {
      throw usage("--claim must be 0 to the " + symbolBits + " bits of a symbol: " + claimed);
    }
    return new Entropy(
        chosen,
        claim.isPresent() ? OptionalDouble.of(claim.get()) : OptionalDouble.empty(),
        conditioning.isPresent() ? Optional.of(function(conditioning.get())) : Optional.empty());
  }

  private static Track track(String name) throws CertifyException {
    for (Track track : Track.values()) {
      if (Entropy.name(track).equals(name)) {
        return track;
      }
    }
    throw usage("--track takes some of non-iid, iid and restart, not '" + name + "'");
  }

  private static Conditioning function(String text) throws CertifyException {
    Matcher parts = CONDITIONING.matcher(text);
    if (!parts.matches()) {
      throw usage(
          "--conditioning is KIND:N_IN:N_OUT:NW:H_IN, such as vetted:1024:256:256:320, not "
              + text);
    }
    try {
      return new Conditioning(
          parts.group(1).equals("vetted"),
          Integer.parseInt(parts.group(2)),
          Integer.parseInt(parts.group(3)),
          Integer.parseInt(parts.group(4)),
          Double.parseDouble(parts.group(5)));
    } catch (IllegalArgumentException e) {
      throw usage("--conditioning " + text + ": " + e.getMessage());
    }
  }

  private static CertifyException usage(String message) {
    return new CertifyException(CertifyException.Fault.USAGE, message);
  }
}
