package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.auth.Admission;
import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.auth.key.ApiKeyAuthentication;
import dev.gatehouse.auth.key.KeyPolicy;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.KeyState;
import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MintCommandTest {

  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T12:00:00.250Z"), ZoneOffset.UTC);

  private final List<String> applied = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private StoreUnavailableException away;
  private Map<String, String> rotated = Map.of("tenant", "demo", "tools", "add");

  private final MintCommand.Store store = new MintCommand.Store() {

    @Override
    public void create(Path config, String keyId, Map<String, String> fields) {
      write(config + " " + keyId + " " + fields.get("tenant"));
    }

    @Override
    public Map<String, String> rotate(Path config, Rotation rotation, String keyId, Map<String, String> fields) {
      write(config + " " + keyId + " replaces " + rotation.replaces());
      return rotated;
    }
  };

  private void write(String what) {
    if (away != null) {
      throw away;
    }
    applied.add(what);
  }

  @Test
  void the_key_goes_to_stderr_once_and_the_command_to_stdout() {
    assertThat(mint("--tenant", "demo", "--tools", "add")).isZero();

    String key = err.toString().lines().findFirst().orElseThrow();
    assertThat(key).matches("gth_[0-9a-z]{12}_[0-9a-f]{64}_[0-9a-f]{8}");
    String secret = key.split("_")[2];
    assertThat(err.toString()).containsOnlyOnce(secret).contains("Authorization: Bearer", "X-API-Key");
    assertThat(out.toString()).doesNotContain(secret).hasLineCount(1);
    assertThat(out.toString()).startsWith("HSET mcp:key:" + key.split("_")[1] + " tenant demo tools add created 1780315200 salt ");
  }

  @Test
  void what_the_command_writes_lets_the_key_in() {
    mint("--tenant", "demo", "--tools", "add* !add_admin", "--prompts", "greet", "--resources", "file:///*", "--owner",
        "ann+ci@example.org", "--name", "Ann's \"laptop\" \\ $HOME, Zürich", "--rate", "100/1m 1000/1d", "--expires", "90d");

    List<String> words = redisCliWords(out.toString().strip());
    Map<String, String> fields = new HashMap<>();
    for (int i = 2; i < words.size(); i += 2) {
      fields.put(words.get(i), words.get(i + 1));
    }
    assertThat(fields).containsEntry("name", "Ann's \"laptop\" \\ $HOME, Zürich").containsEntry("tools", "add* !add_admin")
        .containsEntry("exp", "1788091200");
    String key = err.toString().lines().findFirst().orElseThrow();
    ApiKeyAuthentication auth =
        new ApiKeyAuthentication(asked -> Future.succeededFuture(KeyRecord.of(asked.id(), KeyState.of(fields, null, -1), Instant.EPOCH)),
            new KeyPolicy(false, false), CLOCK);
    assertThat(auth.admit(key, "192.0.2.1").result()).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void a_command_is_plain_ascii_on_one_line() {
    mint("--tenant", "demo", "--name", "Zürich 東京 🔑");

    assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(out.toString())).isTrue();
    assertThat(redisCliWords(out.toString().strip())).contains("Zürich 東京 🔑");
  }

  @Test
  void an_empty_value_stays_a_word() {
    mint("--tenant", "demo", "--tools", "");

    assertThat(out.toString()).contains(" tools \"\" created ");
  }

  @Test
  void the_prefix_can_be_another() {
    mint("--tenant", "demo", "--prefix", "prod:mcp:");

    assertThat(out.toString()).startsWith("HSET prod:mcp:key:");
    assertThat(mint("--tenant", "demo", "--prefix", "{prod}:")).isEqualTo(2);
    assertThat(err.toString()).contains("--prefix: it must be 1 to 64 of letters");
  }

  @ParameterizedTest
  @CsvSource({"90d,1788091200", "12h,1780358400", "30m,1780317000", "10s,1780315210"})
  void expires_counts_from_now(String expires, String exp) {
    mint("--tenant", "demo", "--expires", expires);

    assertThat(out.toString()).contains(" exp " + exp + " ");
  }

  @ParameterizedTest
  @CsvSource({"--tenant,Demo", "--tools,!", "--tools,'* !add,!sub'", "--prompts,!", "--resources,!", "--owner,Ann", "--name,''",
      "--rate,lots", "--quota,10/1h", "--quota,5/1d 6/1d", "--rate,0/1m", "--expires,soon", "--expires,0d", "--expires,-1d", "--expires,90",
      "--expires,9999999d",
      "--name,a\uFFFDb", "--roles,Reader", "--roles,a.b", "--ips,10.0.0.0/33", "--ips,home"})
  void a_bad_value_is_one_line_that_names_the_option_and_makes_no_key(String option, String value) {
    int exit = option.equals("--tenant") ? mint(option, value) : mint("--tenant", "demo", option, value);

    assertThat(exit).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith(option + ": ").hasLineCount(1).doesNotContain("gth_");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '~', quoteCharacter = '"', value = {"--tools ~ * !^add$ ~ '^' (U+005E)", "--tools ~ * !add|sub ~ '|' (U+007C)",
      "--tools ~ * !add? ~ '?' (U+003F)", "--tools ~ * !\uff21dd ~ '\uff21' (U+FF21 FULLWIDTH LATIN CAPITAL LETTER A)",
      "--tools ~ * !add\u200b ~ U+200B ZERO WIDTH SPACE", "--tools ~ * !add\u00a0 ~ U+00A0 NO-BREAK SPACE",
      "--prompts ~ * !^greet$ ~ '^' (U+005E)", "--prompts ~ * !greet\u200b ~ U+200B ZERO WIDTH SPACE",
      "--resources ~ doc:///* !^doc:///secret ~ '^' (U+005E)", "--resources ~ doc:///* !doc:///secret\u200b ~ U+200B ZERO WIDTH SPACE"})
  void a_deny_that_can_match_nothing_is_refused_and_shows_the_character(String option, String patterns, String shown) {
    assertThat(mint("--tenant", "demo", option, patterns)).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith(option + ": " + shown + " can match nothing: ").hasLineCount(1);
  }

  @Test
  void a_deny_of_a_resource_in_another_spelling_is_taken() {
    assertThat(mint("--tenant", "demo", "--resources", "doc:///* !DOC:///%73ecret*")).isZero();
  }

  @Test
  void roles_and_addresses_are_fields_of_the_record() {
    mint("--tenant", "demo", "--roles", "reader writer", "--ips", "10.0.0.0/8,::1");

    assertThat(out.toString()).contains("roles \"reader writer\"").contains("ips \"10.0.0.0/8,::1\"").contains(" created ");
  }

  @Test
  void a_quota_is_minted_into_the_record() {
    assertThat(mint("--tenant", "demo", "--quota", "10000/1d 100000/1mo")).isZero();

    assertThat(out.toString()).contains(" quota \"10000/1d 100000/1mo\"");
  }

  @Test
  void a_rotation_is_one_command_that_holds_no_secret() {
    assertThat(mint("--replaces", "0f3a9c21b7de", "--overlap", "1h", "--name", "new laptop")).isZero();

    String id = err.toString().split("_")[1];
    assertThat(out.toString()).hasLineCount(1).startsWith("EVAL ").contains("name \"new laptop\"")
        .contains(" 3 mcp:key:0f3a9c21b7de mcp:key:" + id + " mcp:rotated:0f3a9c21b7de 0f3a9c21b7de 1780318800 ")
        .doesNotContain(err.toString().split("_")[2]);
  }

  @Test
  void a_key_is_replaced_by_its_id_or_by_what_has_its_id() {
    assertThat(mint("--replaces", "gth_0f3a9c21b7de")).isZero();
    assertThat(out.toString()).contains(" mcp:key:0f3a9c21b7de ");
    assertThat(err.toString()).doesNotContain("whole key");
  }

  @ParameterizedTest
  @CsvSource({"--replaces,key:1,replaces", "--overlap,soon,overlap", "--tenant,demo,tenant", "--rate,lots,rate", "--tools,!,tools"})
  void a_rotation_that_cannot_be_meant_makes_no_key(String option, String value, String named) {
    int exit = option.equals("--replaces") ? mint(option, value) : mint("--replaces", "0f3a9c21b7de", option, value);

    assertThat(exit).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("--" + named + ": ").hasLineCount(1);
  }

  @Test
  void a_key_needs_a_tenant() {
    assertThat(mint("--tools", "add")).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("--tenant");
  }

  @Test
  void apply_writes_the_key_and_prints_no_command() {
    assertThat(mint("--tenant", "demo", "--apply")).isZero();
    assertThat(mint("--tenant", "demo", "--apply", "other.json")).isZero();

    String id = err.toString().split("_")[1];
    assertThat(applied.get(0)).isEqualTo(Path.of("conf/gatehouse.json") + " " + id + " demo");
    assertThat(applied.get(1)).startsWith("other.json ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_key_that_could_not_be_written_is_not_shown() {
    away = new StoreUnavailableException("redis.url: nobody answers at redis://10.0.0.9:6379", null);

    assertThat(mint("--tenant", "demo", "--apply")).isEqualTo(3);
    assertThat(err.toString().strip()).isEqualTo("redis.url: nobody answers at redis://10.0.0.9:6379");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void apply_takes_the_prefix_from_the_configuration() {
    assertThat(mint("--tenant", "demo", "--apply", "--prefix", "x:")).isEqualTo(2);

    assertThat(err.toString()).startsWith("--prefix: ");
    assertThat(applied).isEmpty();
  }

  @Test
  void a_bad_value_is_not_applied() {
    assertThat(mint("--tenant", "demo", "--rate", "lots", "--apply")).isEqualTo(2);

    assertThat(applied).isEmpty();
  }

  @Test
  void a_rotation_is_applied_and_tells_both_ends() {
    assertThat(mint("--replaces", "0f3a9c21b7de", "--overlap", "1h", "--apply", "other.json")).isZero();

    assertThat(applied).singleElement().asString().startsWith("other.json ").endsWith(" replaces 0f3a9c21b7de");
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("gth_").contains("Key 0f3a9c21b7de works until 2026-06-01T13:00:00Z").doesNotContain("warning");
  }

  @Test
  void a_rotation_of_a_key_that_does_not_exist_makes_none() {
    rotated = Map.of();

    assertThat(mint("--replaces", "0f3a9c21b7de", "--apply")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--replaces: ").contains("no key 0f3a9c21b7de").hasLineCount(1).doesNotContain("gth_");
  }

  @ParameterizedTest
  @CsvSource({"1788091200,2026-08-30T12:00:00Z", "2026-08-30T12:00:00+00:00,2026-08-30T12:00:00+00:00"})
  void an_end_that_a_rotated_key_inherits_is_told(String exp, String shown) {
    rotated = Map.of("tenant", "demo", "exp", exp);

    assertThat(mint("--replaces", "0f3a9c21b7de", "--apply")).isZero();
    assertThat(err.toString()).contains("warning: the new key ends when key 0f3a9c21b7de was to end, at " + shown + "; --expires");
  }

  @Test
  void an_end_that_may_be_inherited_is_told_where_the_record_is_not_read() {
    assertThat(mint("--replaces", "0f3a9c21b7de")).isZero();
    assertThat(err.toString()).contains("warning: if key 0f3a9c21b7de has an end (exp), the new key has the same");
  }

  @Test
  void a_rotated_key_with_an_end_of_its_own_inherits_none() {
    rotated = Map.of("tenant", "demo", "exp", "1788091200");

    assertThat(mint("--replaces", "0f3a9c21b7de", "--expires", "90d", "--apply")).isZero();
    assertThat(err.toString()).doesNotContain("warning");
  }

  @Test
  void a_key_without_any_right_is_warned_of() {
    assertThat(mint("--tenant", "demo")).isZero();
    assertThat(err.toString()).contains("warning: the key may use nothing: --tools");
  }

  @ParameterizedTest
  @CsvSource({"--tools,add", "--prompts,greet", "--resources,doc:///*", "--roles,reader"})
  void a_key_with_a_right_is_not(String option, String value) {
    assertThat(mint("--tenant", "demo", option, value)).isZero();
    assertThat(err.toString()).doesNotContain("warning");
  }

  @Test
  void a_tenant_that_does_not_exist_is_warned_of(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("plugins/acme"));
    Path config = Files.writeString(folder.resolve("g.json"), """
        { "plugins": {"dir": "%s"}, "tenants": {"named": {"plugins": {"x": {"secret": "${env:NOT_SET_HERE}"}}}} }
        """.formatted(folder.resolve("plugins")));

    mint("--tenant", "acmee", "--tools", "*", "--apply", config.toString());
    assertThat(err.toString()).contains("warning: there is no tenant 'acmee' now: " + config + " does not name it, and "
        + folder.resolve("plugins") + " has no folder of that name; did you mean 'acme'?");
    mint("--tenant", "acmee", "--tools", "*", "--apply", config.toString(), "--json");
    assertThat(out.toString()).contains("\"warnings\":[\"there is no tenant 'acmee' now");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme", "named"})
  void a_tenant_that_exists_is_not(String tenant, @TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("plugins/acme"));
    Path config = Files.writeString(folder.resolve("g.json"), """
        { "plugins": {"dir": "%s"}, "tenants": {"named": {}} }
        """.formatted(folder.resolve("plugins")));

    mint("--tenant", tenant, "--tools", "*", "--apply", config.toString());
    assertThat(err.toString()).doesNotContain("warning");
  }

  @Test
  void json_is_one_object_that_holds_the_key_and_stderr_is_silent() throws Exception {
    assertThat(mint("--tenant", "demo", "--name", "Zürich", "--json")).isZero();

    JsonNode made = Json.read(Buffer.buffer(out.toString()));
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString()).hasLineCount(1);
    assertThat(made.path("key").asText()).startsWith("gth_" + made.path("id").asText() + "_");
    assertThat(made.path("tenant").asText()).isEqualTo("demo");
    assertThat(made.path("fields").path("name").asText()).isEqualTo("Zürich");
    assertThat(made.path("commands").path(0).asText()).startsWith("HSET mcp:key:" + made.path("id").asText());
    assertThat(made.path("applied").asBoolean()).isFalse();
  }

  @Test
  void json_of_an_applied_key_has_no_commands() throws Exception {
    assertThat(mint("--tenant", "demo", "--apply", "--json")).isZero();

    JsonNode made = Json.read(Buffer.buffer(out.toString()));
    assertThat(made.path("applied").asBoolean()).isTrue();
    assertThat(made.has("commands")).isFalse();
  }

  private int mint(String... args) {
    return Main.configured(new CommandLine(new MintCommand(store, CLOCK)))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  /** Splits as redis-cli does (sdssplitargs), as far as a command of ours can ask for it. */
  static List<String> redisCliWords(String line) {
    List<String> words = new ArrayList<>();
    Buffer word = Buffer.buffer();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted && c == '\\' && line.charAt(i + 1) == 'x') {
        word.appendByte((byte) Integer.parseInt(line.substring(i + 2, i + 4), 16));
        i += 3;
      } else if (quoted && c == '\\') {
        word.appendByte((byte) line.charAt(++i));
      } else if (!quoted && c == ' ') {
        words.add(word.toString());
        word = Buffer.buffer();
      } else {
        word.appendByte((byte) c);
      }
    }
    words.add(word.toString());
    return words;
  }
}
