package org.astragal.outcome;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;

/** Goal: what others embed stays light and cannot sign. */
@AnalyzeClasses(
    packages = "org.astragal.outcome",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule dependsOnTheJdkAndJacksonsCoreOnly =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "org.astragal.outcome", "java..", "tools.jackson.core..", "org.jspecify.."));

  @ArchTest
  static final ArchRule jacksonStaysBehindTheReader =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.JsonReader(\\$.*)?")
          .should()
          .dependOnClassesThat(resideInAnyPackage("tools.jackson.."));

  @ArchTest
  static final ArchRule nothingSigns =
      noClasses()
          .should()
          .dependOnClassesThat(type(PrivateKey.class).or(type(KeyPairGenerator.class)))
          .orShould()
          .callMethod(Signature.class, "initSign", PrivateKey.class)
          .orShould()
          .callMethod(Signature.class, "sign");

  @ArchTest
  static final ArchRule nothingTalksToTheNetworkOrTheClock =
      noClasses()
          .should()
          .dependOnClassesThat(resideInAnyPackage("java.net..", "java.nio.channels.."))
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");
}
