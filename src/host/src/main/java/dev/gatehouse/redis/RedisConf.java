package dev.gatehouse.redis;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configuration of the embedded server: what we write, and what an earlier start wrote. */
final class RedisConf {

  private static final Pattern PORT = Pattern.compile("(?m)^port (\\d{1,5})$");
  private static final Charset CHARSET = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private RedisConf() {
  }

  /**
   * The text, in the encoding of file names. It goes to the server's standard input, since Redis takes a configuration file's
   * name for a wildcard.
   *
   * <p>The append-only file holds everything that was answered, so there are no snapshots beside it; nothing is ever evicted;
   * and a session of its own ({@code daemonize}) keeps Ctrl-C and the end of the host away from it.
   */
  static byte[] of(int port, RedisFiles files) {
    return """
        # Written by Gatehouse at each start of the embedded Redis; changes made here are lost.
        bind 127.0.0.1
        port %d
        protected-mode yes
        daemonize yes
        dir %s
        logfile %s
        pidfile %s
        appendonly yes
        save ""
        maxmemory-policy noeviction
        """.formatted(port, quoted(files.dir()), quoted(files.log()), quoted(files.pid())).getBytes(CHARSET);
  }

  /** The port in a configuration of ours. */
  static OptionalInt port(byte[] conf) {
    Matcher port = PORT.matcher(new String(conf, CHARSET));
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
