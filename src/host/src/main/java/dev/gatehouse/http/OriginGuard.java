package dev.gatehouse.http;

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

  OriginGuard(HttpConfig config) {
    this.loopback = config.loopback();
    this.hosts = lower(config.allowedHosts());
    this.origins = lower(config.allowedOrigins());
  }

  private static Set<String> lower(List<String> values) {
    Set<String> set = new HashSet<>();
    values.forEach(value -> set.add(value.toLowerCase(Locale.ROOT)));
    return Set.copyOf(set);
  }

  @Override
  public void handle(RoutingContext rc) {
    if (!hostAllowed(rc.request().authority())) {
      rc.fail(new HttpException(403, "This Host is not served here. Its name belongs in http.allowedHosts."));
      return;
    }
    String origin = rc.request().getHeader("Origin");
    if (origin != null && !originAllowed(origin)) {
      rc.fail(new HttpException(403, "This Origin may not call this host. It belongs in http.allowedOrigins."));
      return;
    }
    rc.next();
  }

  private boolean hostAllowed(HostAndPort authority) {
    if (authority == null) {
      return false;
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
