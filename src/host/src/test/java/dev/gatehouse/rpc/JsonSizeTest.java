package dev.gatehouse.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonSizeTest {

  @Test
  void a_text_has_as_many_bytes_as_in_utf8() {
    for (String text : new String[] {"", "abc", "grün", "€", "\uD83D\uDE00 smile"}) {
      assertThat(JsonSize.of(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  @Test
  void a_tree_has_about_as_many_as_are_written_for_it() {
    ObjectNode tree = Json.object().put("name", "x".repeat(100)).put("count", 12).put("none", (String) null);
    tree.putArray("items").add(1).add(true).add("two");

    assertThat(JsonSize.of(tree)).isBetween((long) Json.write(tree).length() - 5, (long) Json.write(tree).length() + 5);
    assertThat(JsonSize.of((ObjectNode) null)).isZero();
  }

  @Test
  void what_is_long_is_told_from_what_is_not() {
    ObjectNode deep = Json.object();
    deep.putObject("a").putObject("b").put("text", "x".repeat(1_000));
    ArrayNode wide = Json.array();
    for (int i = 0; i < 1_000; i++) {
      wide.add(i);
    }

    assertThat(JsonSize.exceeds(Json.object().put("x".repeat(1_000), 1), 900)).as("by its names").isTrue();
    assertThat(JsonSize.exceeds(deep, 900)).isTrue();
    assertThat(JsonSize.exceeds(deep, 1_100)).isFalse();
    assertThat(JsonSize.exceeds(wide, 1_000)).isTrue();
    assertThat(JsonSize.exceeds(wide, 100_000)).isFalse();
  }
}
