package org.astragal.certification;

import java.util.Map;

/**
 * What must be the same for findings to be taken up again.
 *
 * @param program hash of the program
 * @param java the Java runtime, whose arithmetic took part
 * @param sha256 of the data
 * @param options that decide the findings
 */
record RunIdentity(String program, String java, String sha256, Map<String, String> options) {
  RunIdentity {
    options = Map.copyOf(options);
  }

  /**
   * Refuses another run than the one that is here.
   *
   * @param asked what is to be run now
   * @param folder of the report
   */
  void require(RunIdentity asked, String folder) throws CertifyException {
    if (!equals(asked)) {
      throw new CertifyException(
          CertifyException.Fault.FOLDER,
          folder
              + " holds another run, "
              + difference(asked)
              + ": give an empty folder as --report, or run the same again");
    }
  }

  private String difference(RunIdentity asked) {
    if (!sha256.equals(asked.sha256)) {
      return "of other data (SHA-256 " + sha256 + ", now " + asked.sha256 + ")";
    }
    if (!options.equals(asked.options)) {
      return "with other options (" + sorted(options) + "; now " + sorted(asked.options) + ")";
    }
    return program.equals(asked.program)
        ? "under another Java (" + java + ", now " + asked.java + ")"
        : "of another version of this program";
  }

  private static String sorted(Map<String, String> options) {
    return String.join(
        ", ",
        options.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(option -> option.getKey() + " " + option.getValue())
            .toList());
  }
}
