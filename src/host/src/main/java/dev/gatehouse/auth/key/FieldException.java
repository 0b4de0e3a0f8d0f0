package dev.gatehouse.auth.key;

import dev.gatehouse.record.OneLine;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field of a key's record, or of one it depends on, cannot be parsed. The message names the field and says why; it never holds a salt, a
 * hash or a line break.
 */
public final class FieldException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A salt or hash in the wrong field must not reach a log through an error message. */
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{16,}");
  private static final int LONGEST = 200;

  private final String field;
  private final String why;
  private final @Nullable String record;

  /** Names a declared field. */
  public FieldException(RecordField field, String why) {
    this(field.field(), why);
  }

  /** Names a field of any name. */
  public FieldException(String field, String why) {
    this(field, why, null);
  }

  private FieldException(String field, String why, @Nullable String record) {
    super(null, null, false, false);
    this.field = printable(field);
    this.why = printable(why);
    this.record = record;
  }

  /** The same fault in a record that the key depends on, for example {@code role 'reader'}. */
  FieldException in(String other) {
    return new FieldException(field, why, other);
  }

  private static String printable(String text) {
    String clean = OneLine.of(HEX.matcher(text).replaceAll("..."), "?");
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
  }

  /** The field's name. */
  public String field() {
    return field;
  }

  /** What is wrong with it, without its name. */
  public String why() {
    return why;
  }

  @Override
  public String getMessage() {
    return "field '" + field + "'" + (record == null ? "" : " of " + record) + ": " + why;
  }
}
