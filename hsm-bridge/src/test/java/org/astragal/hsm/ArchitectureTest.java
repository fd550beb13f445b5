package org.astragal.hsm;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.AuthProvider;

/** Goal: the bridge knows a token and nothing else, and never feeds or uses a generator. */
@AnalyzeClasses(packages = "org.astragal.hsm", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule knowsNoOtherStage =
      noClasses()
          .should()
          .dependOnClassesThat(
              Predicates.resideInAPackage("org.astragal..")
                  .and(DescribedPredicate.not(Predicates.resideInAPackage("org.astragal.hsm"))));

  @ArchTest
  static final ArchRule dependsOnTheJdkAndTheCertificateLibraryOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              // What the disk keeps is encrypted under keys that the token derives.
              "javax.crypto..",
              "javax.security..",
              "com.sun.security.auth.module",
              "org.bouncycastle..",
              "org.jspecify..",
              "org.astragal.hsm");

  @ArchTest
  static final ArchRule seedsNoGenerator =
      noClasses().should().callMethodWhere(target(name("setSeed")));

  @ArchTest
  static final ArchRule usesNoSecureRandom =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.security.SecureRandom");

  @ArchTest
  static final ArchRule fourClassesTouchNativeMemory =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Cryptoki.class, NativeModule.class, Structs.class, TokenProbe.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign");

  @ArchTest
  static final ArchRule neverLogsAProviderOut =
      noClasses().should().callMethod(AuthProvider.class, "logout");
}
