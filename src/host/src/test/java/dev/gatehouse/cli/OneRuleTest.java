package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.config.Configs;
import dev.gatehouse.plugin.config.ConfigBinding;
import dev.gatehouse.plugin.config.ConfigMismatch;
import dev.gatehouse.plugin.load.PluginSource;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.PluginSettings;
import dev.gatehouse.record.RedisUrl;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.tenant.PluginFault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The same text is read alike wherever it may stand: in the host's file, in a plugin's configuration, in a record in Redis, as an option. */
class OneRuleTest {

  private static final String ID = "0f3a9c21b7de";
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  /** What a plugin asks for. */
  public record Settings(Duration pause, int count, boolean strict) {
  }

  private static boolean file(String section, String field, String text) {
    return loads("{'%s':{'%s':%s}}".formatted(section, field, Json.object().textNode(text)), Map.of());
  }

  private static boolean substituted(String section, String field, String text) {
    return loads("{'%s':{'%s':'${env:V}'}}".formatted(section, field), Map.of("V", text));
  }

  private static boolean loads(String json, Map<String, String> environment) {
    try {
      Configs.load(json, environment);
      return true;
    } catch (ConfigException e) {
      return false;
    }
  }

  private static boolean plugin(String field, String text) {
    Map<String, Object> values = new HashMap<>(Map.of("pause", "1s", "count", 1, "strict", true));
    values.put(field, text);
    try {
      new ConfigBinding("p", PluginSettings.of(values), new JsonTypes()).bind(values, Settings.class);
      return true;
    } catch (ConfigMismatch e) {
      return false;
    }
  }

  private static Admission admission(Map<String, String> more, Map<String, String> owner) {
    Map<String, String> fields = new HashMap<>(
        Map.of("tenant", "demo", "salt", "s", "hash", "0".repeat(64), "owner", "ann", "created", Long.toString(NOW.getEpochSecond())));
    fields.putAll(more);
    KeyState state = KeyState.of(fields, null, -1).with(List.of(), owner, Map.of());
    return KeyRecord.of(ID, state, NOW).at(NOW);
  }

  private static boolean key(String field, String text) {
    return admission(Map.of(field, text), Map.of()) instanceof Admission.Admitted;
  }

  private static boolean owner(String field, String text) {
    return admission(Map.of(), Map.of(field, text)) instanceof Admission.Admitted;
  }

  private static boolean mint(String option, String text) {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    return new CommandLine(new MintCommand(null, Clock.fixed(NOW, ZoneOffset.UTC))).setOut(nowhere).setErr(nowhere)
        .execute("--tenant=demo", "--tools=add", option + "=" + text) == 0;
  }

  private static Map<String, Boolean> answers(String text, Map<String, Predicate<String>> readers) {
    Map<String, Boolean> answers = new TreeMap<>();
    readers.forEach((name, reader) -> answers.put(name, reader.test(text)));
    return answers;
  }

  private static final Map<String, Predicate<String>> DURATIONS = Map.of(
      "the file", text -> file("auth", "grace", text),
      "the environment", text -> substituted("auth", "grace", text),
      "a plugin's configuration", text -> plugin("pause", text),
      "a record's maxKeyAge", text -> owner("maxKeyAge", text),
      "a record's rate", text -> key("rate", "5/" + text),
      "mint --expires", text -> mint("--expires", text));

  @ParameterizedTest
  @ValueSource(strings = {"1s", "90s", "30m", "12h", "2d", "1500ms", "007s", "1234567s"})
  void a_duration_is_read_everywhere(String text) {
    assertThat(answers(text, DURATIONS)).allSatisfy((reader, read) -> assertThat(read).as(reader).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1 s", "1S", "1sec", "-1s", "+1s", "1.5s", "1w", "1mo", "1e3s", "\u0663s", "1h30m", "1234567890s"})
  void no_duration_is_read_nowhere(String text) {
    assertThat(answers(text, DURATIONS)).allSatisfy((reader, read) -> assertThat(read).as(reader).isFalse());
  }

  private static final Map<String, Predicate<String>> NUMBERS = Map.of(
      "the environment", text -> substituted("http", "port", text), "a plugin's configuration", text -> plugin("count", text));

  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "8080"})
  void a_number_in_quotes_is_read_everywhere(String text) {
    assertThat(answers(text, NUMBERS)).allSatisfy((reader, read) -> assertThat(read).as(reader).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+8080", "08080", " 8080", "8080 ", "0x10", "\u0668\u0660", "8_080", "1.5", "--1"})
  void no_number_is_read_nowhere(String text) {
    assertThat(answers(text, NUMBERS)).allSatisfy((reader, read) -> assertThat(read).as(reader).isFalse());
  }

  private static final Map<String, Predicate<String>> NAMES = Map.of(
      "a tenant of the file", text -> loads("{'tenants':{%s:{}}}".formatted(Json.object().textNode(text)), Map.of()),
      "a plugin of the file", text -> loads("{'tenants':{'t':{'plugins':{%s:{}}}}}".formatted(Json.object().textNode(text)), Map.of()),
      "a plugin's jar", text -> isPlugin(text),
      "a key's tenant", text -> key("tenant", text),
      "a key's role", text -> !detail(Map.of("roles", text)).contains("must be"));

  private static String detail(Map<String, String> more) {
    return admission(more, Map.of()) instanceof Admission.Refused refused ? refused.detail() : "";
  }

  private static boolean isPlugin(String name) {
    try {
      return new PluginSource(name, List.of(Path.of("a.jar")), Path.of("a.jar")).name().equals(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "demo", "demo-2", "d_", "abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnopqrstuvwxyz"})
  void a_name_is_read_everywhere(String text) {
    assertThat(answers(text, NAMES)).allSatisfy((reader, read) -> assertThat(read).as(reader).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Demo", "-a", "_a", "a.b", "a:b", "a\u0085", "\u0430cme", "a\u200b",
      "abcdefghijklmnopqrstuvwxyz0123456789-abcdefghijklmnopqrstuvwxyz0"})
  void no_name_is_read_nowhere(String text) {
    assertThat(answers(text, NAMES)).allSatisfy((reader, read) -> assertThat(read).as(reader).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\u001b", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\ufeff"})
  void what_a_terminal_obeys_or_nobody_sees_is_shown_nowhere(String character) {
    String text = "a" + character + "b";
    assertThat(Configs.faults("{%s:1}".formatted(Json.object().textNode(text)))).singleElement().asString().contains("a b");
    assertThat(new PluginFault("t", text, "is" + character + "bad")).isEqualTo(new PluginFault("t", "a b", "is bad"));
    assertThatThrownBy(() -> KeyRecord.check(ID, Map.of("tenant", "demo", text, "x"))).hasMessageStartingWith("field 'a?b'");
    Map<String, Object> values = Map.of("pause", "1s", "count", 1, "strict", true, text, 1);
    assertThatThrownBy(() -> new ConfigBinding("p", PluginSettings.of(values), new JsonTypes()).bind(values, Settings.class))
        .hasMessageContaining("a b is not known");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\u001b", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029"})
  void a_keys_name_is_one_line(String character) {
    assertThat(key("name", "a" + character + "b")).isFalse();
    assertThat(key("name", "Zürich \ud83d\udc69\u200d\ud83d\udcbb")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tolos", "Tools", "tool", "toools"})
  void a_slip_is_told_apart_by_one_measure(String slip) {
    assertThat(detail(Map.of(slip, "x"))).endsWith("the nearest is 'tools'");
    assertThat(Configs.faults("{'tenants':{'t':{'anonymous':{'tools':'*','%s':'x'}}}}".formatted(slip)))
        .containsExactly("tenants.t.anonymous." + slip + ": unknown field; did you mean 'tools'?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345", "-1", "+1", "1x", "99999999999", "\u0663"})
  void a_database_of_redis_is_the_same_in_the_path_and_among_the_parameters(String database) {
    for (String url : List.of("redis://h/" + database, "redis://h?db=" + database, "unix:///run/r?db=" + database)) {
      assertThatThrownBy(() -> RedisUrl.parse(url)).as(url).isInstanceOf(IllegalArgumentException.class).hasMessage(null);
      assertThat(file("redis", "url", url)).as(url).isFalse();
    }
    assertThat(RedisUrl.parse("redis://h/9999").database()).isEqualTo(RedisUrl.parse("redis://h?db=9999").database()).isEqualTo(9999);
  }
}
