package dev.gatehouse.bench.fuzz;

import dev.gatehouse.bench.Key;
import dev.gatehouse.bench.MintedKey;
import java.nio.charset.StandardCharsets;

/**
 * One message to the host.
 *
 * @param number its number in the run: with the seed, all of it
 * @param family of which kind it is
 * @param what what was done, in a few words
 * @param session the revision of the session that it belongs to, or null; {@link #SESSION} stands for its id
 * @param key whose session that is
 * @param rights what its credentials allow
 * @param text all its bytes, each as a character
 * @param own whether it wants a connection of its own, which the host may close
 * @param answers how many answers it may have at most
 */
record Message(long number, Family family, String what, String session, MintedKey key, Rights rights, String text, boolean own,
    int answers) {

  /** As long as an id, so that no length changes when the real one takes its place. */
  static final String SESSION = "5e551017".repeat(6);
  private static final int SHOWN = 3_000;

  /** Whether another message may use the connection before and after: not where the one's answer could be taken for the other's. */
  boolean shares() {
    return !own && family != Family.CREDENTIALS && family != Family.HEADERS;
  }

  /** As a key of a fault: of raw HTTP each form is another. */
  String kind() {
    return family == Family.SMUGGLING ? ", " + what : "";
  }

  byte[] bytes(String sessionId) {
    String whole = session == null ? text : text.replace(SESSION, sessionId);
    return whole.getBytes(StandardCharsets.ISO_8859_1);
  }

  boolean isHead() {
    return text.startsWith("HEAD ");
  }

  /** Enough of it to look at: control characters written out, the middle of a long one left out, keys made unusable. */
  @Override
  public String toString() {
    String shown = text.length() <= SHOWN ? escaped(text)
        : escaped(text.substring(0, SHOWN / 2)) + " …[" + text.length() + " bytes]… " + escaped(text.substring(text.length() - SHOWN / 4));
    return "#" + number + " " + family + " (" + what + "): " + Key.hidden(shown);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\r' -> escaped.append("\\r");
        case '\n' -> escaped.append("\\n");
        case '\\' -> escaped.append("\\\\");
        default -> escaped.append(c < ' ' || c > '~' ? "\\x%02x".formatted((int) c) : String.valueOf(c));
      }
    }
    return escaped.toString();
  }
}
