package dev.gatehouse.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A fast reader of the plain JSON that most requests are: short, in ASCII, without escapes, fractions or deep nesting. Whatever else it
 * meets, an error among it, it leaves to the mapper, so it accepts nothing that the mapper would refuse, and makes the same tree of it. A
 * short body takes the mapper half as long again, and twice the memory.
 */
final class PlainJson {

  /** In bytes. Up to this length nothing is lost when the mapper reads it once more. */
  private static final int LONGEST = 4096;
  private static final int DEEPEST = 16;
  /** In digits: any number of so many fits a long. */
  private static final int LONGEST_NUMBER = 18;
  /** Names of members that came before, at a place that depends on their characters; a power of two. Races lose a name and no more. */
  private static final @Nullable String[] NAMES = new String[512];
  private static final int LONGEST_NAME = 64;

  private final JsonNodeFactory nodes;
  private final byte[] json;
  private int at;

  private PlainJson(JsonNodeFactory nodes, byte[] json) {
    this.nodes = nodes;
    this.json = json;
  }

  /** The document, or null when the mapper has to read it. */
  static @Nullable JsonNode read(JsonNodeFactory nodes, byte[] json) {
    if (json.length > LONGEST) {
      return null;
    }
    PlainJson reader = new PlainJson(nodes, json);
    JsonNode document = reader.value(DEEPEST);
    return document != null && reader.next() == 0 && reader.at >= json.length ? document : null;
  }

  /** The next character that is no white space, which is not consumed; 0 at the end. */
  private int next() {
    while (at < json.length) {
      int c = json[at];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c;
      }
      at++;
    }
    return 0;
  }

  private @Nullable JsonNode value(int levels) {
    return switch (next()) {
      case '{' -> levels == 0 ? null : object(levels);
      case '[' -> levels == 0 ? null : array(levels);
      case '"' -> text();
      case 't' -> literal("true") ? nodes.booleanNode(true) : null;
      case 'f' -> literal("false") ? nodes.booleanNode(false) : null;
      case 'n' -> literal("null") ? nodes.nullNode() : null;
      default -> number();
    };
  }

  private @Nullable ObjectNode object(int levels) {
    ObjectNode object = nodes.objectNode();
    at++;
    if (next() == '}') {
      at++;
      return object;
    }
    while (next() == '"') {
      String name = name();
      JsonNode value = name != null && ends(':') ? value(levels - 1) : null;
      if (value == null || object.replace(name, value) != null) {
        return null;
      }
      if (!ends(',')) {
        return ends('}') ? object : null;
      }
    }
    return null;
  }

  private @Nullable ArrayNode array(int levels) {
    ArrayNode array = nodes.arrayNode();
    at++;
    if (next() == ']') {
      at++;
      return array;
    }
    do {
      JsonNode value = value(levels - 1);
      if (value == null) {
        return null;
      }
      array.add(value);
    } while (ends(','));
    return ends(']') ? array : null;
  }

  /** Consumes this character if it is the next. */
  private boolean ends(char mark) {
    if (next() != mark) {
      return false;
    }
    at++;
    return true;
  }

  private boolean literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= json.length || json[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at += word.length();
    return isEnd();
  }

  /** Whether a literal or number can end here. The mapper decides about anything unusual. */
  private boolean isEnd() {
    int c = at < json.length ? json[at] : ' ';
    return c == ',' || c == '}' || c == ']' || c <= ' ';
  }

  private @Nullable JsonNode number() {
    boolean negative = at < json.length && json[at] == '-';
    int from = negative ? at + 1 : at;
    long number = 0;
    int i = from;
    for (; i < json.length && json[i] >= '0' && json[i] <= '9'; i++) {
      if (i - from == LONGEST_NUMBER) {
        return null;
      }
      number = 10 * number + json[i] - '0';
    }
    boolean leadingZero = i > from && json[from] == '0' && (i > from + 1 || negative);
    at = i;
    if (i == from || leadingZero || !isEnd()) {
      return null;
    }
    long value = negative ? -number : number;
    return value == (int) value ? nodes.numberNode((int) value) : nodes.numberNode(value);
  }

  private @Nullable JsonNode text() {
    int from = at + 1;
    int end = closing(from);
    return end < 0 ? null : nodes.textNode(new String(json, from, end - from, StandardCharsets.ISO_8859_1));
  }

  private @Nullable String name() {
    int from = at + 1;
    int end = closing(from);
    if (end < 0 || end - from > LONGEST_NAME) {
      return null;
    }
    int hash = end - from;
    for (int i = from; i < end; i++) {
      hash = 31 * hash + json[i];
    }
    int place = (hash ^ hash >>> 9) & NAMES.length - 1;
    String known = NAMES[place];
    if (known == null || !isHere(known, from, end)) {
      known = new String(json, from, end - from, StandardCharsets.ISO_8859_1);
      NAMES[place] = known;
    }
    return known;
  }

  private boolean isHere(String name, int from, int end) {
    if (name.length() != end - from) {
      return false;
    }
    for (int i = from; i < end; i++) {
      if (json[i] != name.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  /** Where the quote is that ends a string, which is consumed; negative when something in it is not plain. */
  private int closing(int from) {
    for (int i = from; i < json.length; i++) {
      int c = json[i];
      if (c == '"') {
        at = i + 1;
        return i;
      }
      if (c < ' ' || c == '\\') {
        return -1;
      }
    }
    return -1;
  }
}
