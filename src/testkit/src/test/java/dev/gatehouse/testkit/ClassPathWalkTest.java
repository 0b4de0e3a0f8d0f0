package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.Host;
import dev.gatehouse.plugin.load.ClassReferences;
import dev.gatehouse.spi.Plugin;
import dev.gatehouse.spi.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a class needs of the class path: every way in which one class can name another. */
final class ClassPathWalkTest {

  private static final Path OWN = Roots.of(ClassPathWalkTest.class);
  private static final Path[] JACKSON = {Roots.of(ObjectMapper.class), Roots.of(JsonFactory.class), Roots.of(JsonProperty.class)};

  static final class Nothing implements Plugin {
    @Tool(description = "Refers to the JDK and the SPI.")
    public Optional<Long> run(Map<String, double[][]> numbers) {
      return Optional.of(1L << 40);
    }
  }

  static final class InItsCode implements Plugin {
    public String run() throws IOException {
      return new ObjectMapper().readTree("{}").toString();
    }
  }

  static final class InASignature implements Plugin {
    public List<ObjectNode> run() {
      return List.of();
    }
  }

  static final class InAnArray implements Plugin {
    public Object run() {
      return new ObjectNode[0][0];
    }
  }

  static final class ThroughAnother implements Plugin {
    public Object run() throws IOException {
      return new InItsCode().run();
    }
  }

  static final class ByName implements Plugin {
    public Object run() throws ReflectiveOperationException {
      return Class.forName("org.assertj.core.api.Assertions");
    }
  }

  static final class OfTheHost implements Plugin {
    public Class<?> run() {
      return Host.class;
    }
  }

  static final class Missing implements Plugin {
    public Object run() throws ReflectiveOperationException {
      return Class.forName("no.such.Type");
    }
  }

  @Test
  void a_plugin_that_needs_nothing_brings_its_own_folder() throws IOException {
    assertThat(ClassPathWalk.from(Nothing.class)).containsExactly(OWN);
    assertThat(ClassPathWalk.from(Missing.class)).containsExactly(OWN);
  }

  @Test
  void a_library_comes_with_what_it_needs_itself() throws IOException {
    for (Class<?> type : List.of(InItsCode.class, InASignature.class, InAnArray.class, ThroughAnother.class)) {
      assertThat(ClassPathWalk.from(type)).as(type.getSimpleName()).contains(OWN).contains(JACKSON);
    }
    assertThat(ClassPathWalk.from(ObjectMapper.class)).contains(JACKSON).doesNotContain(OWN);
  }

  @Test
  void a_class_that_is_named_in_a_text_is_found() throws IOException {
    assertThat(ClassPathWalk.from(ByName.class)).contains(Roots.of(Assertions.class));
  }

  @Test
  void the_host_the_kit_and_the_spi_are_nobodys_library() throws IOException {
    assertThat(ClassPathWalk.from(OfTheHost.class)).containsExactly(OWN);
  }

  /** The host comes as one jar with all that it needs: what a plugin has of its own comes after it, when its pom names it later. */
  @Test
  void a_library_that_is_in_the_host_too_is_found_behind_it(@TempDir Path library) throws IOException, ReflectiveOperationException {
    Path copy = library.resolve("dev/gatehouse/Host.class");
    Files.createDirectories(copy.getParent());
    try (InputStream in = Host.class.getResourceAsStream("Host.class")) {
      Files.copy(in, copy);
    }
    URL[] classPath = {url(OWN), url(Roots.of(Host.class)), url(Roots.of(Plugin.class)), url(library)};
    try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      assertThat(ClassPathWalk.from(loader.loadClass(OfTheHost.class.getName()))).containsExactlyInAnyOrder(OWN, library);
    }
  }

  private static URL url(Path root) throws IOException {
    return root.toUri().toURL();
  }

  @Test
  void what_is_no_class_file_is_an_error() {
    byte[] text = "not a class file at all".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> ClassReferences.of(new ByteArrayInputStream(text))).isInstanceOf(IOException.class);
  }
}
