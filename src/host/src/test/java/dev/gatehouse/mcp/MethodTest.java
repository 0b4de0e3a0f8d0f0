package dev.gatehouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MethodTest {

  /** The files that name methods; the last two those of clients, and an example for the operator to paste. */
  private static final Set<String> TABLES =
      Set.of("Method.java", "Change.java", "Notifications.java", "InputRequest.java", "FirstRun.java");

  private static List<Method> all() {
    return Stream.<Method[]>of(Method.Common.values(), Method.Modern.values(), Method.Legacy.values()).flatMap(Stream::of).toList();
  }

  @Test
  void each_is_found_by_its_name() {
    assertThat(all()).hasSize(15).allSatisfy(method -> assertThat(Methods.find(method.wire())).isSameAs(method));
    assertThat(Methods.find("tools")).isNull();
    assertThat(Methods.find("")).isNull();
  }

  @Test
  void lists_and_what_is_read_may_be_kept_and_calls_may_not() {
    assertThat(all().stream().filter(Method::cacheable).map(Method::wire)).containsExactlyInAnyOrder("server/discover", "tools/list",
        "prompts/list", "resources/list", "resources/templates/list", "resources/read");
  }

  @Test
  void a_header_mirrors_the_name_of_what_is_used() {
    assertThat(Stream.of(Method.Common.values()).filter(method -> method.nameParameter() != null)
        .map(method -> method.wire() + " " + method.nameParameter()))
        .containsExactlyInAnyOrder("tools/call name", "prompts/get name", "resources/read uri");
  }

  @Test
  void a_name_of_a_method_stands_in_one_place() throws IOException {
    String names = all().stream().map(Method::wire).map(Pattern::quote).collect(Collectors.joining("|"));
    Pattern spelled = Pattern.compile("\"(" + names + "|notifications/[a-z/_]+|elicitation/create|sampling/createMessage|roots/list)\"");
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".java") && !TABLES.contains(file.getFileName().toString()))
          .filter(file -> spelled.matcher(text(file)).find())).isEmpty();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
