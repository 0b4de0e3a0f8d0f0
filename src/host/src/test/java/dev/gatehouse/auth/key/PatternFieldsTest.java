package dev.gatehouse.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.key.KeyState.Role;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In every field of every record that takes patterns, one that can match nothing closes the keys concerned, and is shown. */
final class PatternFieldsTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  /** What was meant as a deny of {@code add}, and what of it no tool's name holds. */
  private static final Map<String,
      String> MISSPELT = Map.ofEntries(Map.entry("^add$", "'^' (U+005E)"), Map.entry("add|subtract", "'|' (U+007C)"),
          Map.entry("add?", "'?' (U+003F)"), Map.entry("add,subtract", "',' (U+002C)"), Map.entry("add;", "';' (U+003B)"),
          Map.entry("'add'", "''' (U+0027)"), Map.entry("[a]dd", "'[' (U+005B)"), Map.entry("add/x", "'/' (U+002F)"),
          Map.entry("add:x", "':' (U+003A)"),
          Map.entry("%61dd", "'%' (U+0025)"), Map.entry("add#", "'#' (U+0023)"),
          Map.entry("\uff21dd", "'\uff21' (U+FF21 FULLWIDTH LATIN CAPITAL LETTER A)"),
          Map.entry("\u0430dd", "'\u0430' (U+0430 CYRILLIC SMALL LETTER A)"), Map.entry("add\u200b", "U+200B ZERO WIDTH SPACE"),
          Map.entry("add\u00a0", "U+00A0 NO-BREAK SPACE"), Map.entry("add\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
          Map.entry("add\u0301", "U+0301 COMBINING ACUTE ACCENT"), Map.entry("add\tsub", "U+0009 CHARACTER TABULATION"),
          Map.entry("add\nsub", "U+000A LINE FEED"), Map.entry("add\r", "U+000D CARRIAGE RETURN"),
          Map.entry("add\u3000sub", "U+3000 IDEOGRAPHIC SPACE"),
          Map.entry("add\0", "U+0000 NULL"), Map.entry("add\ufffd", "U+FFFD REPLACEMENT CHARACTER"));

  /** What no URI holds, and the rest of a URI is well-formed. */
  private static final Map<String,
      String> NO_URI = Map.ofEntries(Map.entry("^doc:x", "'^'"), Map.entry("doc:x|doc:y", "'|'"), Map.entry("doc:x\\", "'\\'"),
          Map.entry("doc:\"x\"", "'\"'"), Map.entry("doc:\u0430", "U+0430"), Map.entry("doc:x\u200b", "U+200B"),
          Map.entry("doc:x\u00a0", "U+00A0"),
          Map.entry("doc:x\ty:z", "U+0009"), Map.entry("doc:{id}", "'{'"), Map.entry("doc:x,!doc:y", "'!'"), Map.entry("doc:%zz", "'%'"),
          Map.entry("/x", "scheme"), Map.entry("x", "scheme"), Map.entry("doc:a/../b", "'..'"), Map.entry("doc://*.HOST/", "'H' (U+0048)"));

  static Stream<Arguments> fields() {
    Stream<Arguments> names = MISSPELT.entrySet().stream().flatMap(one -> Stream.of(
        Arguments.of("tools", "* !" + one.getKey(), one.getValue()),
        Arguments.of("tools", one.getKey(), one.getValue()),
        Arguments.of("prompts", "* !" + one.getKey(), one.getValue()),
        Arguments.of("rate." + one.getKey(), "1/1h", one.getValue()),
        Arguments.of("cost." + one.getKey(), "5", one.getValue())));
    Stream<Arguments> uris = NO_URI.entrySet().stream().flatMap(one -> Stream.of(
        Arguments.of("resources", "* !" + one.getKey(), one.getValue()),
        Arguments.of("resources", one.getKey(), one.getValue())));
    return Stream.concat(names, uris);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void a_pattern_that_can_match_nothing_closes_the_key(String field, String value, String shown) {
    for (String record : List.of("the key", "role 'reader'", "owner 'ann'", "tenant 'demo'")) {
      if (field.startsWith("cost.") && !record.startsWith("owner") && !record.startsWith("tenant")) {
        continue;
      }
      Admission admission = admission(record, field, value);
      assertThat(admission).as(record).isInstanceOf(Admission.Refused.class);
      Admission.Refused refused = (Admission.Refused) admission;
      assertThat(refused.reason()).isEqualTo(AuthFailure.UNREADABLE);
      assertThat(refused.detail()).startsWith("field '" + field.replaceAll("[\\p{Cc}\\p{Cf}]", "?") + "'").contains(shown).hasLineCount(1);
      if (!record.equals("the key")) {
        assertThat(refused.detail()).contains("of " + record);
      }
    }
  }

  @Test
  void spaces_alone_separate_patterns() {
    Admission admission = admission("the key", "tools", "  add   !sub*  Mixed.Case_9-x @readOnly !@readOnly ");

    assertThat(admission).isInstanceOf(Admission.Admitted.class);
    Grants grants = ((Admission.Admitted) admission).principal().grants();
    assertThat(grants.tool("add", false).allowed()).isTrue();
    assertThat(grants.tool("add", true).allowed()).isFalse();
    assertThat(grants.tool("sub", false).allowed()).isFalse();
    assertThat(grants.tool("Mixed.Case_9-x", false).allowed()).isTrue();
  }

  private static Admission admission(String record, String field, String value) {
    Map<String, Map<String, String>> records = new HashMap<>();
    records.put("the key",
        new HashMap<>(Map.of("tenant", "demo", "salt", "5a17", "hash", "4a54".repeat(16), "roles", "reader", "owner", "ann")));
    List.of("role 'reader'", "owner 'ann'", "tenant 'demo'").forEach(name -> records.put(name, new HashMap<>(Map.of("rate", "1000/1s"))));
    records.get(record).put(field, value);
    KeyState state = KeyState.of(records.get("the key"), null, -1)
        .with(List.of(new Role("reader", records.get("role 'reader'"))), records.get("owner 'ann'"), records.get("tenant 'demo'"));
    return KeyRecord.of("0f3a9b2c1d4e", state, NOW).at(NOW);
  }
}
