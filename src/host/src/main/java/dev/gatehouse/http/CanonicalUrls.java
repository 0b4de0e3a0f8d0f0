package dev.gatehouse.http;

import dev.gatehouse.config.HttpConfig;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The canonical URLs of tenants, by which clients know them: the {@code resource} of their metadata (RFC 9728) and the audience of their
 * tokens (RFC 8707). No header of a request changes them.
 */
public final class CanonicalUrls implements Function<String, List<String>> {

  /** The path of the protocol, below that of a tenant or alone. */
  static final String MCP = "/mcp";

  private final HttpConfig config;
  private final Supplier<? extends Collection<String>> tenants;
  private final boolean hostIsGuarded;
  private volatile @Nullable String base;

  /**
   * The URLs below {@code http.publicUrl}, or else below that of the bind address.
   *
   * @param tenants the names of the tenants that there are
   */
  public CanonicalUrls(HttpConfig config, Supplier<? extends Collection<String>> tenants) {
    this.config = config;
    this.tenants = tenants;
    this.hostIsGuarded = config.loopback() || !config.allowedHosts().isEmpty();
    this.base = config.publicUrl() != null || config.port() == 0 ? config.publicUrl() : PublicUrl.of(config, config.port());
  }

  /** Notes the port that was bound. Until then a host whose port the system chooses has no URLs. */
  public void bound(int port) {
    if (config.publicUrl() == null) {
      base = PublicUrl.of(config, port);
    }
  }

  /** The URLs of a tenant: that with its name, and on a host without other tenants also the one without. */
  @Override
  public List<String> apply(String tenant) {
    String below = base;
    if (below == null) {
      return List.of();
    }
    return tenant.equals(only()) ? List.of(below + pathOf(tenant), below + MCP) : List.of(below + pathOf(tenant));
  }

  /** The path of a tenant. */
  static String pathOf(String tenant) {
    return "/t/" + tenant + MCP;
  }

  /** The path of {@code http.publicUrl}, such as {@code /gate}; empty without one. */
  String path() {
    return config.publicUrl() == null ? "" : URI.create(config.publicUrl()).getRawPath();
  }

  /** What a path of this host is to clients. */
  String of(String path) {
    return base + path;
  }

  /** The only tenant of this host; null when there are none or several. */
  @Nullable
  String only() {
    Collection<String> all = tenants.get();
    return all.size() == 1 ? all.iterator().next() : null;
  }

  /**
   * The URL of a request as its client sees it, without query. Where {@code http.publicUrl} is not set, the Host header tells when only
   * known names pass as such; otherwise whoever has a proof for another host could name that.
   */
  String of(HttpServerRequest request) {
    return base(request) + request.path();
  }

  /** What stands before the paths of this host in the URLs of a request's client, unless a proxy adds a prefix of its own. */
  private String base(HttpServerRequest request) {
    return isNamedByHost() ? request.scheme() + "://" + request.authority() : String.valueOf(base);
  }

  private boolean isNamedByHost() {
    return config.publicUrl() == null && hostIsGuarded;
  }

  /**
   * What stands before the paths of this host in the URLs of a request's client.
   *
   * @param prefix the path under which a proxy serves this host; {@code http.publicUrl} has its own
   */
  String base(HttpServerRequest request, String prefix) {
    return config.publicUrl() == null ? base(request) + prefix : config.publicUrl();
  }
}
