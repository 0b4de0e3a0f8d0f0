package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The revisions of the specification that are served, oldest first. */
public enum Revision {
  /** The first, over HTTP+SSE. */
  V2024_11_05("2024-11-05"),
  /** Streamable HTTP, batches. */
  V2025_03_26("2025-03-26"),
  /** Structured content, elicitation, the version header. */
  V2025_06_18("2025-06-18"),
  /** Icons, polling. */
  V2025_11_25("2025-11-25"),
  /** Stateless. */
  V2026_07_28("2026-07-28");

  /** The header that names a request's revision, in both eras. */
  public static final String HEADER = "MCP-Protocol-Version";

  private static final List<String> NEWEST_FIRST =
      Arrays.stream(values()).sorted(Comparator.reverseOrder()).map(Revision::date).toList();

  private final String date;

  Revision(String date) {
    this.date = date;
  }

  /** Its name on the wire. */
  public String date() {
    return date;
  }

  /** Whether the handshake of {@code initialize} opens it. */
  public boolean isLegacy() {
    return this != V2026_07_28;
  }

  /** Whether it is that revision or a newer one. */
  public boolean since(Revision other) {
    return compareTo(other) >= 0;
  }

  /**
   * By its name on the wire.
   *
   * @return the revision, or null when it is not served
   */
  public static @Nullable Revision of(String date) {
    for (Revision revision : values()) {
      if (revision.date.equals(date)) {
        return revision;
      }
    }
    return null;
  }

  /** The names of all of them, newest first. */
  public static List<String> dates() {
    return NEWEST_FIRST;
  }

  /** The names of all of them in a sentence, for the message of a refusal: many clients show nothing else. */
  public static String served() {
    return "This host serves " + String.join(", ", NEWEST_FIRST) + ".";
  }

  /** The same as error data, {@code {"supported": […]}} (specification 2025-11-25, lifecycle, error handling). */
  public static ObjectNode supported() {
    ObjectNode data = Json.object();
    NEWEST_FIRST.forEach(data.putArray("supported")::add);
    return data;
  }
}
