package org.astragal.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Goal: the ledger sees sealed outcomes and public keys, and nothing that makes them. */
@AnalyzeClasses(
    packages = "org.astragal.ledger",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule ofOurOwnOnlyTheVerifierAndTheServiceIsUsed =
      classes()
          .that()
          .resideInAPackage("org.astragal.ledger")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.astragal.ledger",
              "org.astragal.outcome",
              "org.astragal.service",
              "java..",
              "javax.crypto..",
              "javax.net.ssl",
              "javax.security.auth.x500",
              "com.fasterxml.jackson.annotation..",
              "com.zaxxer.hikari..",
              "io.helidon..",
              "io.zonky..",
              "org.apache.kafka..",
              "org.apache.pdfbox..",
              "org.bouncycastle..",
              "org.flywaydb..",
              "org.jspecify..",
              "org.postgresql..",
              "picocli..",
              "tools.jackson.core..");

  @ArchTest
  static final ArchRule onlyTheEmbeddedDatabaseStartsProcesses =
      noClasses()
          .that()
          .doNotHaveSimpleName("EmbeddedDatabase")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.ProcessBuilder");

  @ArchTest
  static final ArchRule amountsAreNeverFloatingPoint =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Double")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.math.BigDecimal");
}
