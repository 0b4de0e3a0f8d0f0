package dev.gatehouse.redis.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The configuration file of the embedded server: writes it, and reads the port from that of an earlier start. */
final class RedisConf {

  private static final Pattern PORT = Pattern.compile("(?m)^port (\\d{1,5})$");
  /**
   * Commands that the host does not need, and by which the thief of a password could run code, copy all data, or crash the server.
   * {@code CONFIG SET} of paths, modules and {@code DEBUG} are off by default since Redis 7.0; this holds for 6.2 as well.
   */
  private static final List<String> DISABLED = List.of("MODULE", "DEBUG", "MIGRATE", "RESTORE", "RESTORE-ASKING", "REPLICAOF", "SLAVEOF",
      "FAILOVER", "SYNC", "PSYNC", "REPLCONF", "PFDEBUG");

  private RedisConf() {
  }

  /**
   * The text, in the encoding of file names. It is passed on standard input, since Redis reads the name of a configuration file as a
   * wildcard pattern.
   *
   * <p>The append-only file holds every acknowledged write, so there are no snapshots; nothing is ever evicted; and a session of its own
   * ({@code daemonize}) protects the server from Ctrl-C and the end of the host. The text holds the hash of the password, never the
   * password itself.
   *
   * @param major the first number of the server's version
   */
  static byte[] of(int port, RedisFiles files, RedisPassword password, int major) {
    return String.format(Locale.ROOT, """
        # Written by Gatehouse at each start of the embedded Redis; changes made here are lost.
        bind 127.0.0.1
        port %d
        protected-mode yes
        %s
        daemonize yes
        dir %s
        logfile %s
        pidfile %s
        appendonly yes
        save ""
        maxmemory-policy noeviction
        user default on #%s ~* &* +@all
        %s
        %s
        """, port, socket(files), quoted(files.dir()), quoted(files.log()), quoted(files.pid()), password.sha256(),
        clients(major), disabled()).getBytes(RedisProbe.CHARSET);
  }

  private static String socket(RedisFiles files) {
    return files.socket().map(path -> "unixsocket " + quoted(path) + "\nunixsocketperm 700").orElse("");
  }

  /** Bounds the memory for unread replies, which a client without a password could exhaust otherwise (CVE-2025-21605). */
  private static String clients(int major) {
    return major >= 7 ? "maxmemory-clients 256mb" : "client-output-buffer-limit normal 128mb 0 0";
  }

  private static String disabled() {
    return DISABLED.stream().map(command -> "rename-command " + command + " \"\"").collect(Collectors.joining("\n"));
  }

  /** The port in a configuration that {@link #of} made; empty when it holds none. */
  static OptionalInt port(byte[] conf) {
    Matcher port = PORT.matcher(new String(conf, RedisProbe.CHARSET));
    return port.find() ? OptionalInt.of(Integer.parseInt(port.group(1))) : OptionalInt.empty();
  }

  /** A path as Redis reads it: within double quotes, with backslash escapes. */
  private static String quoted(Path path) {
    String text = path.toString()
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
    return '"' + text + '"';
  }
}
