package dev.gatehouse.mcp;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of a request that was read: its value, or why it cannot be read. The refusal is kept until the value is needed, since what is
 * checked before it (permission, existence) is to be told first.
 *
 * @param value the value, or null when it cannot be read
 * @param fault why it cannot be read, or null
 */
public record Parsed<T>(@Nullable T value, @Nullable McpException fault) {

  /** Reads it. */
  static <T> Parsed<T> of(Supplier<T> reading) {
    try {
      return new Parsed<>(reading.get(), null);
    } catch (McpException fault) {
      return new Parsed<>(null, fault);
    }
  }

  /**
   * The value.
   *
   * @throws McpException when it cannot be read
   */
  T get() {
    if (fault != null) {
      throw fault;
    }
    return Objects.requireNonNull(value);
  }
}
