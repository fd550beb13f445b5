package org.astragal.setup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: every role has a certificate that the others of its site, and nobody else, accept. */
final class DevPkiTest {
  @TempDir static Path folder;

  private static DevSite site = DevSite.at(Path.of(""));

  @BeforeAll
  static void make() throws Exception {
    site = make("one");
  }

  private static DevSite make(String name) throws Exception {
    Path directory = Files.createDirectory(folder.resolve(name));
    DevPki.create(directory.resolve("pki"));
    return DevSite.at(directory);
  }

  @ParameterizedTest
  @EnumSource
  void certificateNamesRoleAndOperator(Identity identity) throws Exception {
    X509Certificate certificate = read(site.certificate(identity));
    assertEquals(
        "CN=%s,OU=%s,O=%s".formatted(identity.fileName(), identity.role(), identity.operator()),
        certificate.getSubjectX500Principal().getName());
    certificate.verify(read(site.authority()).getPublicKey());
    assertEquals(-1, certificate.getBasicConstraints());
    assertTrue(lifetime(certificate).compareTo(Duration.ofDays(825)) <= 0);
  }

  @Test
  void onlyServersHaveNamesAndEverybodyMayCall() throws Exception {
    for (Identity identity : Identity.values()) {
      X509Certificate certificate = read(site.certificate(identity));
      boolean server = Set.of(Identity.APPLIANCE, Identity.LEDGER).contains(identity);
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      assertEquals(server, names != null, identity.name());
      List<String> purposes = new ArrayList<>();
      if (server) {
        purposes.add("1.3.6.1.5.5.7.3.1"); // serverAuth
      }
      purposes.add("1.3.6.1.5.5.7.3.2"); // clientAuth
      assertEquals(purposes, certificate.getExtendedKeyUsage(), identity.name());
    }
    assertEquals(
        List.of(List.of(2, "localhost"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1")),
        List.copyOf(read(site.certificate(Identity.LEDGER)).getSubjectAlternativeNames()));
  }

  @Test
  void authorityLastsTenYearsAndIssuesLeavesOnly() throws Exception {
    X509Certificate authority = read(site.authority());
    assertEquals(0, authority.getBasicConstraints());
    assertEquals(3_652, lifetime(authority).toDays());
  }

  @Test
  void mutualTlsIsSpokenWithinASite() throws Exception {
    assertEquals("CN=lab,OU=lab,O=astragal-dev", handshake(site, Identity.LAB, site));
    assertEquals(
        "CN=appliance,OU=appliance,O=astragal-dev", handshake(site, Identity.APPLIANCE, site));
    assertEquals("CN=ledger,OU=ledger,O=astragal-dev", handshake(site, Identity.LEDGER, site));
  }

  @Test
  void certificateOfAnotherSiteIsRefused() throws Exception {
    DevSite other = make("other");
    assertThrows(SSLException.class, () -> handshake(other, Identity.LAB, site));
  }

  @Test
  void missingLeafIsIssuedAnewAndTheOthersStay() throws Exception {
    DevSite mine = make("missing-leaf");
    byte[] lab = Files.readAllBytes(mine.certificate(Identity.LAB));
    byte[] auditor = Files.readAllBytes(mine.certificate(Identity.AUDITOR));
    Files.delete(mine.key(Identity.LAB));
    DevPki.create(mine.directory().resolve("pki"));
    assertFalse(Arrays.equals(lab, Files.readAllBytes(mine.certificate(Identity.LAB))));
    assertArrayEquals(auditor, Files.readAllBytes(mine.certificate(Identity.AUDITOR)));
    handshake(mine, Identity.LAB, mine);
  }

  @Test
  void leafForOtherPurposesIsIssuedAnew() throws Exception {
    DevSite mine = make("other-purposes");
    Files.copy(
        mine.certificate(Identity.LAB),
        mine.certificate(Identity.LEDGER),
        StandardCopyOption.REPLACE_EXISTING);
    DevPki.create(mine.directory().resolve("pki"));
    handshake(mine, Identity.LEDGER, mine);
  }

  @Test
  void lostAuthorityIsReplacedWithAllThatItIssued() throws Exception {
    DevSite mine = make("lost-authority");
    Files.delete(mine.directory().resolve("pki/ca.key.pem"));
    DevPki.create(mine.directory().resolve("pki"));
    for (Identity identity : Identity.values()) {
      read(mine.certificate(identity)).verify(read(mine.authority()).getPublicKey());
    }
    handshake(mine, Identity.LAB, mine);
  }

  /** {@return the caller's name as the server sees it, after a byte went both ways} */
  private static String handshake(DevSite caller, Identity identity, DevSite server)
      throws Exception {
    var listener =
        (SSLServerSocket)
            server
                .sslContext(Identity.LEDGER)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    listener.setNeedClientAuth(true);
    try (listener;
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> seen = threads.submit(() -> accept(listener));
      try (var socket =
          (SSLSocket)
              caller
                  .sslContext(identity)
                  .getSocketFactory()
                  .createSocket("localhost", listener.getLocalPort())) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.getOutputStream().write(1);
        socket.getInputStream().read();
        assertEquals("TLSv1.3", socket.getSession().getProtocol());
      }
      return result(seen);
    }
  }

  private static String result(Future<String> seen) throws Exception {
    try {
      return seen.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failed ? failed : e;
    }
  }

  private static String accept(SSLServerSocket listener) throws IOException {
    try (var socket = (SSLSocket) listener.accept()) {
      socket.getOutputStream().write(socket.getInputStream().read());
      return socket.getSession().getPeerPrincipal().getName();
    }
  }

  private static Duration lifetime(X509Certificate certificate) {
    return Duration.between(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  private static X509Certificate read(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
