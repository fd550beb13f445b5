package org.astragal.rng;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Goal: nothing but the noise source can put chance, time or the outside world into a draw. */
final class RngArchitectureTest {
  private final JavaClasses rng =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.astragal.rng");

  @Test
  void generatorSeesItselfAPartOfTheJdkAndOnePackageOfBouncyCastle() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.astragal.rng",
            "java.lang..",
            "java.math",
            "java.nio",
            "java.nio.charset",
            "java.security",
            "java.time",
            "java.util",
            "java.util.concurrent..",
            "java.util.function",
            "java.util.stream",
            "javax.crypto..",
            "org.bouncycastle.crypto..")
        .check(rng);
  }

  @Test
  void generatorHasNoOtherSourceOfChanceAndNoClock() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.security.SecureRandom")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.UUID")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Instant")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.random")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Math.class, "random")
        .check(rng);
  }

  @Test
  void nobodySeedsAnything() {
    noClasses().should().callCodeUnitWhere(nameIs("setSeed")).check(rng);
  }

  private static DescribedPredicate<JavaCall<?>> nameIs(String name) {
    return describe("method " + name, call -> call.getTarget().getName().equals(name));
  }
}
