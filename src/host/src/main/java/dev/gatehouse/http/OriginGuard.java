package dev.gatehouse.http;

import dev.gatehouse.config.AdminConfig;
import dev.gatehouse.config.HttpConfig;
import io.vertx.core.Handler;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who may be addressed, and from which web page: without this a page that anybody visits could reach a host on their own machine
 * (DNS rebinding; specification, transports, security warning).
 *
 * <p>On a loopback bind the names of this machine pass on any port. Elsewhere any Host passes unless some are listed, and an Origin
 * that is present must be listed.
 */
final class OriginGuard implements Handler<RoutingContext> {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final boolean loopback;
  private final Set<String> hosts;
  private final Set<String> origins;
  private final String where;

  OriginGuard(HttpConfig config) {
    this(config.loopback(), config.allowedHosts(), config.allowedOrigins(), " It belongs in http.");
  }

  /** The admin port's: it has no names of its own, and no page has business there. */
  OriginGuard(AdminConfig config) {
    this(config.loopback(), List.of(), List.of(), null);
  }

  private OriginGuard(boolean loopback, List<String> hosts, List<String> origins, String where) {
    this.where = where;
    this.loopback = loopback;
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
    if (isRepeated(rc, "Host") || isRepeated(rc, "Origin")) {
      rc.fail(new HttpException(400, "The Host or Origin header is repeated. Send it once."));
      return;
    }
    if (!hostAllowed(rc.request().authority())) {
      rc.fail(new HttpException(403, "This Host is not served here." + listed("allowedHosts")));
      return;
    }
    String origin = rc.request().getHeader("Origin");
    if (origin != null && !originAllowed(origin)) {
      rc.fail(new HttpException(403, "This Origin may not call this host." + listed("allowedOrigins")));
      return;
    }
    rc.next();
  }

  private String listed(String field) {
    return where == null ? "" : where + field + ".";
  }

  private static boolean isRepeated(RoutingContext rc, String name) {
    return rc.request().headers().getAll(name).size() > 1;
  }

  private boolean hostAllowed(HostAndPort authority) {
    if (authority == null) {
      return !loopback && hosts.isEmpty();
    }
    String host = authority.host().toLowerCase(Locale.ROOT);
    if (loopback && LOOPBACK.contains(host)) {
      return true;
    }
    return hosts.contains(host) || hosts.contains(host + ":" + authority.port()) || !loopback && hosts.isEmpty();
  }

  private boolean originAllowed(String origin) {
    return origins.contains(origin.toLowerCase(Locale.ROOT)) || loopback && isLoopback(origin);
  }

  private static boolean isLoopback(String origin) {
    try {
      String host = new URI(origin).getHost();
      return host != null && LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
