package dev.gatehouse.mcp.legacy;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of an event, unique in its session: {@code 0-<position in the session's log>} in the session's own stream, and
 * {@code <host>.<number>-<sequence>} in that of a request.
 *
 * @param stream the stream's name
 * @param place the position in the log, or the sequence in the stream
 */
public record EventId(String stream, String place) {

  /** The name of a session's own stream, for messages that belong to no request. */
  static final String OWN = "0";

  /** Numbers are short enough for a long. */
  private static final Pattern FORM =
      Pattern.compile("(?<own>0)-(?<position>\\d{1,18}(?:-\\d{1,18})?)|(?<stream>\\d{1,7}\\.\\d{1,18})-(?<sequence>\\d{1,18})");

  /** Orders positions in a log, which are {@code <milliseconds>-<number>}. */
  static final Comparator<String> POSITIONS = Comparator.comparingLong((String position) -> part(position, 0))
      .thenComparingLong(position -> part(position, 1));

  /** Reads an id as a client sends it; null when it is none. */
  public static @Nullable EventId of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    return form.group("own") == null ? new EventId(form.group("stream"), form.group("sequence")) : new EventId(OWN, form.group("position"));
  }

  /** An event of a request's stream. */
  static EventId of(String stream, long sequence) {
    return new EventId(stream, Long.toString(sequence));
  }

  /** Whether it is of the session's own stream. */
  public boolean isOwn() {
    return stream.equals(OWN);
  }

  /** The position in a request's stream. */
  long sequence() {
    return Long.parseLong(place);
  }

  /** The number of the host that a request's stream comes from. */
  int host() {
    return Integer.parseInt(stream.substring(0, stream.indexOf('.')));
  }

  private static long part(String position, int index) {
    int dash = position.indexOf('-');
    if (dash < 0) {
      return index == 0 ? Long.parseLong(position) : 0;
    }
    return Long.parseLong(index == 0 ? position.substring(0, dash) : position.substring(dash + 1));
  }

  /** As it is sent. */
  @Override
  public String toString() {
    return stream + "-" + place;
  }
}
