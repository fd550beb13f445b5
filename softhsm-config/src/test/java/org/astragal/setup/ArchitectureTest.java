package org.astragal.setup;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Goal: the set-up knows the token and the policy, and none of the programs it sets up. */
@AnalyzeClasses(packages = "org.astragal.setup", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule dependsOnTokenPolicyAndPacksOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.net.ssl",
              "org.astragal.hsm",
              "org.astragal.outcome",
              "org.astragal.packs",
              "org.astragal.setup",
              "org.bouncycastle..",
              "org.jspecify..",
              "picocli");
}
