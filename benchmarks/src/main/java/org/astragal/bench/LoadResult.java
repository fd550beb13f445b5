package org.astragal.bench;

import java.util.List;

/**
 * What one load run came to.
 *
 * @param requests requests answered within the measured time, each with the expected status
 * @param outcomes outcomes asked for by those requests
 * @param allOutcomes outcomes answered, those after the measured time included
 * @param seconds the measured time
 * @param latency time from sending (closed loop) or from the planned moment (paced) to the last
 *     byte of the answer, of the counted requests
 * @param bodyBytes mean size of an answer's body
 * @param samples some of the bodies, for verification after the run
 */
record LoadResult(
    long requests,
    long outcomes,
    long allOutcomes,
    double seconds,
    Histogram latency,
    double bodyBytes,
    List<String> samples) {
  LoadResult {
    samples = List.copyOf(samples);
  }

  double requestsPerSecond() {
    return requests / seconds;
  }

  double outcomesPerSecond() {
    return outcomes / seconds;
  }
}
