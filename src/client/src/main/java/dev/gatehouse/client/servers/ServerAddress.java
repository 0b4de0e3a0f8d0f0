package dev.gatehouse.client.servers;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * A server and the name it goes by in this client.
 *
 * @param name letters, digits, {@code -} and {@code _}
 * @param url where it is; a URL without a path means {@code /mcp}
 */
public record ServerAddress(String name, URI url) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,31}");

  /**
   * Reads {@code NAME=URL}.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static ServerAddress named(String text) {
    int equals = text.indexOf('=');
    if (equals < 0 || !NAME.matcher(text.substring(0, equals)).matches()) {
      throw new IllegalArgumentException("a server is NAME=URL, the name up to 32 letters, digits, - and _");
    }
    return new ServerAddress(text.substring(0, equals), withPath(http(text.substring(equals + 1))));
  }

  /**
   * Reads a URL alone; the server goes by its host.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static ServerAddress unnamed(String text) {
    URI url = withPath(http(text));
    return new ServerAddress(url.getAuthority(), url);
  }

  /**
   * Reads an HTTP URL, of a server or of anything else that keys are sent to.
   *
   * @throws IllegalArgumentException saying what is wrong with it, without repeating it
   */
  public static URI http(String text) {
    try {
      URI url = new URI(text);
      if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        throw new IllegalArgumentException("a URL is http://HOST... or https://HOST...");
      }
      if (url.getUserInfo() != null) {
        throw new IllegalArgumentException("a key does not belong in a URL: put it into the environment");
      }
      return url;
    } catch (URISyntaxException e) {
      // Not its message: that repeats the whole text.
      throw new IllegalArgumentException("the URL cannot be read");
    }
  }

  private static URI withPath(URI url) {
    return url.getPath().isEmpty() || url.getPath().equals("/") ? url.resolve("/mcp") : url;
  }

  /** The URL as people are shown it. A query may hold what is nobody's business. */
  String shown() {
    return origin() + url.getRawPath();
  }

  /** Scheme and authority. */
  String origin() {
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  /** Path and query. */
  String endpoint() {
    return url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
  }
}
