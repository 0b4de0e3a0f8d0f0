package dev.gatehouse.http;

import dev.gatehouse.record.Cidr;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The path prefix under which a proxy serves this host, from the {@code X-Forwarded-Prefix} header. Chained proxies append theirs, with a
 * comma. Only a trusted proxy is believed.
 */
final class ForwardedPrefix {

  /** Path segments of RFC 3986 section 3.3, none of them empty: {@code //} would begin another host's address. */
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~!$&'()*+;=:@%-]+)+");
  private static final Pattern DOTS = Pattern.compile("/(\\.|%2e){1,2}(/|$)", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST = 256;

  private final List<Cidr> trusted;

  ForwardedPrefix(List<Cidr> trusted) {
    this.trusted = trusted;
  }

  /** The prefix of this host's paths in its clients' URLs: {@code /gate}; empty without one. */
  String of(HttpServerRequest request) {
    List<String> values = request.headers().getAll("X-Forwarded-Prefix");
    if (values.isEmpty() || !Cidr.anyContains(trusted, request.remoteAddress().hostAddress())) {
      return "";
    }
    StringBuilder prefix = new StringBuilder();
    for (String part : String.join(",", values).split(",")) {
      String path = part.strip();
      prefix.append(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }
    return isPath(prefix) ? prefix.toString() : "";
  }

  private static boolean isPath(CharSequence text) {
    return text.length() <= LONGEST && PATH.matcher(text).matches() && !DOTS.matcher(text).find();
  }
}
