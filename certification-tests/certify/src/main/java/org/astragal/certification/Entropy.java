package org.astragal.certification;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.astragal.certification.sp80090b.Conditioning;
import org.astragal.certification.sp80090b.Sp80090bOptions;
import org.astragal.certification.sp80090b.Track;

/**
 * Settings of SP 800-90B.
 *
 * @param tracks at least one
 * @param claim min-entropy of a symbol; half of its bits if empty
 * @param conditioning behind the noise, if there is one
 */
record Entropy(Set<Track> tracks, OptionalDouble claim, Optional<Conditioning> conditioning) {
  /** The ten estimators against half a bit for each bit. */
  static final Entropy DEFAULT =
      new Entropy(EnumSet.of(Track.NON_IID), OptionalDouble.empty(), Optional.empty());

  Entropy {
    tracks = Set.copyOf(tracks);
  }

  Sp80090bOptions options(int symbolBits) {
    return new Sp80090bOptions(
        symbolBits,
        tracks,
        claim.orElse(symbolBits / 2.0),
        Sp80090bOptions.DEFAULT_SAMPLES,
        "",
        conditioning);
  }

  /** {@return the options as they are printed and compared} */
  Map<String, String> printed() {
    var printed = new LinkedHashMap<String, String>();
    printed.put(
        "track", tracks.stream().sorted().map(Entropy::name).collect(Collectors.joining(",")));
    claim.ifPresent(bits -> printed.put("claim", Double.toString(bits)));
    conditioning.ifPresent(c ->
        printed.put(
            "conditioning",
            String.join(
                ":",
                c.vetted() ? "vetted" : "other",
                Integer.toString(c.inputBits()),
                Integer.toString(c.outputBits()),
                Integer.toString(c.narrowestBits()),
                Double.toString(c.inputEntropy()))));
    return printed;
  }

  /** {@return the name of a track on the command line} */
  static String name(Track track) {
    return track.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
