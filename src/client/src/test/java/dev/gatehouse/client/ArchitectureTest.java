package dev.gatehouse.client;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The packages, and which may import which. */
class ArchitectureTest {

  @Test
  void the_model_and_the_servers_know_nothing_of_each_other() {
    layeredArchitecture().consideringOnlyDependenciesInLayers()
        .layer("commands").definedBy("dev.gatehouse.client")
        .layer("chat").definedBy("..chat")
        .layer("model").definedBy("..model")
        .layer("servers").definedBy("..servers")
        .whereLayer("commands").mayNotBeAccessedByAnyLayer()
        .whereLayer("chat").mayOnlyBeAccessedByLayers("commands")
        .whereLayer("model").mayOnlyBeAccessedByLayers("commands", "chat")
        .whereLayer("servers").mayOnlyBeAccessedByLayers("commands", "chat")
        .check(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.gatehouse.client"));
  }
}
