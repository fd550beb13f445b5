package org.astragal.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Goal: benchmarks look at the system and the system never at them. */
final class BenchArchitectureTest {
  private static final JavaClasses SYSTEM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.astragal");

  @Test
  void nothingThatShipsKnowsTheBenchmarks() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.astragal.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.astragal.bench..")
        .check(SYSTEM);
  }

  @Test
  void onlyTheEmptyHandlerIsAServer() {
    noClasses()
        .that()
        .resideInAPackage("org.astragal.bench..")
        .and()
        .doNotHaveSimpleName("EmptyHandler")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.helidon..")
        .check(SYSTEM);
  }
}
