package dev.gatehouse.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a page of the manual that a run writes: between {@code <!-- NAME -->} and {@code <!-- end -->}. */
public final class Marked {

  private Marked() {
  }

  /**
   * Replaces the part.
   *
   * @param part what stands between the markers, each on a line of its own; ends with a line break
   * @throws IOException when the page has no such part
   */
  public static void write(Path page, String name, String part) throws IOException {
    Files.writeString(page, in(Files.readString(page), name, part));
  }

  static String in(String page, String name, String part) throws IOException {
    String marker = "<!-- " + name + " -->\n";
    int start = page.indexOf(marker) + marker.length();
    int end = page.indexOf("<!-- end -->", start);
    if (start < marker.length() || end < 0) {
      throw new IOException("the page has no part between " + marker.strip() + " and <!-- end -->");
    }
    return page.substring(0, start) + part + page.substring(end);
  }
}
