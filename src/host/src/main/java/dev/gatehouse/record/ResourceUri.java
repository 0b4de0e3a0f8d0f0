package dev.gatehouse.record;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A resource's normalised URI, or the text of a resource template in the same form: the one value that permissions apply to and that
 * plugins receive (RFC 3986 section 6.2.2). Scheme and host are in lower case, percent-encoded unreserved characters are decoded, other
 * percent-encodings are in upper case, characters beyond ASCII are percent-encoded UTF-8 (RFC 3987 section 3.1), and an empty port is left
 * out.
 *
 * <p>Dot segments are refused, not removed, also between encoded delimiters. Refused as well: control characters, encoded or
 * not, invisible characters, spaces, everything else that a URI may not hold, and percent-encodings that are not UTF-8.
 */
public final class ResourceUri implements Comparable<ResourceUri> {

  /** The longest, in characters. */
  public static final int LONGEST = 2_048;

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*:)(.*)", Pattern.DOTALL);
  private static final Pattern AUTHORITY = Pattern.compile("//([^/?#]*)(.*)");
  private static final Pattern QUERY = Pattern.compile("[?#]");
  private static final Pattern EMPTY_PORT = Pattern.compile("(\\[[^]]*]|[^:]*):");

  private final String text;
  private final List<String> readings;

  private ResourceUri(String text) {
    this.text = text;
    this.readings = UriText.readings(text).stream()
        .flatMap(reading -> Stream.of(reading, withoutQuery(reading))).distinct().toList();
  }

  private static String withoutQuery(String reading) {
    Matcher query = QUERY.matcher(reading);
    return query.find() ? reading.substring(0, query.start()) : reading;
  }

  /**
   * Normalises a URI.
   *
   * @throws IllegalArgumentException when it cannot be decided on; the message is a clause that follows the URI's name, such
   *     as {@code has a dot segment}
   */
  public static ResourceUri of(String uri) {
    return new ResourceUri(normal(uri, false));
  }

  /** The same, or null when it cannot be decided on. */
  public static @Nullable ResourceUri orNull(String uri) {
    try {
      return of(uri);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Normalises the text of a URI template, its expressions as they are written. What it matches is normalised alike.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static ResourceUri template(String template) {
    return new ResourceUri(normal(template, true));
  }

  private static String normal(String text, boolean braces) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("has more than " + LONGEST + " characters");
    }
    String normal = UriText.percentNormal(ascii(text, braces));
    Matcher parts = SCHEME.matcher(normal);
    if (!parts.matches()) {
      throw new IllegalArgumentException("must begin with a scheme, such as file:");
    }
    normal = UriText.lower(parts.group(1)) + authority(parts.group(2));
    if (normal.length() > LONGEST) {
      throw new IllegalArgumentException("has more than " + LONGEST + " characters");
    }
    if (UriText.hasDotSegment(normal)) {
      throw new IllegalArgumentException("has a dot segment ('.' or '..')");
    }
    if (UriText.decoded(normal).chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("has an encoded control character");
    }
    return normal;
  }

  private static String ascii(String text, boolean braces) {
    if (text.chars().allMatch(c -> UriText.isUri(c) || braces && (c == '{' || c == '}'))) {
      return text;
    }
    StringBuilder ascii = new StringBuilder();
    text.codePoints().forEach(c -> {
      if (c > 0x7f && CodePoints.isVisible(c)) {
        for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          ascii.append(UriText.encoded(octet & 0xff));
        }
      } else if (UriText.isUri(c) || braces && (c == '{' || c == '}')) {
        ascii.append((char) c);
      } else {
        throw new IllegalArgumentException("has " + CodePoints.shown(c) + ", which a URI may not hold");
      }
    });
    return ascii.toString();
  }

  /** The host is not case-sensitive (RFC 3986 section 3.2.2), what precedes it is; a colon without a port is left out. */
  static String authority(String afterScheme) {
    Matcher parts = AUTHORITY.matcher(afterScheme);
    if (!parts.matches()) {
      return afterScheme;
    }
    int host = parts.group(1).lastIndexOf('@') + 1;
    Matcher emptyPort = EMPTY_PORT.matcher(parts.group(1).substring(host));
    String hostAndPort = emptyPort.matches() ? emptyPort.group(1) : parts.group(1).substring(host);
    return "//" + parts.group(1).substring(0, host) + UriText.lower(hostAndPort) + parts.group(2);
  }

  /** The URI. */
  public String text() {
    return text;
  }

  /**
   * What a plugin may take it for: decoded, with runs of slashes as one, and either without query and fragment. URIs that give a
   * template's variables the same values have the same readings.
   */
  List<String> readings() {
    return readings;
  }

  @Override
  public int compareTo(ResourceUri other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceUri uri && uri.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The URI. */
  @Override
  public String toString() {
    return text;
  }
}
