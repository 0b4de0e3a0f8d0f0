package dev.gatehouse.record;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.NumberRangeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** A file read as one JSON object, or the reason why it cannot be. */
public final class JsonFile {

  /** The host's own, but that duplicates are noted here, all of them, and that plugins are given fractions as {@link Double}. */
  private static final JsonMapper MAPPER = Json.mapper().rebuild()
      .disable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();

  private JsonFile() {
  }

  /** Reads the file; a field that stands twice is noted and its last value taken, so that reading can go on. */
  public static ObjectNode read(Path file, Faults faults) throws ConfigException {
    JsonNode tree = parse(file, bytes(file, faults), faults);
    if (tree instanceof ObjectNode root) {
      return root;
    }
    faults.add("", tree.isMissingNode() ? "is empty; the least is {}" : "must be one JSON object");
    throw new ConfigException(file, faults);
  }

  private static byte[] bytes(Path file, Faults faults) throws ConfigException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      faults.add("", "no such file; another is named after the command: java -jar gatehouse.jar run FILE");
    } catch (IOException e) {
      faults.add("", Files.isDirectory(file) ? "is a directory, not a file" : "cannot be read");
    }
    throw new ConfigException(file, faults);
  }

  private static JsonNode parse(Path file, byte[] json, Faults faults) throws ConfigException {
    try {
      noteDuplicates(json, faults);
      return Json.read(MAPPER.createParser(json));
    } catch (JsonProcessingException e) {
      faults.add("", "is not JSON" + place(e.getLocation()) + ": " + reason(e));
    } catch (IOException e) {
      faults.add("", "is not text in UTF-8");
    }
    throw new ConfigException(file, faults);
  }

  /** Finds all duplicates; Jackson would stop at the first. Invalid JSON is reported by the caller that reads the tree. */
  private static void noteDuplicates(byte[] json, Faults faults) throws IOException {
    Deque<Set<String>> seen = new ArrayDeque<>();
    try (JsonParser parser = MAPPER.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          seen.push(new HashSet<>());
        } else if (token == JsonToken.END_OBJECT) {
          seen.pop();
        } else if (token == JsonToken.FIELD_NAME && !seen.peek().add(parser.currentName())) {
          faults.add(path(parser.getParsingContext()),
              "stands twice, again" + place(parser.currentTokenLocation()) + "; keep one");
        }
      }
    } catch (JsonProcessingException e) {
      return;
    }
  }

  private static String path(JsonStreamContext context) {
    if (context.inRoot()) {
      return "";
    }
    String parent = path(context.getParent());
    return context.inArray() ? parent + "[" + context.getCurrentIndex() + "]" : Section.join(parent, context.getCurrentName());
  }

  private static String place(JsonLocation at) {
    return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  /** Jackson's reason in an operator's words, without what it quotes of the file: that can be part of a secret. */
  private static String reason(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "it ends too early";
    }
    if (e instanceof NumberRangeException) {
      return e.getOriginalMessage();
    }
    if (e instanceof StreamConstraintsException) {
      return "it is nested deeper than " + Json.MAX_DEPTH + ", or a name or text in it is too long";
    }
    if (e instanceof MismatchedInputException) {
      return "something follows its end";
    }
    return e.getOriginalMessage()
        .replaceFirst("^(Unrecognized|Non-standard) token '.*", "a word that is neither in quotes nor true, false or null")
        .replaceFirst("maybe a \\(non-standard\\) comment.*", "comments are not allowed")
        .replaceFirst(" \\(for (Object|Array) starting at .*", "");
  }
}
