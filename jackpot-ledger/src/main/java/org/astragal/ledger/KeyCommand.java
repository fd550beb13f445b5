package org.astragal.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.Callable;
import org.astragal.service.ConfigException;
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
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var pem = new byte[0];
    try (var channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
      pem = pem();
      var bytes = ByteBuffer.wrap(pem);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      // Kept: heads that were signed with it must go on to verify.
      System.err.println("ledger: " + file + " is there and is kept");
    } finally {
      Arrays.fill(pem, (byte) 0);
    }
  }

  private static byte[] pem() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var der = generator.generateKeyPair().getPrivate().getEncoded();
      var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
      Arrays.fill(der, (byte) 0);
      var begin = "-----BEGIN PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII);
      var end = "\n-----END PRIVATE KEY-----\n".getBytes(StandardCharsets.US_ASCII);
      var pem =
          ByteBuffer.allocate(begin.length + base64.length + end.length)
              .put(begin)
              .put(base64)
              .put(end)
              .array();
      Arrays.fill(base64, (byte) 0);
      return pem;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }
}
