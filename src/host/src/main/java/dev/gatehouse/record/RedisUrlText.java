package dev.gatehouse.record;

import dev.gatehouse.record.RedisUrl.Mode;
import dev.gatehouse.record.RedisUrl.Sentinel;
import dev.gatehouse.record.RedisUrl.Server;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parser of {@code redis.url}. A URL is parsed by these rules and not as a URI, since passwords often hold characters reserved in URIs:
 * {@code @ / # ? +} are literal there. {@code %} and two hex digits are one byte, so a literal {@code %} before two hex digits is written
 * {@code %25}.
 */
final class RedisUrlText {

  private static final int DEFAULT_PORT = 6379;
  private static final int DEFAULT_SENTINEL_PORT = 26_379;
  /** More servers than these are no list that anybody wrote. */
  private static final int MOST_SERVERS = 100;

  private static final String QUERY = "(?:\\?(?<query>(?:%1$s=[^&#]*)(?:&%1$s=[^&#]*)*)?)?";
  private static final String LOWER_CASE = String.format(Locale.ROOT, QUERY, "[a-z]+");
  private static final String ANY_CASE = String.format(Locale.ROOT, QUERY, "[A-Za-z]+");
  private static final String HOST = "(?:\\[[0-9A-Fa-f:.]+]|\\w(?:[\\w.-]*\\w)?\\.?)";
  private static final String PORT = "(?::\\d{1,5})?";
  private static final String HOSTS = "(?<hosts>" + HOST + PORT + "(?:," + HOST + PORT + "){0," + (MOST_SERVERS - 1) + "})";
  private static final String DATABASE = "(?:/(?<database>\\d{0,4}))?";
  /** {@code %s} stands for what a user and a password may hold. */
  private static final String BEGIN = "(?<scheme>rediss?|valkeys?)%s://(?:(?<login>%s)@)?";
  private static final Form SINGLE = new Form("", "(?<hosts>" + HOST + PORT + ")" + DATABASE + LOWER_CASE);
  /** The characters that a Sentinel allows in the name of a master. */
  private static final Form SENTINEL = new Form("\\+sentinel", HOSTS + "/(?<master>[A-Za-z0-9._-]{1,255})" + DATABASE + ANY_CASE);
  private static final Form CLUSTER = new Form("\\+cluster", HOSTS + DATABASE + LOWER_CASE);
  private static final Pattern SOCKET = Pattern.compile("(?<scheme>unix)://(?<path>/[^?#]+)" + LOWER_CASE);
  private static final Pattern MODE = Pattern.compile("\\w+\\+(sentinel|cluster):.*", Pattern.DOTALL);
  /** What was to be substituted is not; in a password it is written {@code %24%7B}. */
  private static final String LEFT = "${";
  private static final Set<String> OF_SERVERS = Set.of("user", "password", "db", "client");
  private static final Set<String> OF_SENTINELS = Set.of("user", "password", "db", "client", "sentinelUser", "sentinelPassword");
  private static final Pattern ENCODED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

  /** A form of URLs: with a plain login, or one in which the last {@code @} ends the password. */
  private static final class Form {

    private final Pattern plain;
    private final Pattern anyPassword;

    Form(String mode, String rest) {
      plain = Pattern.compile(String.format(Locale.ROOT, BEGIN, mode, "[^@/?#\\p{Cntrl}]*") + rest);
      anyPassword = Pattern.compile(String.format(Locale.ROOT, BEGIN, mode, "\\P{Cntrl}*") + rest);
    }

    Matcher match(String url) {
      Matcher matched = plain.matcher(url);
      if (!matched.matches()) {
        matched = anyPassword.matcher(url);
        check(matched.matches());
      }
      return matched;
    }
  }

  private RedisUrlText() {
  }

  static RedisUrl parse(String url) {
    Matcher socket = SOCKET.matcher(url);
    if (socket.matches()) {
      return socket(socket);
    }
    check(!url.contains(LEFT));
    Matcher mode = MODE.matcher(url);
    if (!mode.matches()) {
      return servers(Mode.SINGLE, SINGLE.match(url));
    }
    return mode.group(1).equals("sentinel") ? servers(Mode.SENTINEL, SENTINEL.match(url)) : servers(Mode.CLUSTER, CLUSTER.match(url));
  }

  private static RedisUrl servers(Mode mode, Matcher m) {
    Map<String, String> query = query(m.group("query"));
    check(mode == Mode.SINGLE || (mode == Mode.SENTINEL ? OF_SENTINELS : OF_SERVERS).containsAll(query.keySet()));
    check(query.get("sentinelUser") == null || query.get("sentinelPassword") != null);
    String[] login = m.group("login") == null ? new String[] {""} : m.group("login").split(":", 2);
    String database = m.group("database") == null || m.group("database").isEmpty() ? query.get("db") : m.group("database");
    List<Server> servers = Arrays.stream(m.group("hosts").split(","))
        .map(server -> server(server, mode == Mode.SENTINEL ? DEFAULT_SENTINEL_PORT : DEFAULT_PORT)).distinct().toList();
    return new RedisUrl(m.group("scheme"), mode, servers, null, login[0].isEmpty() ? query.get("user") : decoded(login[0]),
        login.length == 2 ? decoded(login[1]) : query.get("password"), database(database), query.get("client"),
        mode == Mode.SENTINEL ? new Sentinel(m.group("master"), query.get("sentinelUser"), query.get("sentinelPassword")) : null);
  }

  /** An IPv6 address has colons of its own, inside its brackets. */
  private static Server server(String text, int defaultPort) {
    int colon = text.indexOf(':', text.indexOf(']') + 1);
    int port = colon < 0 ? defaultPort : Integer.parseInt(text.substring(colon + 1));
    check(port >= 1 && port <= 65_535);
    return new Server(colon < 0 ? text : text.substring(0, colon), port);
  }

  private static RedisUrl socket(Matcher m) {
    Map<String, String> query = query(m.group("query"));
    return new RedisUrl("unix", query.get("user"), query.get("password"), null, 0, decoded(m.group("path")),
        database(query.get("db")), query.get("client"));
  }

  /** The same wherever it stands: in the path, or as {@code db} among the parameters. */
  private static @Nullable Integer database(@Nullable String text) {
    check(text == null || text.matches("\\d{1,4}"));
    return text == null ? null : Integer.valueOf(text);
  }

  private static Map<String, String> query(@Nullable String text) {
    Map<String, String> query = new HashMap<>();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      query.put(pair.substring(0, pair.indexOf('=')), decoded(pair.substring(pair.indexOf('=') + 1)));
    }
    return query;
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }

  private static String decoded(String text) {
    return ENCODED.matcher(text).replaceAll(run -> Matcher.quoteReplacement(bytes(run.group())));
  }

  private static String bytes(String run) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 1; at < run.length(); at += 3) {
      bytes.write(Integer.parseInt(run.substring(at, at + 2), 16));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
