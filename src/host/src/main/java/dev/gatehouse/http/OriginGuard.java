package dev.gatehouse.http;

import dev.gatehouse.auth.key.ApiKey;
import dev.gatehouse.auth.limit.LogThrottle;
import dev.gatehouse.config.AdminConfig;
import dev.gatehouse.config.HttpConfig;
import dev.gatehouse.record.Cidr;
import dev.gatehouse.record.OneLine;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allow-lists for the Host and Origin headers, against DNS rebinding: without them a web page could reach a host on its visitor's own
 * machine (specification, transports, security warning).
 *
 * <p>On a loopback bind the names of this machine and the address that is bound pass on any port. Elsewhere any Host passes unless some are
 * listed, and an Origin that is present must be listed. On the admin port a request of HTTP/1.0 may have no Host, as health probes do; no
 * browser sends that.
 */
final class OriginGuard implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(OriginGuard.class);
  private static final int MOST_SHOWN = 100;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  /** As browsers write an origin (RFC 6454 section 6.2): anything more, such as a path, was written by somebody else. */
  private static final Pattern LOOPBACK_ORIGIN =
      Pattern.compile("https?://(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);
  /** The same of a numeric address, which no web site can have as its name. */
  private static final Pattern NUMERIC_ORIGIN =
      Pattern.compile("https?://([0-9.]+|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");
  private static final Pattern ABSOLUTE = Pattern.compile("https?://([^/?#]*).*", Pattern.CASE_INSENSITIVE);

  private final boolean loopback;
  /** The loopback address that is bound, such as 127.0.0.2. */
  private final @Nullable Cidr bound;
  private final Set<String> hosts;
  private final Set<String> origins;
  private final boolean admin;
  private final LogThrottle throttle;
  private final Predicate<RoutingContext> open;

  /**
   * The guard of the public port.
   *
   * @param open whether web pages of any origin may have what a request asks for; asked for origins that are not listed
   */
  OriginGuard(HttpConfig config, LogThrottle throttle, Predicate<RoutingContext> open) {
    this(config.loopback(), config.host(), config.allowedHosts(), config.allowedOrigins(), false, throttle, open);
  }

  /** The guard of the admin port, which has no names of its own. Only its own page, the console, may call it. */
  OriginGuard(AdminConfig config, LogThrottle throttle) {
    this(config.loopback(), config.host(), List.of(), List.of(), true, throttle, rc -> !config.loopback() && isOfItself(rc));
  }

  private OriginGuard(boolean loopback, String host, List<String> hosts, List<String> origins, boolean admin, LogThrottle throttle,
      Predicate<RoutingContext> open) {
    this.open = open;
    this.admin = admin;
    this.throttle = throttle;
    this.loopback = loopback;
    this.bound = loopback && !host.equalsIgnoreCase("localhost") ? Cidr.parse(host) : null;
    this.hosts = lower(hosts);
    this.origins = lower(origins);
  }

  private static Set<String> lower(List<String> values) {
    Set<String> set = new HashSet<>();
    values.forEach(value -> set.add(value.toLowerCase(Locale.ROOT)));
    return Set.copyOf(set);
  }

  @Override
  public void handle(RoutingContext rc) {
    // Which one counts would be anybody's guess (RFC 9112, section 3.2).
    if (isRepeated(rc, HttpHeaders.HOST) || isRepeated(rc, HttpHeaders.ORIGIN)) {
      refuse(rc, 400, "The Host or Origin header is repeated. Send it once.");
      return;
    }
    if (!oneTarget(rc)) {
      refuse(rc, 400, "The request's target and its Host header name different hosts. Send the path alone.");
      return;
    }
    if (!hostAllowed(rc.request().authority()) && !isProbe(rc.request())) {
      refuse(rc, 403, "This Host is not served here." + listed("allowedHosts"));
      return;
    }
    String origin = rc.request().getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !originAllowed(origin) && !open.test(rc)) {
      refuse(rc, 403, "This Origin may not call this host." + listed("allowedOrigins"));
      return;
    }
    rc.next();
  }

  /** Logged, since a refused proxy or probe shows its answer to nobody. */
  private void refuse(RoutingContext rc, int status, String why) {
    SocketAddress remote = rc.request().connection().remoteAddress(true);
    String address = remote == null ? "-" : remote.hostAddress();
    if (throttle.admits("refused by Host or Origin, from " + address + (admin ? ", admin port" : ""))) {
      LOG.info("refused with {}: {} Host {}, Origin {}, from {}, {} {}{}", status, why, shown(rc, "Host"), shown(rc, "Origin"), address,
          rc.request().method(), shown(rc.request().path()), admin ? ", admin port" : "");
    }
    rc.fail(new HttpException(status, why));
  }

  private static String shown(RoutingContext rc, String header) {
    String value = rc.request().getHeader(header);
    return value == null ? "-" : "'" + shown(value) + "'";
  }

  /** Hides text that may hold a key, which has not been checked for yet; percent-encoded it would not be recognised. */
  private static String shown(String text) {
    if (text == null || text.indexOf('%') >= 0 || ApiKey.isIn(text)) {
      return "-";
    }
    return OneLine.cut(OneLine.of(text), MOST_SHOWN);
  }

  /** RFC 1945 knows no Host; HAProxy's {@code httpchk} sends HTTP/1.0. */
  private boolean isProbe(HttpServerRequest request) {
    String host = request.getHeader(HttpHeaders.HOST);
    return admin && request.version() == HttpVersion.HTTP_1_0 && (host == null || host.isBlank());
  }

  /**
   * Whether the request line names no other host than the Host header does: the request line would count (RFC 9112 section 3.2.2). On
   * HTTP/2 the server has compared the two already.
   */
  private static boolean oneTarget(RoutingContext rc) {
    String target = rc.request().uri();
    if (target.startsWith("/") || target.equals("*")) {
      return true;
    }
    String host = rc.request().getHeader(HttpHeaders.HOST);
    Matcher absolute = ABSOLUTE.matcher(target);
    return host != null && absolute.matches() && absolute.group(1).equalsIgnoreCase(host.strip());
  }

  private String listed(String field) {
    return admin ? "" : " It belongs in http." + field + ".";
  }

  private static boolean isRepeated(RoutingContext rc, CharSequence name) {
    return rc.request().headers().contains(name) && rc.request().headers().getAll(name).size() > 1;
  }

  private boolean hostAllowed(HostAndPort authority) {
    if (authority == null) {
      return !loopback && hosts.isEmpty();
    }
    String host = authority.host().toLowerCase(Locale.ROOT);
    if (loopback && (LOOPBACK.contains(host) || isBound(host))) {
      return true;
    }
    return hosts.contains(host) || hosts.contains(host + ":" + authority.port()) || !loopback && hosts.isEmpty();
  }

  /** {@code null} is an origin like others: of sandboxed pages and local files, whoever's they are. */
  private boolean originAllowed(String origin) {
    return origins.contains(origin.toLowerCase(Locale.ROOT)) || loopback && isLoopback(origin);
  }

  /** Whether a page of this very port asks: the console, which beyond loopback needs a token, by whatever name it was reached. */
  private static boolean isOfItself(RoutingContext rc) {
    String origin = rc.request().getHeader(HttpHeaders.ORIGIN);
    Matcher own = ABSOLUTE.matcher(origin);
    return own.matches() && own.end(1) == origin.length() && own.group(1).equalsIgnoreCase(rc.request().getHeader(HttpHeaders.HOST));
  }

  private boolean isLoopback(String origin) {
    Matcher numeric = NUMERIC_ORIGIN.matcher(origin);
    return LOOPBACK_ORIGIN.matcher(origin).matches() || numeric.matches() && isBound(numeric.group(1).toLowerCase(Locale.ROOT));
  }

  /** Whether it is the address that is bound, however it is written. */
  private boolean isBound(String host) {
    return bound != null && NUMERIC.matcher(host).matches() && bound.contains(host.replaceAll("[\\[\\]]", ""));
  }
}
