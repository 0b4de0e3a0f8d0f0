package dev.gatehouse.record;

/**
 * The kinds of names that permissions apply to, with the characters of each. Declared names and patterns are checked by this one table: a
 * pattern with a character that no name has would match nothing, and a deny that matches nothing denies nothing.
 */
public enum NameKind {

  /** A tool's name (specification 2026-07-28, tools, tool names). */
  TOOL("tool", "A-Z a-z 0-9 _ - .", 128),
  /** A prompt's name; the specification leaves its characters open, so it has those of a tool. */
  PROMPT("prompt", TOOL.characters, TOOL.longest),
  /** A resource's URI (RFC 3986 section 2). */
  RESOURCE("resource", "the characters of a URI", ResourceUri.LONGEST);

  private final String word;
  private final String characters;
  private final int longest;

  NameKind(String word, String characters, int longest) {
    this.word = word;
    this.characters = characters;
    this.longest = longest;
  }

  /** Whether such a name may hold the character. */
  boolean has(int codePoint) {
    return this == RESOURCE ? UriText.isUri(codePoint) : isNameCharacter(codePoint);
  }

  private static boolean isNameCharacter(int c) {
    return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.';
  }

  /**
   * Refuses what cannot be the name of a tool or prompt.
   *
   * @return the name
   * @throws IllegalArgumentException with a sentence that shows the name
   */
  public String requireName(String name) {
    if (name.isEmpty() || name.length() > longest || !name.codePoints().allMatch(this::has)) {
      throw new IllegalArgumentException(word + " name '" + name + "' must be 1 to " + longest + " of " + characters);
    }
    return name;
  }

  /** The longest name, in characters. */
  int longest() {
    return longest;
  }

  /** The kind in words: {@code tool}. */
  String word() {
    return word;
  }

  /** What a name may hold, in words. */
  String characters() {
    return characters;
  }
}
