package org.astragal.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs that measure something and print it. */
final class Commands {
  private Commands() {}

  /** {@return what a program printed, to standard output and standard error} */
  static String run(ProcessBuilder builder) throws LoadException, InterruptedException {
    String command = String.join(" ", builder.command());
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String printed =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw failed(command + " failed: " + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new LoadException(LoadException.Fault.PROCESS, command + " cannot be started", e);
    }
  }

  /** {@return the last number that a program prints in this form} */
  static double number(Pattern form, ProcessBuilder builder)
      throws LoadException, InterruptedException {
    return number(form, run(builder));
  }

  /** {@return the last number in this form} */
  static double number(Pattern form, String printed) throws LoadException {
    double last = Double.NaN;
    Matcher matcher = form.matcher(printed);
    while (matcher.find()) {
      last = Double.parseDouble(matcher.group(1));
    }
    if (Double.isNaN(last)) {
      throw failed("no figure like " + form + " in: " + printed);
    }
    return last;
  }

  private static LoadException failed(String detail) {
    return new LoadException(LoadException.Fault.PROCESS, detail);
  }
}
