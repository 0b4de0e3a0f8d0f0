package dev.gatehouse.mcp.modern;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Values of the headers that mirror a request's body (specification 2026-07-28, transports, header encoding). */
final class HeaderValue {

  private static final String PREFIX = "=?base64?";
  private static final String SUFFIX = "?=";

  private HeaderValue() {
  }

  /**
   * Decodes a value: {@code =?base64?…?=} holds UTF-8 in base64, anything else is literal.
   *
   * @return the text, or null when the base64 is malformed or the literal has a character that a header may not carry
   */
  static @Nullable String decode(String value) {
    if (value.startsWith(PREFIX) && value.endsWith(SUFFIX) && value.length() >= PREFIX.length() + SUFFIX.length()) {
      return base64(value.substring(PREFIX.length(), value.length() - SUFFIX.length()));
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isLiteral(value.charAt(i))) {
        return null;
      }
    }
    return value;
  }

  private static boolean isLiteral(int c) {
    return c >= 0x20 && c <= 0x7e || c == '\t';
  }

  private static @Nullable String base64(String text) {
    // The decoder takes unpadded input too; the specification does not.
    if (text.length() % 4 != 0) {
      return null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return null;
    }
  }
}
