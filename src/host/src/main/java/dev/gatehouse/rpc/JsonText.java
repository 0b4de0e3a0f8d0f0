package dev.gatehouse.rpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.JsonGeneratorDecorator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Repairs text before it is written as JSON, member names included: an unpaired surrogate becomes U+FFFD, since strict parsers refuse the
 * whole document for it (RFC 8259 section 8.2), and the line separators U+2028 and U+2029 are escaped, since readers of event streams and
 * of JavaScript may end the line there.
 */
final class JsonText extends JsonGeneratorDelegate {

  static final JsonGeneratorDecorator DECORATOR = (factory, generator) -> new JsonText(generator);

  private static final char LINE_SEPARATOR = 0x2028;
  private static final char PARAGRAPH_SEPARATOR = 0x2029;
  private static final Escapes ESCAPES = new Escapes();

  private JsonText(JsonGenerator generator) {
    super(generator, false);
  }

  @Override
  public void writeFieldName(String name) throws IOException {
    super.writeFieldName(fit(name));
  }

  @Override
  public void writeString(String text) throws IOException {
    super.writeString(fit(text));
  }

  /** Scans the text once; nearly all text needs no change. */
  private String fit(String text) {
    for (int i = 0; text != null && i < text.length(); i++) {
      if (text.charAt(i) >= LINE_SEPARATOR) {
        return whole(text);
      }
    }
    return text;
  }

  /** Custom escapes make the generator slower for all characters beyond ASCII, so they are set only where they are needed. */
  private String whole(String text) {
    if (text.indexOf(LINE_SEPARATOR) >= 0 || text.indexOf(PARAGRAPH_SEPARATOR) >= 0) {
      setCharacterEscapes(ESCAPES);
    }
    return Utf16.wellFormed(text);
  }

  /** JSON's own escapes, and the line separators. */
  private static final class Escapes extends CharacterEscapes {

    private static final long serialVersionUID = 1L;

    private static final SerializableString LINE = new SerializedString("\\u2028");
    private static final SerializableString PARAGRAPH = new SerializedString("\\u2029");
    private static final int[] ASCII = CharacterEscapes.standardAsciiEscapesForJSON();

    @Override
    public int[] getEscapeCodesForAscii() {
      return ASCII;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return c == LINE_SEPARATOR ? LINE : c == PARAGRAPH_SEPARATOR ? PARAGRAPH : null;
    }
  }
}
