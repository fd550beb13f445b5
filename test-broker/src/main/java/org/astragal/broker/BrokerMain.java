package org.astragal.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * The broker's process: {@code BrokerMain PROPERTIES CLUSTER LOGS}. Formats the storage when there
 * is none, serves, and dies with whoever holds its standard input.
 */
public final class BrokerMain {
  private BrokerMain() {}

  /** Serves until it is killed. */
  public static void main(String[] args) {
    Thread.ofPlatform().daemon().name("parent").start(BrokerMain::dieWithParent);
    if (!Files.exists(Path.of(args[2], "meta.properties"))) {
      String[] format = {"format", "--standalone", "-t", args[1], "-c", args[0]};
      if (StorageTool.execute(format, System.err) != 0) {
        System.exit(1);
      }
    }
    Kafka.main(new String[] {args[0]});
  }

  private static void dieWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said.
      }
    } catch (IOException _) {
      // As gone as it can be.
    }
    Runtime.getRuntime().halt(0);
  }
}
