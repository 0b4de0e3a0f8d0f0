package dev.gatehouse.cli;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.ManualClock;
import dev.gatehouse.SameDay;
import dev.gatehouse.TestHost;
import dev.gatehouse.http.McpClient;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands of an operator's day, against a host and its Redis. */
@Timeout(180)
@ExtendWith(SameDay.class)
class OperatorCommandsIT {

  private static final String CALL = "{\"a\": 2, \"b\": 3}";

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void empty() {
    host.redis().flush();
  }

  private int run(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    return line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(words);
  }

  private List<String> said() {
    return out.toString().lines().toList();
  }

  private static String config() {
    return host.config().toString();
  }

  private static int call(String key, String tool) {
    return McpClient.of(host.url() + "/mcp").key(key).call(tool, CALL).status();
  }

  private String away() throws IOException {
    return Files.writeString(folder.resolve("away.json"), "{\"redis\": {\"url\": \"redis://127.0.0.1:1\", \"connectTimeout\": \"1s\"}}")
        .toString();
  }

  private String file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "keys", ".csv"), text).toString();
  }

  /** Gives each line on stdout to Redis, as redis-cli would. */
  private void pipe() {
    said().forEach(line -> host.redis().cli(MintCommandTest.redisCliWords(line).toArray(String[]::new)));
  }

  @Test
  void keys_are_listed_filtered_and_counted() throws IOException {
    String ann = TestHost.idOf(host.key("demo", "owner", "ann", "name", "=1+1", "tools", "add", "rate", "5/1m", "rate.sub*", "1/1m"));
    String bob = TestHost.idOf(host.key("demo", "owner", "bob", "tools", "add"));

    assertThat(run("keys", config())).isZero();
    assertThat(said()).hasSize(3).first().asString().startsWith("key").contains("last use");
    assertThat(said().get(1)).startsWith(ann).contains("  ann  ", "active", "5/1m, rate.sub* 1/1m");
    assertThat(said().get(2)).startsWith(bob);

    assertThat(run("keys", "--owner", "ann", "--csv", config())).isZero();
    assertThat(said()).hasSize(2).last().asString().startsWith(ann + ",demo,ann,'=1+1,active,,add,");

    assertThat(run("keys", "--search", "BOB", "--json", config())).isZero();
    JsonNode rows = Json.read(out.toString());
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get("id").asText()).isEqualTo(bob);
    assertThat(rows.get(0).get("lastUse").isNull()).isTrue();
    assertThat(out.toString()).doesNotContain("hash", "salt");

    assertThat(run("keys", "--status", "revoked", config())).isZero();
    assertThat(err.toString()).isEqualTo("none of the 2 keys matches\n");
  }

  @Test
  void mint_makes_a_key_for_each_row() throws IOException {
    String csv = file("owner,name,tools,rate,expires\nann,\"Ann, laptop\",add subtract,100/1m,\nbob,,,,90d\n");
    Path secrets = folder.resolve("secrets.csv");

    assertThat(run("mint", "--csv", csv, "--tenant", "demo", "--tools", "add", "--out", secrets.toString())).as(err.toString()).isZero();

    List<CsvFile.Row> keys = CsvFile.parse(Files.readString(secrets));
    assertThat(keys).hasSize(3).first().satisfies(row -> assertThat(row.fields()).containsExactly("id", "tenant", "owner", "name", "key"));
    assertThat(keys.get(1).fields().subList(1, 4)).containsExactly("demo", "ann", "Ann, laptop");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets))).isEqualTo("rw-------");
    assertThat(said()).hasSize(2).allMatch(line -> line.startsWith("HSET mcp:key:"));
    String ann = keys.get(1).fields().get(4);
    assertThat(out.toString() + err).doesNotContain(ann, ann.split("_")[2]);
    pipe();
    assertThat(call(ann, "subtract")).isEqualTo(200);
    assertThat(call(keys.get(2).fields().get(4), "add")).isEqualTo(200);
    assertThat(call(keys.get(2).fields().get(4), "subtract")).isEqualTo(403);

    assertThat(run("mint", "--csv", csv, "--tenant", "demo", "--out", secrets.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("--out: " + secrets + " exists");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void mint_applies_rows_and_prints_the_keys_as_csv() throws IOException {
    String csv = file("tenant,tools\ndemo,add\ndemo,subtract\n");

    assertThat(run("mint", "--csv", csv, "--apply", config())).isZero();

    assertThat(out.toString()).isEmpty();
    List<String> lines = err.toString().lines().toList();
    assertThat(lines.get(0)).isEqualTo("id,tenant,owner,name,key");
    assertThat(lines).contains("2 of 2 keys were made");
    assertThat(call(lines.get(2).split(",")[4], "subtract")).isEqualTo(200);
  }

  @Test
  void secrets_are_handed_over_when_redis_has_answered_and_before_a_key_is_made() throws IOException {
    String csv = file("tenant,tools\ndemo,add\ndemo,subtract\n");
    Path secrets = folder.resolve("secrets.csv");
    assertThat(run("mint", "--csv", csv, "--out", secrets.toString(), "--apply", away())).isEqualTo(3);
    assertThat(secrets).doesNotExist();

    assertThat(run("mint", "--csv", csv, "--out", secrets.toString(), "--apply", without("-evalsha", "-eval"))).isPositive();
    List<CsvFile.Row> keys = CsvFile.parse(Files.readString(secrets));
    assertThat(err.toString()).contains("not known to be made: " + keys.get(1).fields().get(0),
        "not known to be made: " + keys.get(2).fields().get(0), "0 of 2 keys were made");

    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(new FullDisk()));
    assertThat(line.execute("mint", "--csv", csv, "--apply", config())).isEqualTo(1);
    assertThat(host.redis().cli("KEYS", "mcp:key:*")).isEmpty();
  }

  @Test
  void one_wrong_row_and_no_key_is_made() throws IOException {
    String csv = file("tenant,owner,rate\ndemo,ann,5/1m\ndemo,bob,lots\ndemo,Carl Smith,\n,dora,\n");

    assertThat(run("mint", "--csv", csv, "--apply", config())).isEqualTo(2);

    assertThat(err.toString().lines()).hasSize(3).allMatch(line -> line.startsWith(csv + ": line "))
        .anyMatch(line -> line.contains("line 3: rate: 'lots'")).anyMatch(line -> line.contains("line 4: owner: "))
        .anyMatch(line -> line.contains("line 5: tenant: "));
    assertThat(host.redis().cli("KEYS", "mcp:key:*")).isEmpty();

    assertThat(run("mint", "--csv", file("tenant,ownr\ndemo,x\n"))).isEqualTo(2);
    assertThat(err.toString()).contains("there is no column 'ownr'; did you mean 'owner'?");
    assertThat(run("mint", "--csv", file("tenant\n"))).isEqualTo(2);
    assertThat(run("mint", "--csv", csv, "--json")).isEqualTo(2);
    assertThat(run("mint", "--tenant", "demo", "--out", "x.csv")).isEqualTo(2);
  }

  @Test
  void revoke_prints_commands_and_needs_no_redis() {
    assertThat(run("revoke", "0f3a9c21b7de", "1f3a9c21b7de", "--prefix", "prod:")).isZero();
    assertThat(said()).containsExactly("SADD prod:revoked 0f3a9c21b7de 1f3a9c21b7de");
    assertThat(run("revoke", "--tenant", "demo", "--owner", "ann")).isZero();
    assertThat(said()).containsExactly("SADD mcp:revoked owner:demo:ann");
    assertThat(run("revoke", "--tenant", "demo")).isZero();
    assertThat(said()).containsExactly("SADD mcp:revoked tenant:demo");
    assertThat(run("revoke", "gth_0f3a9c21b7de")).isZero();
    assertThat(said()).containsExactly("SADD mcp:revoked 0f3a9c21b7de");
    assertThat(err.toString()).isEmpty();
  }

  /** After each command every host asks again about all keys in use. */
  @Test
  void many_keys_are_revoked_by_few_commands() {
    List<String> words = new ArrayList<>(List.of("revoke"));
    for (int i = 0; i < 1_001; i++) {
      words.add("%012d".formatted(i));
    }
    assertThat(run(words.toArray(String[]::new))).isZero();
    assertThat(said()).hasSize(2).last().isEqualTo("SADD mcp:revoked 000000001000");
    words.addAll(List.of("--apply", "--config", config()));
    assertThat(run(words.toArray(String[]::new))).isEqualTo(1);
    assertThat(host.redis().cli("SCARD", "mcp:revoked")).isEqualTo("1001");
  }

  /** A configuration of a user of the same Redis who has all rights but some. */
  private String without(String... rights) throws IOException {
    List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "narrow", "reset", "on", ">pw", "~*", "&*", "+@all"));
    words.addAll(List.of(rights));
    assertThat(host.redis().cli(words.toArray(String[]::new))).isEqualTo("OK");
    return Files.writeString(folder.resolve("narrow.json"),
        "{\"redis\": {\"url\": \"%s\"}}".formatted(host.redis().url().replace("://", "://narrow:pw@"))).toString();
  }

  @Test
  void a_revocation_does_not_wait_for_what_is_asked_about_it() throws IOException {
    assertThat(run("revoke", "0f3a9c21b7de", "--apply", "--config", without("-hgetall"))).isPositive();
    assertThat(err.toString()).startsWith("revoked: 0f3a9c21b7de\n").hasLineCount(2);
    assertThat(host.redis().cli("SMEMBERS", "mcp:revoked")).isEqualTo("0f3a9c21b7de");
  }

  @Test
  void a_leaver_is_revoked_in_every_tenant() throws InterruptedException {
    String key = host.key("demo", "owner", "ann", "tools", "add");
    host.key("acme", "owner", "ann");
    host.key("other", "owner", "bob");
    host.redis().cli("HSET", "mcp:key:a_strange_one", "tenant", "No Tenant", "owner", "ann");
    host.redis().cli("HSET", "mcp:issuer:third:corp", "issuer", "https://id.example.com");
    host.redis().cli("HSET", "mcp:issuer:fourth:corp", "isuer", "x");
    String owners = "owner:acme:ann owner:demo:ann owner:fourth:ann owner:third:ann";
    assertThat(call(key, "add")).isEqualTo(200);

    assertThat(run("revoke", "--owner", "ann", "--config", config())).isZero();
    assertThat(said()).as("in the tenants with a key, and in those with an issuer of tokens").containsExactly("SADD mcp:revoked " + owners);
    assertThat(call(key, "add")).isEqualTo(200);

    assertThat(run("revoke", "--owner", "ann", "--apply", "--config", config())).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).isEqualTo("revoked: " + owners.replace(" ", ", ") + '\n');
    eventually(() -> call(key, "add") == 401);

    assertThat(run("revoke", "--owner", "nobody", "--apply", "--config", config())).isEqualTo(1);
    assertThat(err.toString()).contains("revoked: owner:fourth:nobody, owner:third:nobody", "warning: there is no key of owner 'nobody';");
    host.redis().flush();
    assertThat(run("revoke", "--owner", "nobody", "--config", config())).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void an_id_that_is_not_there_is_revoked_and_told() {
    String id = TestHost.idOf(host.key("demo"));

    assertThat(run("revoke", id, "000000000000", "--apply", "--config", config())).isEqualTo(1);

    assertThat(err.toString()).contains("there is no key 000000000000").doesNotContain("no key " + id);
    assertThat(host.redis().cli("SMEMBERS", "mcp:revoked")).contains(id, "000000000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"revoke", "revoke gth_0f3a9c21b7", "revoke 0f3a9c21b7de --owner ann", "revoke --owner Ann --tenant demo",
      "revoke --tenant demo:x", "revoke --owner ann --prefix x: --apply", "rotate", "rotate --older-than soon", "usage",
      "usage --tenant demo --month July",
      "usage --tenant demo --by colour", "audit", "audit --tenant demo --since yesterday", "audit --tenant demo --limit 0",
      "audit --tenant demo --outcome fine", "keys --unused 3w", "keys --tenant Demo", "rotate --older-than 1d --tenant Demo",
      "revoke 0f3a9c21b7de --prefix {x}", "keys --status odd", "keys --json --csv", "tail",
      "tail --tenant demo --for x"})
  void a_wrong_option_is_one_sentence_and_exit_2(String words) {
    assertThat(run(words.split(" "))).as(words).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void old_keys_get_successors_once() throws IOException, InterruptedException {
    String old = Long.toString(Instant.now().getEpochSecond() - 100 * 86_400);
    String key = host.key("demo", "owner", "ann", "tools", "add", "created", old);
    host.key("demo", "tools", "add", "created", Long.toString(Instant.now().getEpochSecond()));
    host.key("demo", "tools", "add", "created", old, "status", "disabled");
    host.key("demo", "tools", "add");
    Path secrets = folder.resolve("new.csv");

    assertThat(run("rotate", "--older-than", "90d", "--overlap", "1h", "--out", secrets.toString(), config())).isZero();

    List<CsvFile.Row> rows = CsvFile.parse(Files.readString(secrets));
    assertThat(rows).hasSize(2);
    assertThat(rows.get(1).fields().subList(0, 4)).containsExactly(TestHost.idOf(key), rows.get(1).fields().get(1), "demo", "ann");
    assertThat(err.toString()).contains("warning: 1 active keys do not say when they were made");
    assertThat(said()).hasSize(1);
    String fresh = rows.get(1).fields().get(5);
    assertThat(out.toString()).doesNotContain(fresh.split("_")[2]);
    pipe();
    assertThat(call(fresh, "add")).isEqualTo(200);
    assertThat(call(key, "add")).isEqualTo(200);
    assertThat(Long.parseLong(host.redis().cli("TTL", "mcp:key:" + TestHost.idOf(key)).strip())).isBetween(1L, 3_600L);

    assertThat(run("rotate", "--older-than", "90d", "--apply", config())).isZero();
    assertThat(err.toString()).contains("no active key is older than 90d and without a successor");
  }

  @Test
  void rotations_are_applied_with_an_end_of_their_own() {
    String old = Long.toString(Instant.now().getEpochSecond() - 100 * 86_400);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(TestHost.idOf(host.key("demo", "tools", "add", "created", old)));
    }
    assertThat(run("rotate", "--older-than", "90d", "--expires", "180d", "--apply", config())).isZero();

    assertThat(err.toString()).startsWith("replaces,id,tenant,owner,name,key").contains("3 of 3 keys have a successor now");
    List<String[]> rows = err.toString().lines().skip(1).limit(3).map(line -> line.split(",")).toList();
    assertThat(rows).extracting(row -> row[0]).containsExactlyInAnyOrderElementsOf(ids);
    for (String[] row : rows) {
      assertThat(call(row[5].strip(), "add")).isEqualTo(200);
      assertThat(Long.parseLong(host.redis().cli("HGET", "mcp:key:" + row[1], "exp").strip()))
          .isCloseTo(Instant.now().getEpochSecond() + 180 * 86_400, within(3_600L));
    }
  }

  @Test
  void revocations_have_the_prefix_of_the_configuration() throws IOException {
    String other = Files.writeString(folder.resolve("other.json"),
        Files.readString(host.config()).replaceFirst("\"redis\": *\\{", "\"redis\": { \"prefix\": \"acme:\",")).toString();
    assertThat(run("revoke", "0f3a9c21b7de", "--config", other)).as(err.toString()).isZero();
    assertThat(said()).containsExactly("SADD acme:revoked 0f3a9c21b7de");
    assertThat(run("revoke", "0f3a9c21b7de", "--config", folder.resolve("missing.json").toString())).isEqualTo(2);
  }

  @Test
  void a_revocation_that_ends_no_key_is_told() {
    host.key("demo", "owner", "ann", "tools", "add");
    assertThat(run("revoke", "--tenant", "demo", "--owner", "anne", "--apply", "--config", config())).isEqualTo(1);
    assertThat(err.toString()).contains("revoked: owner:demo:anne", "there is no key of owner 'anne' of tenant 'demo'");
    assertThat(run("revoke", "--tenant", "dmeo", "--apply", "--config", config())).isEqualTo(1);
    assertThat(run("revoke", "--tenant", "demo", "--owner", "ann", "--apply", "--config", config())).isZero();
  }

  @Test
  void a_whole_key_is_taken_for_its_id_with_a_warning() {
    String key = host.key("demo", "tools", "add");
    assertThat(run("explain", key, "add", config())).isZero();
    assertThat(err.toString()).contains("this is a whole key").doesNotContain(key.split("_")[2]);
    assertThat(run("explain", "gth_" + TestHost.idOf(key), "add", config())).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void what_audit_can_never_find_is_refused() {
    assertThat(run("audit", "--tenant", "demo", "--outcome", "forbidden", config())).isEqualTo(2);
    assertThat(err.toString()).contains("add --refused");
    assertThat(run("audit", "--tenant", "demo", "--refused", "--outcome", "ok", config())).isEqualTo(2);
    assertThat(run("audit", "--tenant", "demo", "--since", "2026-11-02", "--until", "2026-11-01", config())).isEqualTo(2);
    assertThat(err.toString()).contains("--since: it is later than --until");
  }

  @Test
  void a_key_that_was_just_made_is_not_unused() {
    String fresh = TestHost.idOf(host.key("demo", "tools", "add", "created", Long.toString(Instant.now().getEpochSecond() - 60)));
    String old = TestHost.idOf(host.key("demo", "tools", "add", "created", Long.toString(Instant.now().getEpochSecond() - 100 * 86_400)));
    assertThat(run("unused", "--days", "90", config())).isZero();
    assertThat(out.toString()).contains(old + "\tdemo\t-\tnever").doesNotContain(fresh);
    host.redis().cli("SET", "mcp:seen:" + old, "2026-01-02T03:04Z");
    assertThat(run("unused", "--days", "1", config())).isZero();
    assertThat(said()).containsExactly("key\ttenant\towner\tlast use", old + "\tdemo\t-\t2026-01-02T03:04Z");
  }

  @Test
  void usage_and_audit_tell_who_called_what() throws InterruptedException, IOException {
    String key = host.key("demo", "owner", "ann", "name", "laptop", "tools", "add", "rate", "2/1h");
    String id = TestHost.idOf(key);
    assertThat(call(key, "add")).isEqualTo(200);
    assertThat(call(key, "add")).isEqualTo(200);
    assertThat(call(key, "add")).isEqualTo(429);
    assertThat(call(key, "subtract")).isEqualTo(403);

    eventually(() -> run("usage", "--tenant", "demo", "--csv", config()) == 0 && out.toString().contains(id + ",ann,laptop,2,0,2"));
    assertThat(run("usage", "--tenant", "demo", "--by", "tool", config())).isZero();
    assertThat(said().get(1)).matches("tool +add +2");
    assertThat(run("usage", "--tenant", "demo", "--by", "owner", config())).isZero();
    assertThat(said().get(1)).matches("ann +2 +0 +2");
    assertThat(said().get(2)).matches("total +2 +0 +2");
    assertThat(run("usage", "--tenant", "demo", "--month", "2020-01", config())).isZero();
    assertThat(err.toString()).contains("has no usage in 2020-01 (usage is kept for 90 days)");
    host.redis().cli("HSET", "mcp:usage:{demo}:" + id + ":2020-01-31", "calls", "3");
    assertThat(run("usage", "--tenant", "demo", "--month", "2020-01", config())).isZero();
    assertThat(err.toString()).isEqualTo("warning: usage is kept for 90 days, so the first days of 2020-01 are missing or incomplete\n");

    eventually(() -> run("audit", "--tenant", "demo", "--json", config()) == 0 && out.toString().contains(id));
    JsonNode calls = Json.read(out.toString());
    assertThat(calls).hasSize(2).allMatch(call -> call.get("name").asText().equals("add") && call.get("outcome").asText().equals("ok"));
    assertThat(run("audit", "--tenant", "demo", "--tool", "sub*", config())).isZero();
    assertThat(err.toString()).isEqualTo("none\n");
    assertThat(run("audit", "--tenant", "demo", "--limit", "1", config())).isZero();
    assertThat(said()).hasSize(2);
    assertThat(err.toString()).contains("--limit shows more");
    assertThat(run("audit", "--tenant", "demo", "--until", "2026-01-01", config())).isZero();
    assertThat(err.toString()).isEqualTo("none\n");
    assertThat(run("audit", "--tenant", "demo", "--refused", "--owner", "ann", "--csv", config())).isZero();
    assertThat(said()).hasSize(3).anyMatch(line -> line.contains(",add,limited,")).anyMatch(line -> line.contains(",subtract,forbidden,"));
    assertThat(said().get(0)).endsWith(",first,last,issuer,client");
  }

  private CompletableFuture<Integer> tail(Clock clock, Writer to, String... more) {
    CommandLine line = Main.configured(new CommandLine(new TailCommand(clock))).setOut(new PrintWriter(to, true))
        .setErr(new PrintWriter(err, true));
    List<String> words = new ArrayList<>(List.of("--tenant", "demo", "--for", "5m", config()));
    words.addAll(List.of(more));
    return CompletableFuture.supplyAsync(() -> line.execute(words.toArray(String[]::new)));
  }

  @Test
  void tail_tells_of_refusals_that_are_written_after_midnight() throws Exception {
    ManualClock clock = new ManualClock(Instant.parse("2026-11-01T23:59:59Z"));
    StringWriter live = new StringWriter();
    CompletableFuture<Integer> tail = tail(clock, live);
    AtomicInteger early = new AtomicInteger();
    eventually(() -> {
      refused("early", early.incrementAndGet());
      return live.toString().contains("early");
    });
    clock.set(Instant.parse("2026-11-02T00:00:01Z"));
    Thread.sleep(2_000);
    refused("late", 2);
    eventually(() -> live.toString().contains("late  forbidden  2 times"));
    clock.set(Instant.parse("2026-11-02T00:05:00Z"));
    assertThat(tail.get()).isZero();
  }

  private static void refused(String tool, int times) {
    host.redis().cli("HSET", "mcp:refused:{demo}:2026-11-01", "0f3a9c21b7de\tann\ttools/call\t" + tool + "\tforbidden\t-",
        times + "\t2026-11-01T23:59:59Z\t2026-11-01T23:59:59Z");
  }

  @Test
  void tail_ends_when_nobody_reads_it() throws Exception {
    String key = host.key("demo", "owner", "ann", "tools", "add");
    CompletableFuture<Integer> tail = tail(Clock.systemUTC(), new FullDisk());
    eventually(() -> {
      call(key, "add");
      return tail.isDone();
    });
    assertThat(tail.get()).isEqualTo(1);
  }

  /** Takes nothing, as a full disk or a pipe whose reader has gone. */
  private static final class FullDisk extends Writer {

    @Override
    public void write(char[] text, int from, int length) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void flush() {
      // Nothing was taken.
    }

    @Override
    public void close() {
      // Nothing to close.
    }
  }

  @Test
  void a_result_that_cannot_be_written_is_exit_1() {
    CommandLine line = Main.commandLine().setOut(new PrintWriter(new FullDisk(), true)).setErr(new PrintWriter(err, true));
    assertThat(line.execute("usage", "--tenant", "demo", "--csv", config())).isEqualTo(1);
    assertThat(err.toString()).endsWith("stdout could not be written\n");
  }

  @Test
  void tail_tells_of_calls_and_refusals_as_they_come() throws Exception {
    String key = host.key("demo", "owner", "ann", "tools", "add");
    assertThat(call(key, "subtract")).isEqualTo(403);
    ManualClock clock = new ManualClock(Instant.now());
    StringWriter live = new StringWriter();
    CompletableFuture<Integer> tail = tail(clock, live, "--json");

    eventually(() -> {
      call(key, "add");
      return live.toString().contains("\"name\":\"add\"");
    });
    eventually(() -> {
      call(key, "subtract");
      return live.toString().contains("\"outcome\":\"forbidden\"");
    });
    clock.pass(Duration.ofMinutes(6));
    assertThat(tail.get()).isZero();
    assertThat(live.toString().lines()).allMatch(row -> row.startsWith("{\"at\":\"") && row.endsWith("}"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void doctor_tells_what_is_wrong_and_how_to_mend_it() throws IOException {
    String fine = Files.writeString(folder.resolve("fine.json"), """
        { "redis": {"url": "%s"}, "plugins": {"dir": "%s"}, "http": {"port": %s}, "admin": {"port": %d} }
        """.formatted(host.redis().url(), host.plugins(), host.url().replaceAll(".*:", ""), host.adminPort())).toString();
    assertThat(run("doctor", fine)).as(out.toString()).isZero();
    assertThat(said()).noneMatch(line -> line.startsWith("problem")).anyMatch(line -> line.startsWith("ok  plugins: all plugins"))
        .anyMatch(line -> line.contains("/health/ready says UP")).anyMatch(line -> line.startsWith("ok  clock: "));

    Files.createDirectories(folder.resolve("bad/demo"));
    Files.writeString(folder.resolve("bad/demo/broken.jar"), "no jar");
    String bad = Files.writeString(folder.resolve("bad.json"), """
        { "redis": {"url": "%s"}, "plugins": {"dir": "%s"}, "http": {"port": 1}, "admin": {"port": 2} }
        """.formatted(host.redis().url(), folder.resolve("bad"))).toString();
    assertThat(run("doctor", "--quiet", "--json", bad)).isEqualTo(1);
    JsonNode found = Json.read(out.toString());
    assertThat(found).hasSize(3).allMatch(one -> one.get("level").asText().equals("problem") && !one.get("remedy").asText().isEmpty());
    assertThat(out.toString()).contains("demo/broken", "nothing listens at http.host and http.port, 127.0.0.1:1", "no host answers at");
  }

  @Test
  void doctor_examines_what_a_role_uses() throws IOException {
    Files.createDirectories(folder.resolve("bad/demo"));
    Files.writeString(folder.resolve("bad/demo/broken.jar"), "no jar");
    String config = Files.writeString(folder.resolve("role.json"), """
        { "redis": {"url": "redis://127.0.0.1:1", "connectTimeout": "1s"}, "plugins": {"dir": "%s"}, "http": {"port": 1},
          "admin": {"port": %d} }
        """.formatted(folder.resolve("bad"), host.adminPort())).toString();

    assertThat(run("doctor", "--role", "worker", config)).isEqualTo(1);
    assertThat(out.toString()).contains("demo/broken").doesNotContain("  redis: ", "redis.url", "http.port");
    assertThat(run("doctor", "--role", "edge", config)).isEqualTo(1);
    assertThat(out.toString()).contains("problem  redis: ", "http.port").doesNotContain("  plugins: ", "demo/broken");
  }

  @Test
  void doctor_says_that_redis_is_away_or_the_configuration_wrong() throws IOException {
    String away = Files.writeString(folder.resolve("away.json"),
        """
            { "redis": {"url": "redis://127.0.0.1:1", "connectTimeout": "1s"}, "plugins": {"dir": "%s"}, "http": {"port": 1}, "admin": {"port": 2} }
            """
            .formatted(host.plugins()))
        .toString();
    assertThat(run("doctor", away)).isEqualTo(1);
    assertThat(said()).anyMatch(line -> line.startsWith("problem  redis: "));

    assertThat(run("doctor", Files.writeString(folder.resolve("wrong.json"), "{\"htpp\": {}}").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("htpp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys", "rotate --older-than 1d", "usage --tenant demo", "audit --tenant demo", "tail --tenant demo --for 1s",
      "revoke --owner ann --config"})
  void a_redis_that_is_away_is_exit_3(String words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words.split(" ")));
    all.add(away());
    assertThat(run(all.toArray(String[]::new))).isEqualTo(3);
    assertThat(err.toString()).contains("127.0.0.1:1");
    assertThat(out.toString()).doesNotContain("\n[", "SADD");
  }
}
