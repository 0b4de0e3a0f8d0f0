package dev.gatehouse.record;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A parsed {@code redis.url}: one server, the Sentinels that watch a master, or some nodes of a Redis Cluster.
 *
 * @param scheme {@code redis}, {@code valkey}, with an {@code s} for TLS, or {@code unix}; without the mode
 * @param mode what the servers are
 * @param servers the server, the Sentinels, or the nodes to ask first; empty for a socket
 * @param path of a socket; null otherwise
 * @param user null without one
 * @param password null without one
 * @param database 0 to 9999; null for the first
 * @param client the name of the connections in {@code CLIENT LIST}; null for none
 * @param sentinel which master is meant; null unless the servers are Sentinels
 */
public record RedisUrl(String scheme, Mode mode, List<Server> servers, @Nullable String path, @Nullable String user,
    @Nullable String password, @Nullable Integer database, @Nullable String client, @Nullable Sentinel sentinel) {

  public static final String ALLOWED = "a url such as redis://host:6379/0, rediss://user:password@host:6379, unix:///run/redis.sock,"
      + " redis+sentinel://host:26379,host:26379/master or redis+cluster://host:6379,host:6379";

  /** What the servers of a URL are. */
  public enum Mode {
    /** One server, or its socket. */
    SINGLE,
    /** Sentinels, which name the master. */
    SENTINEL,
    /** Nodes of a Redis Cluster, which name the others. */
    CLUSTER
  }

  /**
   * One server.
   *
   * @param host a name or an address, an IPv6 address in brackets
   * @param port its port
   */
  public record Server(String host, int port) {

    /** {@code host:port}. */
    @Override
    public String toString() {
      return host + ':' + port;
    }
  }

  /**
   * What the Sentinels are asked for.
   *
   * @param master the name under which they watch it
   * @param user of the Sentinels; null without one
   * @param password of the Sentinels; null without one
   */
  public record Sentinel(String master, @Nullable String user, @Nullable String password) {

    /** The name of the master; no user or password. */
    @Override
    public String toString() {
      return master;
    }
  }

  public RedisUrl {
    servers = List.copyOf(servers);
  }

  /** The URL of one server; without a host that of a socket. */
  public RedisUrl(String scheme, @Nullable String user, @Nullable String password, @Nullable String host, int port,
      @Nullable String path, @Nullable Integer database, @Nullable String client) {
    this(scheme, Mode.SINGLE, host == null ? List.of() : List.of(new Server(host, port)), path, user, password, database, client, null);
  }

  /**
   * Reads a url.
   *
   * @throws IllegalArgumentException when it is none; without a message, since the text may hold a password
   */
  public static RedisUrl parse(String url) {
    return RedisUrlText.parse(url);
  }

  /** The URL of one of the servers that hold data, with the same user, password and database. */
  public RedisUrl at(Server server) {
    return new RedisUrl(scheme, Mode.SINGLE, List.of(server), null, user, password, database, client, null);
  }

  /** The URL of one of the Sentinels, with their own user and password. */
  public RedisUrl atSentinel(Server server) {
    String name = sentinel == null ? null : sentinel.user();
    String secret = sentinel == null ? null : sentinel.password();
    return new RedisUrl(scheme, Mode.SINGLE, List.of(server), null, name, secret, null, client, null);
  }

  /** The host of the first server; null for a socket. */
  public @Nullable String host() {
    return servers.isEmpty() ? null : servers.get(0).host();
  }

  /** The port of the first server; 0 for a socket. */
  public int port() {
    return servers.isEmpty() ? 0 : servers.get(0).port();
  }

  /** The name under which the Sentinels watch the master; null unless the servers are Sentinels. */
  public @Nullable String master() {
    return sentinel == null ? null : sentinel.master();
  }

  /** Whether TLS is spoken. */
  public boolean tls() {
    return scheme.equals("rediss") || scheme.equals("valkeys");
  }

  /**
   * Whether each host is a name by the rules of RFC 952 and RFC 1123. Others, such as {@code redis_1}, can be looked up, but no
   * certificate can be checked against them.
   */
  public boolean hasStandardHost() {
    return servers.stream().allMatch(server -> uriHost(server) != null);
  }

  private @Nullable String uriHost(Server server) {
    try {
      return new URI(scheme, null, server.host(), server.port(), null, null, null).getHost();
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** {@code host:port} of each server, with the name of the master, or the path of a socket: what may be shown. */
  public String address() {
    return servers.isEmpty() ? String.valueOf(path)
        : servers.stream().map(Server::toString).collect(Collectors.joining(",")) + (sentinel == null ? "" : "/" + sentinel.master());
  }

  /** The address with the scheme; no user, password or parameter. */
  @Override
  public String toString() {
    String suffix = mode == Mode.SINGLE ? "" : '+' + mode.name().toLowerCase(Locale.ROOT);
    return scheme + suffix + "://" + address() + (database == null ? "" : "/" + database);
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
