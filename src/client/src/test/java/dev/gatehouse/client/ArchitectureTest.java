package dev.gatehouse.client;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms, and who may enter which. */
@AnalyzeClasses(packages = "dev.gatehouse.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule rooms = layeredArchitecture().consideringOnlyDependenciesInLayers()
      .layer("commands").definedBy("dev.gatehouse.client")
      .layer("chat").definedBy("..chat..")
      .layer("model").definedBy("..model..")
      .layer("servers").definedBy("..servers..")
      .whereLayer("commands").mayNotBeAccessedByAnyLayer()
      .whereLayer("chat").mayOnlyBeAccessedByLayers("commands")
      .whereLayer("model").mayOnlyBeAccessedByLayers("commands", "chat")
      .whereLayer("servers").mayOnlyBeAccessedByLayers("commands", "chat");
}
