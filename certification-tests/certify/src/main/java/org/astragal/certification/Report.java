package org.astragal.certification;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything that a report says. {@code report.json} is this value; the pages for people are made
 * from nothing else. {@code report.schema.json} describes it.
 *
 * @param schema which form this is
 * @param program what computed it
 * @param source what the data are
 * @param options that decide the findings
 * @param verdict what it says as a whole
 * @param partial whether the run was interrupted
 * @param reason why the verdict is this, in a sentence or two
 * @param assessed min-entropy of a symbol as SP 800-90B assesses it, the least of all tracks
 * @param family what was judged together
 * @param retest the rule of repetition, and what came of it
 * @param power how small a fault would have been seen
 * @param portrait what of the data can be looked at
 * @param results everything that was found
 */
record Report(
    String schema,
    Program program,
    Source source,
    Map<String, String> options,
    Verdict verdict,
    boolean partial,
    String reason,
    OptionalDouble assessed,
    Family family,
    Retest retest,
    Power power,
    Portrait portrait,
    List<Result> results) {
  /** This form. */
  static final String SCHEMA = "urn:astragal:certification-report:1";

  Report {
    results = List.copyOf(results);
  }

  /**
   * What computed a report.
   *
   * @param name of the program
   * @param version of it
   * @param sha256 over all files it runs from, libraries included
   * @param java the Java runtime
   */
  record Program(String name, String version, String sha256, String java) {
    private static final String VERSION = "0.1.0";

    static Program running() throws CertifyException {
      return new Program(
          "astragal certify",
          VERSION,
          ProgramHash.ofThisProgram(),
          System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"));
    }
  }

  /**
   * What the data are.
   *
   * @param kind file, stream or appliance
   * @param name what people call it
   * @param stage of the generator, where it is known
   * @param sha256 of the bytes as they lie in the source
   * @param bits of information that were tested
   * @param bytes that hold them
   * @param symbolBits bits of each symbol; one symbol stands in each byte
   * @param ones how many bits are 1
   * @param firstBytes the first bytes in hexadecimal digits, so that people see their order
   * @param byteCounts how often each of the 256 values of a byte occurs
   */
  record Source(
      String kind,
      String name,
      Optional<String> stage,
      String sha256,
      long bits,
      long bytes,
      int symbolBits,
      long ones,
      String firstBytes,
      List<Long> byteCounts) {
    Source {
      byteCounts = List.copyOf(byteCounts);
    }

    static Source of(DataSource data, Survey survey, int symbolBits) {
      return new Source(
          data.kind(),
          data.name(),
          data.stage(),
          survey.sha256(),
          survey.bytes() * symbolBits,
          survey.bytes(),
          symbolBits,
          survey.ones(),
          survey.firstBytes(),
          survey.counts());
    }
  }

  /** {@return what one battery found, in order} */
  List<Result> ofSuite(String suite) {
    return results.stream().filter(result -> result.suite().equals(suite)).toList();
  }

  /** {@return the batteries that found something, in the order of the report} */
  List<String> suites() {
    return results.stream().map(Result::suite).distinct().toList();
  }
}
