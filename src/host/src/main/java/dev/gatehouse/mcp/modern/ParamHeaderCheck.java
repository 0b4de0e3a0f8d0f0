package dev.gatehouse.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.feature.ParamHeader;
import dev.gatehouse.mcp.Inbound;
import dev.gatehouse.mcp.McpErrors;
import dev.gatehouse.mcp.McpException;
import dev.gatehouse.rpc.JsonNumbers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares {@code Mcp-Param-*} headers with the arguments that they mirror (specification 2026-07-28, transports, header validation). */
final class ParamHeaderCheck {

  private ParamHeaderCheck() {
  }

  /**
   * Checks a call's headers.
   *
   * @throws McpException header mismatch, naming the header: it is missing though the argument is there, or there though the argument is
   *     missing, is malformed, or differs
   */
  static void validate(Inbound in, List<ParamHeader> headers, JsonNode arguments) {
    for (ParamHeader header : headers) {
      JsonNode argument = arguments;
      for (String name : header.path()) {
        argument = argument.path(name);
      }
      String value = in.header(header.header());
      boolean present = !argument.isMissingNode() && !argument.isNull();
      if (present) {
        compare(header, value, argument);
      } else if (value != null && !value.isEmpty()) {
        throw McpErrors.headerMismatch(header.header() + " says what the argument '" + String.join(".", header.path()) + "' does not");
      }
    }
  }

  private static void compare(ParamHeader header, @Nullable String value, JsonNode argument) {
    if (value == null) {
      throw McpErrors.headerMismatch("the " + header.header() + " header is missing");
    }
    String text = HeaderValue.decode(value);
    if (text == null) {
      throw McpErrors.headerMismatch(header.header() + " is neither plain text nor well-formed base64");
    }
    if (!same(text, argument)) {
      throw McpErrors.headerMismatch(header.header() + " does not match the argument '" + String.join(".", header.path()) + "'");
    }
  }

  /** Numbers are compared as numbers: {@code 42.0} is {@code 42}. */
  private static boolean same(String text, JsonNode argument) {
    if (!argument.isNumber()) {
      return argument.asText().equals(text);
    }
    return JsonNumbers.parse(text).filter(number -> number.compareTo(argument.decimalValue()) == 0).isPresent();
  }
}
