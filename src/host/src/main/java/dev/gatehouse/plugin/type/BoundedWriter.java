package dev.gatehouse.plugin.type;

import dev.gatehouse.feature.LongAnswerException;
import java.io.StringWriter;

/**
 * A writer with a size limit for text that will be written as JSON. It rejects what is certain to exceed the limit, however its characters
 * are escaped.
 */
final class BoundedWriter extends StringWriter {

  /** An escaped character such as {@code \\u00e9} has six, and is one byte as the host writes it at least. */
  private static final int ESCAPED = 6;

  private final long most;
  private boolean full;

  /**
   * Creates an empty writer.
   *
   * @param bytes how many the text may have when the host writes it
   */
  BoundedWriter(long bytes) {
    most = bytes > Long.MAX_VALUE / ESCAPED ? Long.MAX_VALUE : bytes * ESCAPED;
  }

  /** Whether something was refused. */
  boolean isFull() {
    return full;
  }

  @Override
  public void write(char[] chars, int from, int length) {
    count(length);
    super.write(chars, from, length);
  }

  @Override
  public void write(String text, int from, int length) {
    count(length);
    super.write(text, from, length);
  }

  @Override
  public void write(int character) {
    count(1);
    super.write(character);
  }

  private void count(int more) {
    full |= getBuffer().length() + (long) more > most;
    if (full) {
      throw new LongAnswerException(most);
    }
  }
}
