package org.astragal.appliance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Goal: only the appliance sees all stages, and it holds no formula of a standard. */
@AnalyzeClasses(packages = "org.astragal", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule nobodyUsesTheAppliance =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.astragal.appliance")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.astragal.appliance");

  @ArchTest
  static final ArchRule onlyTheApplianceServesHttp =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.astragal.appliance", "org.astragal.ledger", "org.astragal.service")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.helidon..", "com.sun.net.httpserver..");

  @ArchTest
  static final ArchRule noRandomnessOfItsOwn =
      noClasses()
          .that()
          .resideInAPackage("org.astragal.appliance")
          // It hands bytes of the operating system to the generator, and sees no draw.
          .and()
          .doNotHaveSimpleName("RngWatch")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.util\\.Random|java\\.util\\.SplittableRandom|java\\.security\\.SecureRandom"
                  + "|java\\.util\\.concurrent\\.ThreadLocalRandom|java\\.util\\.random\\..*");

  @ArchTest
  static final ArchRule noCryptographyOfItsOwn =
      noClasses()
          .that()
          .resideInAPackage("org.astragal.appliance")
          .and()
          // Officers sign the report of a ceremony with keys of their own, which no token holds.
          .doNotHaveSimpleName("CeremonyReport")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.security\\.(Signature|KeyPairGenerator)|javax\\.crypto\\..*"
                  + "|org\\.bouncycastle\\..*|org\\.rocksdb\\..*");

  @ArchTest
  static final ArchRule noFormulaOfAStandard =
      noClasses()
          .that()
          .resideInAPackage("org.astragal.appliance")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.math.BigDecimal")
          .orShould()
          .callMethod(Math.class, "log", double.class)
          .orShould()
          .callMethod(Math.class, "pow", double.class, double.class);

  @ArchTest
  static final ArchRule onlyTheCommandLineIsPublic =
      classes()
          .that()
          .resideInAPackage("org.astragal.appliance")
          .and()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .should()
          .haveSimpleName("Main");
}
