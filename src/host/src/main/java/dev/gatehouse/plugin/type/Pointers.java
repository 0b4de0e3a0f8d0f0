package dev.gatehouse.plugin.type;

/** JSON Pointers (RFC 6901). */
public final class Pointers {

  private Pointers() {
  }

  /** The pointer to a member or an item of what another points to. */
  public static String child(String pointer, Object segment) {
    return pointer + '/' + segment.toString().replace("~", "~0").replace("/", "~1");
  }
}
