package dev.gatehouse.redis.connection;

import dev.gatehouse.config.RedisTlsConfig;
import dev.gatehouse.record.RedisUrl;
import dev.gatehouse.record.RedisUrl.Server;
import dev.gatehouse.redis.cluster.Cluster;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.RedisOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The address and the credentials of Redis. Only {@link #address()} is ever shown. */
public record RedisEndpoint(RedisUrl location, RedisTlsConfig tls) {

  /**
   * Reads {@code redis://user:password@host:port/db}, {@code rediss://…} for TLS, {@code unix:///path}, or a list of Sentinels or of nodes of
   * a Redis Cluster.
   *
   * @throws RedisStartException when it is something else; the text itself is not repeated, it may hold a password
   */
  public static RedisEndpoint parse(String text, RedisTlsConfig tls) {
    try {
      return new RedisEndpoint(RedisUrl.parse(text), tls);
    } catch (IllegalArgumentException e) {
      throw new RedisStartException("redis.url is not redis://[user:password@]host[:port][/database], rediss://..., unix:///path,"
          + " redis+sentinel://host:port,.../master or redis+cluster://host:port,...");
    }
  }

  /** One of the servers that hold data. */
  public RedisEndpoint at(Server server) {
    return new RedisEndpoint(location.at(server), tls);
  }

  /** One of the Sentinels. */
  public RedisEndpoint atSentinel(Server server) {
    return new RedisEndpoint(location.atSentinel(server), tls);
  }

  /** The address as {@link RedisUrl#address} shows it. */
  public String address() {
    return location.address();
  }

  /**
   * The client options for one connection; this must be one server. The client accepts only valid URI hosts; other names, such as
   * {@code redis_1}, are resolved first.
   */
  public Future<RedisOptions> options(Vertx vertx, int mostInFlight, int connectMillis) {
    RedisOptions options = new RedisOptions()
        .setUser(location.user())
        .setPassword(location.password())
        .setMaxWaitingHandlers(mostInFlight)
        .setMaxPoolSize(1)
        .setMaxPoolWaiting(1)
        .setPoolCleanerInterval(-1)
        .setNetClientOptions(net(connectMillis));
    return host(vertx).map(host -> options.setConnectionString(connectionString(host)));
  }

  private Future<String> host(Vertx vertx) {
    return location.hasStandardHost() ? Future.succeededFuture(location.host())
        : ((VertxInternal) vertx).nameResolver().resolve(location.host()).map(RedisEndpoint::literal);
  }

  private static String literal(InetAddress address) {
    return address instanceof Inet6Address ? '[' + address.getHostAddress() + ']' : address.getHostAddress();
  }

  /** The connection string without user and password, which are in the options. */
  private String connectionString(String host) {
    String database = location.database() == null ? "" : "db=" + location.database() + '&';
    String client = location.client() == null ? "" : "client=" + encoded(location.client());
    String where = host == null ? encoded(Objects.requireNonNull(location.path())).replace("%2F", "/") : host + ':' + location.port();
    return location.scheme() + "://" + where + '?' + database + client;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private NetClientOptions net(int connectMillis) {
    NetClientOptions net = new NetClientOptions()
        .setTcpNoDelay(true)
        .setTcpKeepAlive(true)
        .setConnectTimeout(connectMillis)
        .setHostnameVerificationAlgorithm("HTTPS");
    if (location.tls()) {
      net.setSsl(true);
    }
    if (tls.ca() != null) {
      net.setTrustOptions(new PemTrustOptions().addCertPath(tls.ca().toString()));
    }
    if (tls.cert() != null) {
      net.setKeyCertOptions(new PemKeyCertOptions().setCertPath(tls.cert().toString()).setKeyPath(String.valueOf(tls.key())));
    }
    return net;
  }

  /** The address, so that a log line that prints the whole record still holds no password. */
  @Override
  public String toString() {
    return address();
  }
}
