package dev.gatehouse.client.servers;

import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of a call.
 *
 * @param kind which of the ends it came to
 * @param text the result, or what went wrong, in words
 * @param retryAfter how long the server asks to wait; zero when it does not
 * @param result the tool's result as it came; empty when there is none
 */
public record Outcome(Kind kind, String text, Duration retryAfter, Optional<CallToolResult> result) {

  /** The ends that a call comes to. */
  public enum Kind {
    /** The tool answered. */
    ANSWERED(""),
    /** The tool answered that it failed ({@code isError}). */
    TOOL_FAILED("the tool failed: "),
    /** The key may not call this tool. */
    REFUSED("refused: "),
    /** A limit is used up, or the server is busy. */
    LIMITED("limited: "),
    /** The server rejected the call or broke off. */
    FAILED("failed: "),
    /** The server cannot be reached, or no longer takes the key. */
    UNREACHABLE("not reached: ");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  static Outcome of(CallToolResult result) {
    boolean failed = Boolean.TRUE.equals(result.isError());
    return new Outcome(failed ? Kind.TOOL_FAILED : Kind.ANSWERED, Contents.text(result), Duration.ZERO, Optional.of(result));
  }

  static Outcome of(Kind kind, String text) {
    return new Outcome(kind, text, Duration.ZERO, Optional.empty());
  }

  static Outcome limited(String text, Duration retryAfter) {
    return new Outcome(Kind.LIMITED, text, retryAfter, Optional.empty());
  }

  /** The text, introduced by its kind unless it is an answer. */
  public String inWords() {
    return kind.words + text;
  }
}
