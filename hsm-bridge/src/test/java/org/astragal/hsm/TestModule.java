package org.astragal.hsm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The real PKCS#11 modules that everything is tried on, each from Debian packages that the
 * launcher's {@code test} installs. Each has one token of tests in this process.
 */
enum TestModule {
  /** SoftHSM2 in this process. */
  SOFTHSM("softhsm2") {
    @Override
    TokenConfig make() throws IOException, TokenException {
      return SoftHsm.newToken();
    }
  },
  /** NSS softokn in this process, which does not say that a key was generated on it. */
  NSS("libnss3") {
    @Override
    TokenConfig make() throws IOException, TokenException, CkException {
      Path folder = TestFiles.emptied("nss");
      String arguments =
          "configdir='sql:" + folder + "' certPrefix='' keyPrefix='' secmod='secmod.db'";
      Path module = find("libnss3", "libsoftokn3.so", "nss/libsoftokn3.so");
      Cryptoki cryptoki = Cryptoki.load(module, arguments);
      TokenName name = TokenName.label("NSS Certificate DB");
      // Until it has a PIN, the database says that it is not initialised, and has no name.
      long session = cryptoki.openSession(cryptoki.slots().getLast(), true);
      cryptoki.login(session, Cryptoki.USER_SO, new byte[0]); // what NSS expects of a new database
      cryptoki.initPin(session, PIN.getBytes(StandardCharsets.US_ASCII));
      cryptoki.logout(session);
      cryptoki.closeSession(session);
      return new TokenConfig(
          module,
          arguments,
          name,
          new PinSource.File(SoftHsm.pinFile(PIN)),
          SoftHsm.TIMEOUT,
          Set.of(KeyDeviation.LOCAL, KeyDeviation.GENERATION_MECHANISM));
    }
  },
  /** SoftHSM2 in another process, behind {@code p11-kit server}. */
  REMOTE("p11-kit and p11-kit-modules") {
    @Override
    TokenConfig make() throws IOException, TokenException {
      RemoteHsm.start();
      return new TokenConfig(
          find("p11-kit-modules", "pkcs11/p11-kit-client.so"),
          RemoteHsm.LABEL,
          SoftHsm.pinFile(RemoteHsm.PIN),
          SoftHsm.TIMEOUT);
    }
  },
  /** tpm2-pkcs11 in this process over a TPM in another one: slow, and poor in sessions. */
  TPM("swtpm, tpm2-tools, libtpm2-pkcs11-1 and libtss2-tcti-swtpm0") {
    @Override
    TokenConfig make() throws IOException, TokenException {
      Path module = find("libtpm2-pkcs11-1", "libtpm2_pkcs11.so.1");
      SoftTpm.start();
      Token.initialise(module, "tpm", "so-pin-of-tests".toCharArray(), PIN.toCharArray());
      return new TokenConfig(module, "tpm", SoftHsm.pinFile(PIN), SoftHsm.TIMEOUT);
    }

    @Override
    void settle(TokenConfig config) throws IOException, TokenException {
      Cryptoki.load(config.module(), config.moduleArguments()).finalise();
      SoftTpm.flush();
    }
  };

  static final String PIN = "pin-of-tests";
  private static final String FULL = "astragal.full";
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Map<TestModule, TokenConfig> MADE = new ConcurrentHashMap<>();

  private final String packages;

  TestModule(String packages) {
    this.packages = packages;
  }

  /** {@return the modules of this run: the slow one belongs to the full one, see the root pom} */
  static Stream<TestModule> all() {
    return Stream.of(values()).filter(module -> module != TPM || Boolean.getBoolean(FULL));
  }

  abstract TokenConfig make() throws IOException, TokenException, CkException;

  /** Before a test, while nobody uses the token. */
  void settle(TokenConfig config) throws IOException, TokenException {}

  /** {@return the configuration of this module's token, which nobody uses now} */
  TokenConfig config() {
    TokenConfig config =
        MADE.computeIfAbsent(
            this,
            module -> {
              try {
                return module.make();
              } catch (IOException | TokenException | CkException e) {
                throw new AssertionError("These tests need the Debian packages " + packages, e);
              }
            });
    try {
      settle(config);
      return config;
    } catch (IOException | TokenException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return the same token behind a module that fails as its script says} */
  Faults faults() throws IOException {
    return new Faults(this, config());
  }

  /** {@return a label that no key has yet} */
  static String newKey() {
    return "k-" + NUMBER.incrementAndGet();
  }

  private static Path find(String packageName, String... names) {
    return Stream.of(
            "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib")
        .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("apt-get install " + packageName + ": no " + List.of(names)));
  }
}
