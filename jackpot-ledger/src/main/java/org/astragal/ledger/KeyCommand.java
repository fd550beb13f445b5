package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.astragal.service.ConfigException;
import org.astragal.service.PrivateKeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code journal-key --name NAME FILE}: makes the key that signs the ledger's journal. */
@Command(
    name = "journal-key",
    description = {
      "Makes the key that signs the ledger's journal, and prints its line of a policy.",
      "Prints the line of a key that is there already."
    },
    mixinStandardHelpOptions = true)
final class KeyCommand implements Callable<Integer> {
  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The journal's name, as in the configuration.")
  private String name = "";

  @Parameters(paramLabel = "FILE", description = "Where the key is kept, mode 0600.")
  private Path file = Path.of("journal.key");

  @Override
  public Integer call() {
    try {
      make(file);
      System.out.println("log " + JournalKey.load(name, file).verifier().vkey());
      return 0;
    } catch (ConfigException | IOException e) {
      return Main.fail(2, e);
    }
  }

  /** Makes a key on P-256, unless the file is there. */
  static void make(Path file) throws IOException {
    var encoded = key();
    try {
      PrivateKeyFile.create(file, encoded);
    } catch (FileAlreadyExistsException e) {
      // Kept: heads that were signed with it must go on to verify.
      System.err.println("ledger: " + file + " is there and is kept");
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static byte[] key() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair().getPrivate().getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }
}
