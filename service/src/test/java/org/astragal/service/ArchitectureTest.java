package org.astragal.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Goal: what the services share knows neither outcomes nor games, tokens nor money. */
@AnalyzeClasses(
    packages = "org.astragal.service",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule nothingOfOurOwnIsUsed =
      noClasses()
          .that()
          .resideInAPackage("org.astragal.service")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.astragal.appliance",
              "org.astragal.games..",
              "org.astragal.hsm",
              "org.astragal.ledger",
              "org.astragal.outcome",
              "org.astragal.rng",
              "org.astragal.signer");
}
