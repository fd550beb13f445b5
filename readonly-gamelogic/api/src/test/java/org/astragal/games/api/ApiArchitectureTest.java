package org.astragal.games.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Goal: the door to a game is no larger than the contract; the pack's own test looks closer. */
final class ApiArchitectureTest {
  @Test
  void apiNeedsFourPackagesOfTheJdkAndNothingElse() {
    JavaClasses api =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.astragal.games.api");
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.astragal.games.api",
            "java.lang",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.math",
            "java.util",
            "java.util.function",
            "java.util.stream")
        .check(api);
  }
}
