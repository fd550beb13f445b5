package org.astragal.packs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModuleExportInfo;
import java.lang.classfile.attribute.ModuleOpenInfo;
import java.lang.classfile.attribute.ModuleProvideInfo;
import java.lang.classfile.attribute.ModuleRequireInfo;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.astragal.games.api.BetFigures;
import org.astragal.outcome.Hash;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

/** Goal: whatever is not exactly what a laboratory approved is refused, each with its reason. */
final class PackVerifierTest {
  private static final String CLASS = "org/astragal/games/reference/MoneyWheel.class";

  @Test
  void theGenuinePackIsTaken() throws Exception {
    VerifiedPack pack = Forge.VERIFIER.verify(Forge.genuine());
    assertEquals(Forge.manifest(), pack.manifest());
    assertEquals("CN=laboratory", pack.approval().laboratory());
    assertEquals("CN=signer", pack.signer());
  }

  @Test
  void aChangedByteIsRefused() throws Exception {
    byte[] genuine = Forge.genuine();
    byte[] changed =
        Forge.changed(
            genuine,
            entries -> {
              byte[] code = entries.get(CLASS).clone();
              code[code.length / 2] ^= 1;
              entries.put(CLASS, code);
              return entries;
            });
    refused(PackException.Fault.SIGNATURE_BROKEN, changed, "MoneyWheel");
  }

  @Test
  void noFlippedBitAnywhereInTheFileGetsThroughWithAnotherLogic() throws Exception {
    byte[] genuine = Forge.genuine();
    Hash logic = Forge.manifest().logic();
    var random = new SplittableRandom(11);
    for (int i = 0; i < 60; i++) {
      byte[] changed = genuine.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        // What zip files say twice or not at all may be flipped; what is loaded may not.
        VerifiedPack pack = Forge.VERIFIER.verify(changed);
        assertEquals(logic, LogicHash.of(pack.entries(), HostApi.get().entries()));
      } catch (PackException e) {
        assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
      }
    }
  }

  @Test
  void aClassThatNobodySignedIsRefused() throws Exception {
    byte[] more =
        Forge.changed(
            Forge.genuine(),
            entries -> {
              entries.put("org/astragal/games/reference/More.class", new byte[] {1});
              return entries;
            });
    refused(PackException.Fault.UNSIGNED, more, "More.class is not signed");
  }

  @Test
  void aJarWithoutAnySignatureIsRefused() throws Exception {
    byte[] stripped =
        Forge.changed(
            Forge.genuine(),
            entries -> {
              entries.keySet().removeIf(name -> name.endsWith(".SF") || name.endsWith(".EC"));
              return entries;
            });
    refused(PackException.Fault.UNSIGNED, stripped, "is not signed");
    byte[] plain = Forge.unsigned(Forge.CLASSES);
    refused(PackException.Fault.UNSIGNED, plain, "no manifest");
  }

  @Test
  void aClassThatIsMissingIsFoundByTheLogicHash() throws Exception {
    byte[] less =
        Forge.changed(
            Forge.genuine(),
            entries -> {
              entries.remove(CLASS);
              return entries;
            });
    refused(PackException.Fault.OTHER_LOGIC, less, "logic hash");
  }

  @Test
  void whatIsNoJarIsRefused() throws Exception {
    byte[] genuine = Forge.genuine();
    refused(PackException.Fault.UNREADABLE, new byte[0], "not a jar");
    refused(
        PackException.Fault.UNREADABLE, Arrays.copyOf(genuine, genuine.length / 2), "not a jar");
    refused(PackException.Fault.UNREADABLE, new byte[JarContent.MAX_BYTES + 1], "at most");
  }

  @Test
  void entriesThatHaveNoPurposeInAPackAreRefused() throws Exception {
    for (String name :
        List.of(
            "META-INF/versions/25/" + CLASS,
            "META-INF/services/java.nio.file.spi.FileSystemProvider",
            "META-INF/INDEX.LIST",
            "../outside.class",
            "Unnamed.class")) {
      byte[] jar = Forge.signed(Forge.with(name, new byte[] {1}));
      refused(PackException.Fault.ENTRY_NOT_ALLOWED, jar, name);
    }
  }

  @Test
  void aJarManifestThatGivesPowersIsRefused() throws Exception {
    for (String attribute : List.of("Multi-Release: true", "Launcher-Agent-Class: a.B")) {
      byte[] jar =
          Forge.changed(
              Forge.genuine(),
              entries -> {
                String text =
                    new String(entries.get("META-INF/MANIFEST.MF"), StandardCharsets.UTF_8);
                entries.put(
                    "META-INF/MANIFEST.MF",
                    text.replaceFirst("\r\n", "\r\n" + attribute + "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
                return entries;
              });
      refused(
          PackException.Fault.ENTRY_NOT_ALLOWED,
          jar,
          attribute.substring(0, attribute.indexOf(':')));
    }
  }

  @Test
  void aPackThatAsksForAnotherModuleIsRefused() throws Exception {
    refused(
        PackException.Fault.MODULE_NOT_SEALED,
        Forge.signed(moduleInfo(module -> module.requires(ModuleDesc.of("java.sql"), 0, null))),
        "asks for the module java.sql");
  }

  @Test
  void aPackThatIsNotSealedIsRefused() throws Exception {
    PackageDesc own = PackageDesc.of("org.astragal.games.reference");
    refused(
        PackException.Fault.MODULE_NOT_SEALED,
        Forge.signed(moduleInfo(module -> module.opens(own, 0))),
        "open to reflection");
    refused(
        PackException.Fault.MODULE_NOT_SEALED,
        Forge.signed(moduleInfo(module -> module.moduleFlags(ClassFile.ACC_OPEN))),
        "open to reflection");
    refused(
        PackException.Fault.MODULE_NOT_SEALED,
        Forge.signed(
            moduleInfo(
                module -> module.uses(ClassDesc.of("java.nio.file.spi.FileSystemProvider")))),
        "looks for services");
    refused(
        PackException.Fault.MODULE_NOT_SEALED,
        Forge.signed(
            moduleInfo(module ->
                module.provides(
                    ClassDesc.of("java.lang.System$LoggerFinder"),
                    ClassDesc.of("org.astragal.games.reference.ReferenceGames")))),
        "nothing else");
    var none = new TreeMap<>(Forge.CLASSES);
    none.remove("module-info.class");
    refused(PackException.Fault.MODULE_NOT_SEALED, Forge.signed(none), "no module-info");
  }

  @Test
  void aPackageOfSomebodyElseIsRefused() throws Exception {
    for (String name : List.of("org/astragal/games/api/Game.class", "java/util/Fair.class")) {
      refused(
          PackException.Fault.PACKAGE_SPLIT,
          Forge.signed(Forge.with(name, new byte[] {1})),
          "belongs to another module");
    }
  }

  @Test
  void anApprovalOfSomethingElseIsRefused() throws Exception {
    PackManifest manifest = Forge.manifest();
    var otherLogic =
        new PackManifest(
            manifest.module(),
            manifest.api(),
            Hash.sha256(new byte[1]),
            manifest.games(),
            Map.of());
    refusedApproval(Forge.approve(otherLogic), "about the logic");
    var generous =
        new PackManifest(
            manifest.module(),
            manifest.api(),
            manifest.logic(),
            manifest.games().subList(0, 1),
            Map.of());
    refusedApproval(Forge.approve(generous), "another manifest");
    byte[] genuine = Forge.approve(manifest).bytes();
    String later =
        new String(genuine, StandardCharsets.UTF_8).replace("2026-06-08T11", "2026-06-08T10");
    refusedApproval(
        Approval.parse(later.getBytes(StandardCharsets.UTF_8)),
        "not by the key of its certificate");
  }

  @Test
  void anApprovalBySomebodyElseIsRefused() throws Exception {
    PackManifest manifest = Forge.manifest();
    Instant at = TestKeys.NOW.minusSeconds(60);
    refusedApproval(Forge.approve(manifest, TestKeys.alone("laboratory"), at), "not in the list");
    refusedApproval(Forge.approve(manifest, Forge.SIGNER, at), "not in the list");
    refusedApproval(
        Forge.approve(manifest, Forge.LAB, TestKeys.NOW.plusSeconds(600)), "yet to come");
    TestKeys former = TestKeys.alone("former laboratory", TestKeys.NOW.minusSeconds(3_600));
    var lists = new PackTrust(List.of(Forge.SIGNER.certificate()), List.of(former.certificate()));
    byte[] late =
        Forge.signed(Forge.CLASSES, manifest, Forge.approve(manifest, former, at), Forge.SIGNER);
    assertEquals(
        PackException.Fault.NOT_APPROVED, fault(new PackVerifier(lists, () -> TestKeys.NOW), late));
    // Even where one certificate is in both lists, it takes two.
    var both =
        new PackVerifier(
            new PackTrust(List.of(Forge.SIGNER.certificate()), List.of(Forge.SIGNER.certificate())),
            () -> TestKeys.NOW);
    byte[] alone =
        Forge.signed(
            Forge.CLASSES, manifest, Forge.approve(manifest, Forge.SIGNER, at), Forge.SIGNER);
    assertEquals(PackException.Fault.NOT_APPROVED, fault(both, alone));
  }

  @Test
  void aPackWithoutManifestOrApprovalIsRefused() throws Exception {
    PackManifest manifest = Forge.manifest();
    var bare = new TreeMap<>(Forge.CLASSES);
    bare.put(PackManifest.ENTRY, manifest.bytes());
    refused(
        PackException.Fault.NOT_APPROVED,
        PackMaker.sign(bare, Forge.SIGNER.key(), Forge.SIGNER.chain()),
        Approval.ENTRY);
    bare.remove(PackManifest.ENTRY);
    bare.put(Approval.ENTRY, Forge.approve(manifest).bytes());
    refused(
        PackException.Fault.MANIFEST_INVALID,
        PackMaker.sign(bare, Forge.SIGNER.key(), Forge.SIGNER.chain()),
        PackManifest.ENTRY);
    byte[] spaced =
        new String(manifest.bytes(), StandardCharsets.UTF_8)
            .replace("{\"api\"", "{ \"api\"")
            .getBytes(StandardCharsets.UTF_8);
    bare.put(PackManifest.ENTRY, spaced);
    refused(
        PackException.Fault.MANIFEST_INVALID,
        PackMaker.sign(bare, Forge.SIGNER.key(), Forge.SIGNER.chain()),
        "canonical");
  }

  @Test
  void aSignerWhoIsNotTrustedIsRefused() throws Exception {
    PackManifest manifest = Forge.manifest();
    byte[] jar =
        Forge.signed(Forge.CLASSES, manifest, Forge.approve(manifest), TestKeys.alone("signer"));
    refused(PackException.Fault.SIGNER_NOT_TRUSTED, jar, "not in the list");
  }

  @Test
  void anAuthorityMayStandForThoseItIssuesToIfTheyMaySignCode() throws Exception {
    TestKeys authority = TestKeys.authority("authority of signers");
    var trust = new PackTrust(List.of(authority.certificate()), List.of(Forge.LAB.certificate()));
    var verifier = new PackVerifier(trust, () -> TestKeys.NOW);
    PackManifest manifest = Forge.manifest();
    TestKeys issued = authority.issued("studio", KeyPurposeId.id_kp_codeSigning);
    VerifiedPack pack =
        verifier.verify(Forge.signed(Forge.CLASSES, manifest, Forge.approve(manifest), issued));
    assertEquals("CN=studio", pack.signer());
    TestKeys client = authority.issued("client", KeyPurposeId.id_kp_clientAuth);
    byte[] byClient = Forge.signed(Forge.CLASSES, manifest, Forge.approve(manifest), client);
    assertEquals(PackException.Fault.SIGNER_NOT_TRUSTED, fault(verifier, byClient));
  }

  @Test
  void aCertificateThatHasEndedSinceStopsNewPacksAndNoOldOnes() throws Exception {
    byte[] genuine = Forge.genuine();
    Instant later = TestKeys.NOW.plus(Duration.ofDays(3_650));
    var years = new PackVerifier(Forge.TRUST, () -> later);
    assertEquals(PackException.Fault.SIGNER_NOT_TRUSTED, fault(years, genuine));
    assertEquals(Forge.manifest(), years.verifyArchived(genuine).manifest());
  }

  @Test
  void aPackForAnotherInterfaceIsRefused() throws Exception {
    PackManifest genuine = Forge.manifest();
    var manifest =
        new PackManifest(
            genuine.module(), Hash.sha256(new byte[1]), genuine.logic(), genuine.games(), Map.of());
    refused(
        PackException.Fault.OTHER_API,
        Forge.signed(Forge.CLASSES, manifest, Forge.approve(manifest), Forge.SIGNER),
        "this program has");
  }

  @Test
  void gamesThatAreNotThoseOfTheManifestAreNotStarted() throws Exception {
    PackManifest genuine = Forge.manifest();
    PackManifest.Title first = genuine.games().getFirst();
    var better = new ArrayList<>(genuine.games());
    better.set(
        0,
        new PackManifest.Title(
            first.id(),
            first.version(),
            List.of(
                new PackManifest.Figures(
                    Map.of("zero", "LOSES"),
                    List.of(BetFigures.of("STRAIGHT", "99/100", "1", "1/37", "36"))))));
    var manifest =
        new PackManifest(genuine.module(), genuine.api(), genuine.logic(), better, Map.of());
    byte[] jar = Forge.signed(Forge.CLASSES, manifest, Forge.approve(manifest), Forge.SIGNER);
    VerifiedPack pack = Forge.VERIFIER.verify(jar);
    PackException e = assertThrows(PackException.class, () -> LoadedPack.of(pack));
    assertEquals(PackException.Fault.GAMES_DIFFER, e.fault());
  }

  private static void refusedApproval(Approval approval, String why) throws Exception {
    refused(
        PackException.Fault.NOT_APPROVED,
        Forge.signed(Forge.CLASSES, Forge.manifest(), approval, Forge.SIGNER),
        why);
  }

  private static void refused(PackException.Fault fault, byte[] jar, String why) {
    PackException e = assertThrows(PackException.class, () -> Forge.VERIFIER.verify(jar));
    assertEquals(fault, e.fault(), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
  }

  private static PackException.Fault fault(PackVerifier verifier, byte[] jar) {
    return assertThrows(PackException.class, () -> verifier.verify(jar)).fault();
  }

  /** {@return the genuine classes with a module that has something more} */
  private static SortedMap<String, byte[]> moduleInfo(
      Consumer<ModuleAttribute.ModuleAttributeBuilder> more) {
    ClassFile files = ClassFile.of();
    byte[] info = Forge.CLASSES.get("module-info.class");
    ModuleAttribute genuine =
        files.parse(info).findAttribute(java.lang.classfile.Attributes.module()).orElseThrow();
    byte[] changed =
        files.buildModule(
            ModuleAttribute.of(
                genuine.moduleName().asSymbol(),
                builder -> {
                  genuine.requires().forEach((ModuleRequireInfo r) -> builder.requires(r));
                  genuine.exports().forEach((ModuleExportInfo e) -> builder.exports(e));
                  genuine.opens().forEach((ModuleOpenInfo o) -> builder.opens(o));
                  genuine.provides().forEach((ModuleProvideInfo p) -> builder.provides(p));
                  more.accept(builder);
                }));
    return Forge.with("module-info.class", changed);
  }
}
