package dev.gatehouse.record;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The syntax of URIs as text (RFC 3986): shared by URIs, URI templates, and patterns of either. */
final class UriText {

  private static final String RESERVED = ":/?#[]@!$&'()*+,;=";
  /** What a plugin, or what it asks, may take for the end of a path segment, as it is or percent-encoded. */
  private static final String END_OF_SEGMENT = "[/?#:;&=@]|%(?:2F|5C|3F|23|3A|3B|26|3D|40)";
  private static final Pattern DOT_SEGMENT = Pattern.compile("(?:" + END_OF_SEGMENT + ")\\.\\.?(?:" + END_OF_SEGMENT + "|$)");
  private static final Pattern SLASHES = Pattern.compile("[/\\\\]+");

  private UriText() {
  }

  /** Whether a URI may hold the character: unreserved, reserved, or the percent sign (RFC 3986 section 2). */
  static boolean isUri(int c) {
    return isUnreserved(c) || c == '%' || RESERVED.indexOf(c) >= 0;
  }

  private static boolean isUnreserved(int c) {
    return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~';
  }

  /**
   * Decodes what need not be encoded and writes the other percent-encodings in upper case (RFC 3986 sections 6.2.2.1, 6.2.2.2).
   *
   * @throws IllegalArgumentException when a percent sign begins no percent-encoding
   */
  static String percentNormal(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder normal = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '%') {
        normal.append(text.charAt(i));
        continue;
      }
      int octet = octet(text, i);
      i += 2;
      if (isUnreserved(octet)) {
        normal.append((char) octet);
      } else {
        normal.append(encoded(octet));
      }
    }
    return normal.toString();
  }

  private static int octet(String text, int percent) {
    int high = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 1), 16) : -1;
    int low = high < 0 ? -1 : Character.digit(text.charAt(percent + 2), 16);
    if (low < 0 || text.charAt(percent + 1) > 'f' || text.charAt(percent + 2) > 'f') {
      throw new IllegalArgumentException("has a '%' that two hexadecimal digits do not follow");
    }
    return high * 16 + low;
  }

  static String encoded(int octet) {
    return String.format(Locale.ROOT, "%%%02X", octet);
  }

  /**
   * Whether a segment is {@code .} or {@code ..}: anywhere, since a query or an opaque path may be taken for a path, and also
   * between encoded delimiters.
   *
   * @param normal after {@link #percentNormal}
   */
  static boolean hasDotSegment(String normal) {
    return DOT_SEGMENT.matcher(normal).find();
  }

  /** In lower case, but for percent-encodings and what stands in braces. */
  static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    boolean braces = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      braces = c == '{' || braces && c != '}';
      boolean encoded = i >= 1 && text.charAt(i - 1) == '%' || i >= 2 && text.charAt(i - 2) == '%';
      lower.append(braces || encoded || c < 'A' || c > 'Z' ? c : (char) (c + 'a' - 'A'));
    }
    return lower.toString();
  }

  /**
   * Decodes every percent-encoding, once.
   *
   * @throws IllegalArgumentException when the octets are not UTF-8
   */
  static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        octets.write(octet(text, i));
        i += 2;
      } else {
        octets.write(text.charAt(i));
      }
    }
    try {
      // A decoder of its own reports what is malformed; a String would replace it, and all that is malformed would be alike.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("has percent-encodings that are not UTF-8", e);
    }
  }

  /** A text decoded, and the same with runs of slashes as one and each letter in one form (Unicode NFC). */
  static List<String> readings(String normal) {
    String decoded = decoded(normal);
    String folded = Normalizer.normalize(SLASHES.matcher(decoded).replaceAll("/"), Normalizer.Form.NFC);
    return Stream.of(decoded, folded).distinct().toList();
  }
}
