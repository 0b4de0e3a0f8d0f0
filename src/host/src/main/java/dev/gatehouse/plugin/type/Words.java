package dev.gatehouse.plugin.type;

/** What a value must be, by the keyword of its schema, in words that a model can act on. */
public final class Words {

  private Words() {
  }

  /**
   * Says it.
   *
   * @param keyword of JSON Schema 2020-12
   * @param value the keyword's
   * @return such as {@code must have at least 3 characters}; null when there are no words for the keyword
   */
  public static String of(String keyword, Object value) {
    return switch (keyword) {
      case "minimum" -> "must be at least " + value;
      case "maximum" -> "must be at most " + value;
      case "exclusiveMinimum" -> "must be more than " + value;
      case "exclusiveMaximum" -> "must be less than " + value;
      case "multipleOf" -> "must be a multiple of " + value;
      case "minLength" -> "must have at least " + some(value, "character");
      case "maxLength" -> "must have at most " + some(value, "character");
      case "minItems" -> "must have at least " + some(value, "item");
      case "maxItems" -> "must have at most " + some(value, "item");
      case "minProperties" -> "must have at least " + some(value, "member");
      case "maxProperties" -> "must have at most " + some(value, "member");
      case "pattern" -> "must match the regular expression " + value;
      case "format" -> Formats.rule(String.valueOf(value));
      default -> null;
    };
  }

  private static String some(Object count, String thing) {
    return count + " " + thing + (count.toString().equals("1") ? "" : "s");
  }
}
