package org.astragal.ledger;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.astragal.outcome.WitnessKey;
import org.astragal.service.PrivateKeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code witness-key --name NAME --out FILE}: makes the key that cosigns checkpoints. */
@Command(
    name = "witness-key",
    description =
        "Makes an Ed25519 key for cosigning checkpoints, and prints the verifier key that goes into"
            + " the appliance's configuration.",
    mixinStandardHelpOptions = true)
final class WitnessKeyCommand implements Callable<Integer> {
  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Name of the witness: a URL without a scheme.")
  private String name = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The key file, which must not exist; made with mode 0600.")
  private Path out = Path.of("");

  @Override
  public Integer call() {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      var key = WitnessKey.of(name, pair.getPublic());
      byte[] encoded = pair.getPrivate().getEncoded();
      try {
        PrivateKeyFile.create(out, encoded);
      } finally {
        Arrays.fill(encoded, (byte) 0);
      }
      System.out.println(key.vkey());
      return 0;
    } catch (FileAlreadyExistsException e) {
      System.err.println("ledger: " + out + " exists already; a key is never overwritten");
      return 1;
    } catch (IOException e) {
      System.err.println("ledger: cannot write " + out + ": " + e);
      return 1;
    } catch (IllegalArgumentException e) {
      System.err.println("ledger: " + e.getMessage());
      return 2;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no Ed25519", e);
    }
  }
}
