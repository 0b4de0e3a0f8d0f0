package dev.gatehouse.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A tool's whole answer, for methods that need more than their return value says.
 *
 * @param isError the tool itself failed; the content says how, in words that a model can act on
 * @param content the blocks, in order
 * @param structuredContent a record, map or other JSON-like value, or null
 */
public record ToolResponse(boolean isError, List<Content> content, Object structuredContent) {

  /** Copies the content. */
  public ToolResponse {
    content = List.copyOf(content);
  }

  /**
   * An answer of any blocks.
   *
   * @param isError the tool itself failed
   * @param content the blocks, in order
   */
  public ToolResponse(boolean isError, List<? extends Content> content) {
    this(isError, List.copyOf(content), null);
  }

  /**
   * A good answer of one text block or several.
   *
   * @param texts the texts
   * @return the response
   */
  public static ToolResponse success(String... texts) {
    return new ToolResponse(false, texts(texts), null);
  }

  /**
   * A good answer of any blocks.
   *
   * @param content the blocks
   * @return the response
   */
  public static ToolResponse success(List<? extends Content> content) {
    return new ToolResponse(false, List.copyOf(content), null);
  }

  /**
   * A good answer of any blocks.
   *
   * @param first the first block
   * @param more those after it
   * @return the response
   */
  public static ToolResponse success(Content first, Content... more) {
    return success(Stream.concat(Stream.of(first), Stream.of(more)).toList());
  }

  /**
   * A good answer for programs to read. Its JSON is sent as a text block too, for clients that read text only.
   *
   * @param value a record, map or other JSON-like value
   * @return the response
   */
  public static ToolResponse structured(Object value) {
    return new ToolResponse(false, List.of(), Objects.requireNonNull(value, "value"));
  }

  /**
   * A good answer for programs to read; the same as {@link #structured}.
   *
   * @param value a record, map or other JSON-like value
   * @return the response
   */
  public static ToolResponse structuredSuccess(Object value) {
    return structured(value);
  }

  /**
   * A failure for programs to read. Its JSON is sent as a text block too.
   *
   * @param value a record, map or other JSON-like value
   * @return the response
   */
  public static ToolResponse structuredError(Object value) {
    return new ToolResponse(true, List.of(), Objects.requireNonNull(value, "value"));
  }

  /**
   * A failure that the model is told about.
   *
   * @param message what went wrong and what to do about it
   * @return the response
   */
  public static ToolResponse error(String message) {
    return new ToolResponse(true, List.of(new TextContent(message)), null);
  }

  private static List<Content> texts(String... texts) {
    return Arrays.stream(texts).<Content>map(TextContent::new).toList();
  }
}
