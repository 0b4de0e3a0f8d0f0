package dev.gatehouse.record;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parsed {@code redis.url}. It is parsed by these rules and not as a URI, since passwords often hold characters reserved in URIs: {@code
 * @ / # ? +} are literal there. {@code %} and two hex digits are one byte, so a literal {@code %} before two hex digits is written {@code
 * %25}.
 *
 * @param scheme {@code redis}, {@code valkey}, with an {@code s} for TLS, or {@code unix}
 * @param user null without one
 * @param password null without one
 * @param host a name or an address, an IPv6 address in brackets; null for a socket
 * @param port 6379 unless it is given
 * @param path of a socket; null otherwise
 * @param database 0 to 9999; null for the first
 * @param client the name of the connections in {@code CLIENT LIST}; null for none
 */
public record RedisUrl(String scheme, @Nullable String user, @Nullable String password, @Nullable String host, int port,
    @Nullable String path, @Nullable Integer database,
    @Nullable String client) {

  public static final String ALLOWED = "a url such as redis://host:6379/0, rediss://user:password@host:6379 or unix:///run/redis.sock";

  private static final int DEFAULT_PORT = 6379;
  private static final String QUERY = "(?:\\?(?<query>(?:[a-z]+=[^&#]*)(?:&[a-z]+=[^&#]*)*)?)?";
  private static final String SERVER = "(?<scheme>rediss?|valkeys?)://(?:(?<login>%s)@)?(?<host>\\[[0-9A-Fa-f:.]+]|\\w(?:[\\w.-]*\\w)?\\.?)"
      + "(?::(?<port>\\d{1,5}))?(?:/(?<database>\\d{0,4}))?" + QUERY;
  private static final Pattern PLAIN = Pattern.compile(String.format(Locale.ROOT, SERVER, "[^@/?#\\p{Cntrl}]*"));
  /** The last {@code @} ends the password. */
  private static final Pattern ANY_PASSWORD = Pattern.compile(String.format(Locale.ROOT, SERVER, "\\P{Cntrl}*"));
  private static final Pattern SOCKET = Pattern.compile("(?<scheme>unix)://(?<path>/[^?#]+)" + QUERY);
  /** What was to be substituted is not; in a password it is written {@code %24%7B}. */
  private static final String LEFT = "${";
  private static final Pattern ENCODED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

  /**
   * Reads a url.
   *
   * @throws IllegalArgumentException when it is none; without a message, since the text may hold a password
   */
  public static RedisUrl parse(String url) {
    Matcher socket = SOCKET.matcher(url);
    if (socket.matches()) {
      return socket(socket);
    }
    Matcher plain = PLAIN.matcher(url);
    Matcher server = plain.matches() ? plain : ANY_PASSWORD.matcher(url);
    if (!server.matches() || url.contains(LEFT)) {
      throw new IllegalArgumentException();
    }
    return server(server);
  }

  private static RedisUrl server(Matcher m) {
    Map<String, String> query = query(m.group("query"));
    String[] login = m.group("login") == null ? new String[] {""} : m.group("login").split(":", 2);
    int port = m.group("port") == null ? DEFAULT_PORT : Integer.parseInt(m.group("port"));
    String database = m.group("database") == null || m.group("database").isEmpty() ? query.get("db") : m.group("database");
    if (port > 65535) {
      throw new IllegalArgumentException();
    }
    return new RedisUrl(m.group("scheme"), login[0].isEmpty() ? query.get("user") : decoded(login[0]),
        login.length == 2 ? decoded(login[1]) : query.get("password"), m.group("host"), port, null, database(database),
        query.get("client"));
  }

  private static RedisUrl socket(Matcher m) {
    Map<String, String> query = query(m.group("query"));
    return new RedisUrl("unix", query.get("user"), query.get("password"), null, 0, decoded(m.group("path")),
        database(query.get("db")), query.get("client"));
  }

  /** The same wherever it stands: in the path, or as {@code db} among the parameters. */
  private static @Nullable Integer database(@Nullable String text) {
    if (text != null && !text.matches("\\d{1,4}")) {
      throw new IllegalArgumentException();
    }
    return text == null ? null : Integer.valueOf(text);
  }

  private static Map<String, String> query(@Nullable String text) {
    Map<String, String> query = new HashMap<>();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      query.put(pair.substring(0, pair.indexOf('=')), decoded(pair.substring(pair.indexOf('=') + 1)));
    }
    return query;
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

  /** Whether TLS is spoken. */
  public boolean tls() {
    return scheme.equals("rediss") || scheme.equals("valkeys");
  }

  /**
   * Whether the host is a name by the rules of RFC 952 and RFC 1123. Others, such as {@code redis_1}, can be looked up, but no
   * certificate can be checked against them.
   */
  public boolean hasStandardHost() {
    return host == null || uriHost() != null;
  }

  private @Nullable String uriHost() {
    try {
      return new URI(scheme, null, host, port, null, null, null).getHost();
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** {@code host:port}, or the path of a socket: what may be shown. */
  public String address() {
    return host == null ? String.valueOf(path) : host + ':' + port;
  }

  /** The address with the scheme; no user, password or parameter. */
  @Override
  public String toString() {
    return scheme + "://" + address() + (database == null ? "" : "/" + database);
  }

  /** A url as {@link #toString} shows it. */
  public static @Nullable String withoutSecrets(@Nullable String url) {
    try {
      return url == null ? null : parse(url).toString();
    } catch (IllegalArgumentException e) {
      return "(unreadable)";
    }
  }
}
