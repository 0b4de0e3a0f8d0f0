package dev.gatehouse.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectClassesTest {

  @TempDir
  private Path folder;

  private ProjectClasses project() {
    return new ProjectClasses(folder, List.of());
  }

  private Path jar(String path, String entry) throws IOException {
    Path jar = folder.resolve(path);
    Files.createDirectories(jar.getParent());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(entry));
    }
    return jar;
  }

  @Test
  void libraries_are_in_any_folder_of_target_whatever_the_project_is_called() throws IOException {
    Path library = jar("target/another-name/library.jar", "x/X.class");
    jar("target/another-name/another-name.jar", "META-INF/services/dev.gatehouse.spi.Plugin");

    assertThat(project().jars()).containsExactly(library);
  }

  @Test
  void what_is_copied_as_dependencies_counts_alone() throws IOException {
    jar("target/another-name/library.jar", "x/X.class");
    Path copied = jar("target/dependency/library.jar", "x/X.class");

    assertThat(project().jars()).containsExactly(copied);
  }

  @Test
  void what_a_host_has_and_what_tests_need_is_left_out_unless_it_is_named() throws IOException {
    Path library = jar("target/dependency/gatehouse-shop.jar", "x/X.class");
    List<Path> others = List.of(jar("target/dependency/gatehouse-0.1.0.jar", "dev/gatehouse/spi/Plugin.class"),
        jar("target/dependency/gatehouse-testkit-0.1.0.jar", "dev/gatehouse/testkit/Gatehouse.class"),
        jar("target/dependency/junit-jupiter-api-5.14.0.jar", "org/junit/X.class"));

    assertThat(project().jars()).containsExactly(library);
    assertThat(project().leftOut()).containsExactlyElementsOf(others);
    assertThat(new ProjectClasses(folder, List.of(others.get(0))).jars()).containsExactly(library, others.get(0));
  }

  @Test
  void a_jar_is_opened_again_only_when_it_has_changed() throws IOException {
    Path jar = jar("target/dependency/library.jar", "x/X.class");
    ProjectClasses project = project();
    assertThat(project.jars()).containsExactly(jar);
    FileTime time = Files.getLastModifiedTime(jar);

    Files.write(jar, new byte[(int) Files.size(jar)]);
    Files.setLastModifiedTime(jar, time);
    assertThat(project.jars()).as("not opened").containsExactly(jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(time.toMillis() + 1000));
    assertThat(project.jars()).as("opened, and no jar").isEmpty();
  }

  @Test
  void it_is_a_project_with_a_build_file_or_classes() throws IOException {
    assertThat(project().exists()).isFalse();
    Files.createDirectories(folder.resolve("target/classes"));
    assertThat(project().exists()).isTrue();
    Files.delete(folder.resolve("target/classes"));
    Files.createFile(folder.resolve("build.gradle.kts"));
    assertThat(project().exists()).isTrue();
  }
}
