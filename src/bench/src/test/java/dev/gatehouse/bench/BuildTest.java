package dev.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What "builds" here appends a line to the product. */
class BuildTest {

  private static final String PRODUCT = "target/product";
  private static final String[] APPEND = {"sh", "-c", "mkdir -p target && echo built >> " + PRODUCT};

  @TempDir
  Path folder;

  @BeforeEach
  void source() throws IOException {
    Files.writeString(folder.resolve("source"), "one");
  }

  @Test
  void it_is_built_once() throws Exception {
    Build.run(folder, PRODUCT, APPEND);
    Build.run(folder, PRODUCT, APPEND);

    assertThat(folder.resolve(PRODUCT)).hasContent("built");
  }

  @Test
  void it_is_built_again_when_a_source_is_newer() throws Exception {
    Build.run(folder, PRODUCT, APPEND);
    Files.setLastModifiedTime(folder.resolve("source"), FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    Build.run(folder, PRODUCT, APPEND);

    assertThat(Files.readAllLines(folder.resolve(PRODUCT))).hasSize(2);
  }

  @Test
  void a_failure_is_told_with_the_cause() {
    assertThatThrownBy(() -> Build.run(folder, PRODUCT, "sh", "-c", "echo fine; echo '[ERROR] no such thing'; exit 1"))
        .isInstanceOf(IOException.class).hasMessageContaining("[ERROR] no such thing").message().doesNotContain("fine");
  }
}
