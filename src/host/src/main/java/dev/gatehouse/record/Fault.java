package dev.gatehouse.record;

/**
 * One thing that is wrong with an input.
 *
 * @param place where: the path of a field, or a JSON Pointer (RFC 6901); empty for the whole input
 * @param words what is wrong, or what the value must be
 */
public record Fault(String place, String words) {

  private static final int LONGEST = 500;
  /** The longest place that is shown, so that the words fit as well. */
  private static final int LONGEST_PLACE = 300;
  private static final int LONGEST_QUOTED = 60;

  /** Place and words as a caller is told them, cut to a bounded length. */
  public String line() {
    return OneLine.cut(place.isEmpty() ? words : OneLine.cut(place, LONGEST_PLACE) + ": " + words, LONGEST);
  }

  /** A text of the input as the words of a fault show it. */
  static String quoted(String text) {
    return "'" + OneLine.cut(text, LONGEST_QUOTED) + "'";
  }
}
