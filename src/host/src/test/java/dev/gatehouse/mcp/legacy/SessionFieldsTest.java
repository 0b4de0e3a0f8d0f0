package dev.gatehouse.mcp.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form in which hosts of different versions share a session. */
class SessionFieldsTest {

  private static final ResourceUri URI = ResourceUri.of("file:///a%20b");
  private static final SessionRecord SESSION = new SessionRecord("4f1c", "demo", "0f3a9c21b7de", true, "anonymous", true,
      Revision.V2024_11_05, Json.object().set("sampling", Json.object()), LogLevel.ERROR, Set.of(URI.text()), "abc");

  private static Map<String, String> fields() {
    return new HashMap<>(SessionFields.write(SESSION));
  }

  @Test
  void a_record_is_read_as_it_was_written() {
    assertThat(SessionFields.read("4f1c", fields())).isEqualTo(SESSION);
    assertThat(SESSION.subscribesTo(URI)).isTrue();
    assertThat(SESSION.subscribesTo(ResourceUri.of("file:///a"))).isFalse();
  }

  /** What a host of this format writes is read by all later ones of it: a change here is a change of the format number. */
  @Test
  void format_1_is_these_fields() {
    assertThat(fields()).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("v", "1"), Map.entry("tenant", "demo"),
        Map.entry("owner", "0f3a9c21b7de"), Map.entry("anonymous", "1"), Map.entry("key", "anonymous"), Map.entry("bound", "1"),
        Map.entry("revision", "2024-11-05"), Map.entry("capabilities", "{\"sampling\":{}}"), Map.entry("level", "error"),
        Map.entry("lists", "abc"), Map.entry("sub:file:///a%20b", "1")));
  }

  @Test
  void fields_of_a_newer_host_are_ignored() {
    Map<String, String> fields = fields();
    fields.put("colour", "blue");
    fields.remove("lists");
    assertThat(SessionFields.read("4f1c", fields).key()).isEqualTo("anonymous");
    assertThat(SessionFields.read("4f1c", fields).lists()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "10", "999999999"})
  void a_newer_format_is_named(String format) {
    Map<String, String> fields = new HashMap<>(Map.of("v", format));
    assertThatThrownBy(() -> SessionFields.read("4f1c", fields)).isInstanceOf(NewerFormatException.class)
        .hasMessage("the session has format " + format);
  }

  @ParameterizedTest
  @CsvSource({"tenant,", "owner,", "key,", "revision,", "revision,2030-01-01", "capabilities,", "capabilities,[]", "capabilities,{",
      "level,",
      "level,loud"})
  void what_cannot_be_read_is_no_session(String name, String value) {
    Map<String, String> fields = fields();
    fields.compute(name, (same, known) -> value);
    assertThat(SessionFields.read("4f1c", fields)).isNull();
  }
}
