package org.astragal.certification;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code certify compare}. */
@Command(name = "compare", description = "Shows two reports side by side.")
final class CompareCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return Main.OK;
  }
}
