package org.astragal.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.astragal.demo.Site;
import org.astragal.packs.Approval;
import org.astragal.packs.PackMaker;
import org.astragal.setup.Identity;
import org.junit.jupiter.api.Test;

/**
 * Goal: two officers install a new version of the games by the command line, and retire the old
 * one, while rounds are played: none of them fails, and all of them can be replayed.
 */
final class GamePacksTest {
  private static final Path JAR =
      Sites.HOME.resolve("readonly-gamelogic/reference-games/target/reference-games-0.1.0.jar");

  /** A key of the site's own, and its certificate. */
  private record Signer(PrivateKey key, X509Certificate certificate) {}

  @Test
  void aVersionComesInAndAnotherGoesUnderLoad() throws Exception {
    var site = Sites.create("packs");
    var pack = site.directory().resolve("new.jar");
    Files.write(pack, otherVersion(site));
    try (var ledger = site.startLedger();
        var appliance = site.startAppliance()) {
      var load = new Load(site.gameServer(), 4);
      try (load) {
        load.awaitMore(50);
        var old = logic(packs(site));
        for (var officer : List.of(Identity.OFFICER_1, Identity.OFFICER_2)) {
          install(site, officer, pack);
        }
        assertTrue(packs(site).contains("\"version\":\"9.9.9\""), packs(site));
        load.awaitMore(50);
        for (var officer : List.of(Identity.OFFICER_1, Identity.OFFICER_2)) {
          retire(site, officer, old);
        }
        assertTrue(packs(site).contains("\"state\":\"RETIRED\""), packs(site));
        load.awaitMore(50);
      }
      assertEquals(List.of(), load.wrong());
      assertEquals(0, load.unanswered(), "rounds that had to be asked for again");
      replay(site, load);
      assertTrue(ledger.isAlive());
      assertEquals(0, appliance.stop());
    }
  }

  private static void install(Site site, Identity officer, Path pack) throws Exception {
    var files = site.files();
    var result =
        Sites.run(
            site,
            "games",
            "install",
            pack.toString(),
            "--url=" + site.appliance(),
            "--identity=" + files.keyStore(officer),
            "--password-file=" + files.passwordFile(officer),
            "--trust=" + files.authority());
    assertEquals(0, result.status(), result.output());
  }

  private static void retire(Site site, Identity officer, String logic) throws Exception {
    var path = site.appliance().resolve("/v1/admin/packs/" + logic + "/retire");
    var body = HttpRequest.BodyPublishers.ofString("{\"reason\":\"superseded\"}");
    var response =
        site.client(officer)
            .send(
                HttpRequest.newBuilder(path).POST(body).build(),
                HttpResponse.BodyHandlers.ofString());
    assertTrue(response.statusCode() < 300, response.body());
  }

  private static String packs(Site site) throws Exception {
    var path = site.appliance().resolve("/v1/packs");
    return site.client(Identity.AUDITOR)
        .send(HttpRequest.newBuilder(path).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String logic(String packs) {
    var at = packs.indexOf("\"logic\":\"") + "\"logic\":\"".length();
    return packs.substring(at, packs.indexOf('"', at));
  }

  private static void replay(Site site, Load load) throws Exception {
    var evidence = site.directory().resolve("evidence.jsonl");
    var lines = new StringBuilder();
    load.acknowledged().values().forEach(a -> lines.append(a.sealed()).append('\n'));
    Files.writeString(evidence, lines);
    var verified =
        Sites.run(
            site,
            "verify",
            "--quiet",
            "--policy=" + site.files().policy(),
            "--replay=" + site.files().packArchive(),
            evidence.toString());
    assertEquals(0, verified.status(), verified.output());
    assertTrue(verified.output().contains(load.count() + " true, 0 refuted, 0 undecided"));
  }

  /** The games of the build, saying another version of each: the same length in every class. */
  private static byte[] otherVersion(Site site) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var from = new ZipFile(JAR.toFile());
        var to = new ZipOutputStream(bytes)) {
      for (var entry : Collections.list(from.entries())) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        var content =
            new String(from.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
        to.write(content.replace("1.0.0", "9.9.9").getBytes(StandardCharsets.ISO_8859_1));
        to.closeEntry();
      }
    }
    var maker = PackMaker.of(bytes.toByteArray());
    var laboratory = signer(site, "laboratory");
    var studio = signer(site, "signer");
    var approval =
        Approval.of(
            maker.manifest(), Instant.now(), laboratory.key(), List.of(laboratory.certificate()));
    return maker.sign(approval, studio.key(), List.of(studio.certificate()));
  }

  private static Signer signer(Site site, String name) throws Exception {
    var folder = site.files().packs();
    var password = Files.readString(folder.resolve(name + ".password")).toCharArray();
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, password);
    }
    return new Signer(
        (PrivateKey) store.getKey(name, password), (X509Certificate) store.getCertificate(name));
  }
}
