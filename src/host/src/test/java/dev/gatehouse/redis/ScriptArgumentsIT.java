package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.auth.LimitRule;
import dev.gatehouse.auth.Scope;
import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.auth.limit.Limiter.Cost;
import dev.gatehouse.config.AuditConfig;
import dev.gatehouse.config.SessionsConfig;
import dev.gatehouse.mcp.LogLevel;
import dev.gatehouse.mcp.Revision;
import dev.gatehouse.mcp.legacy.SessionRecord;
import dev.gatehouse.record.Quota;
import dev.gatehouse.record.Rate;
import dev.gatehouse.redis.audit.RedisLedger;
import dev.gatehouse.redis.keys.RedisKeyWriter;
import dev.gatehouse.redis.report.KeyFilter;
import dev.gatehouse.redis.report.KeySearch;
import dev.gatehouse.redis.session.RedisSessions;
import dev.gatehouse.rpc.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every Lua script of the host loads, has a caller, and reads each of the KEYS and ARGV that its caller passes, and no others. */
@Timeout(180)
class ScriptArgumentsIT extends LinkedTest {

  private static final Path RESOURCES = Path.of(System.getProperty("gatehouse.root"), "src/host/src/main/resources");
  private static final SessionRecord SESSION = new SessionRecord("5e55104", "demo", "ann", false, "ann", false, Revision.V2025_11_25,
      Json.object(), LogLevel.INFO, Set.of(), "");
  private static final String END = "the end of what is watched";
  private static final Pattern WORD = Pattern.compile("\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");

  /** A script without what a caller may leave out of it: comments and indentation. */
  private static String plain(String script) {
    return script.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("--")).collect(Collectors.joining("\n"));
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      return files.filter(file -> file.toString().endsWith(".lua")).toList();
    }
  }

  /** What a rotation needs to find, and a change of a session. */
  private static void leaveOnlyWhatIsNeeded() {
    redis.flush();
    redis.cli("HSET", "mcp:key:old", "tenant", "demo");
    redis.cli("HSET", "mcp:session:{" + SESSION.id() + "}", "v", "1");
  }

  /** One call of each script, by whoever calls it. */
  private void callAll() {
    List<LimitRule> limits = List.of(LimitRule.of(Scope.KEY, "key:a", null, Rate.parseAll("9/1h").get(0)),
        LimitRule.of(Scope.KEY, "key:a", null, Quota.parseAll("9/1d").get(0)));
    new RedisLimiter(link, KEYS, true).charge("demo", Cost.of(limits, 1)).await();
    RedisKeyWriter writer = new RedisKeyWriter(link, KEYS);
    writer.create("made", Map.of("tenant", "demo", "hash", "0a"), OptionalLong.of(Instant.now().getEpochSecond() + 600)).await();
    writer.rotate(new Rotation("old", Instant.now().plusSeconds(60)), "new", Map.of("hash", "0b")).await();
    RedisLedger ledger = new RedisLedger(link, KEYS, AuditConfig.DEFAULT);
    vertx.deployVerticle(ledger).await();
    Stream.of(Outcome.OK, Outcome.ERROR, Outcome.FORBIDDEN, Outcome.LIMITED).forEach(outcome -> ledger.record(
        ToolUse.entry(Instant.now(), "demo", "0f3a9c21b7de", "0f3a9c21b7de", "ann", "add", outcome, null, 3, "7", "abcd1234")));
    vertx.undeploy(ledger.deploymentID()).await();
    new KeySearch(link, KEYS, Clock.systemUTC()).each(KeyFilter.ALL, rows -> Future.succeededFuture()).await();
    callSessions();
  }

  /** A change comes first, since it reads more than a session that is created. */
  private void callSessions() {
    RedisSessions sessions = new RedisSessions(link, KEYS, new SessionsConfig(10, Duration.ofMinutes(30)), Duration.ZERO, "test");
    String deployment = vertx.deployVerticle(sessions).await();
    sessions.change(SESSION.id(), Map.of("level", "debug"), Set.of("sub:file:///a")).otherwiseEmpty().await();
    sessions.append(SESSION, "0", 1, Buffer.buffer("{}")).await();
    sessions.open(SESSION).await();
    vertx.undeploy(deployment).await();
  }

  /** The words of the first call of each script, by the script. Redis has forgotten them all, and so is sent each of them whole. */
  private Map<String, List<String>> calls() throws IOException {
    leaveOnlyWhatIsNeeded();
    redis.cli("SCRIPT", "FLUSH");
    Map<String, List<String>> calls = new LinkedHashMap<>();
    try (Socket monitor = new Socket("127.0.0.1", redis.port())) {
      monitor.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
      BufferedReader lines = new BufferedReader(new InputStreamReader(monitor.getInputStream(), StandardCharsets.ISO_8859_1));
      assertThat(lines.readLine()).isEqualTo("+OK");
      callAll();
      redis.cli("ECHO", END);
      for (List<String> words = words(lines); !words.contains(END); words = words(lines)) {
        if (words.get(0).equalsIgnoreCase("EVAL")) {
          calls.putIfAbsent(plain(words.get(1)), words);
        }
      }
    }
    return calls;
  }

  private static List<String> words(BufferedReader lines) throws IOException {
    return WORD.matcher(lines.readLine()).results().map(word -> ESCAPE.matcher(word.group(1)).replaceAll(ScriptArgumentsIT::unescaped))
        .toList();
  }

  private static String unescaped(MatchResult escape) {
    String code = escape.group(1);
    String text = switch (code.charAt(0)) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'x' -> Character.toString(Integer.parseInt(code.substring(1), 16));
      default -> code;
    };
    return Matcher.quoteReplacement(text);
  }

  private String unread(List<String> call) throws IOException {
    leaveOnlyWhatIsNeeded();
    List<String> watched = new ArrayList<>(call);
    try (InputStream in = ScriptArgumentsIT.class.getResourceAsStream("reads.lua")) {
      String script = call.get(1).replace("#KEYS", "#passed.KEYS").replace("#ARGV", "#passed.ARGV");
      watched.set(1, new String(in.readAllBytes(), StandardCharsets.US_ASCII).replace("SCRIPT", script));
    }
    return redis.cli(watched.toArray(String[]::new));
  }

  @Test
  void each_reads_what_it_is_passed_and_no_more() throws IOException {
    Map<String, List<String>> calls = calls();

    Map<String, String> wrong = new LinkedHashMap<>();
    for (Path script : scripts()) {
      List<String> call = calls.get(plain(Files.readString(script, StandardCharsets.ISO_8859_1)));
      wrong.put(script.getFileName().toString(), call == null ? "was not called" : unread(call));
    }
    assertThat(wrong.values()).as("what each script does not read, or its error: %s", wrong).isNotEmpty().containsOnly("");
  }
}
