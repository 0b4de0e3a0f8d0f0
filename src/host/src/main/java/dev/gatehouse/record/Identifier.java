package dev.gatehouse.record;

import java.util.regex.Pattern;

/** The syntax of identifiers that an operator gives: in the file, in the plugin folder and in Redis. */
public enum Identifier {

  /** Of a tenant, a plugin or a role. */
  NAME("[a-z0-9][a-z0-9_-]{0,62}", "a name: 1 to 63 of a-z 0-9 _ -"),
  /** Of an owner, which may be a mail address. */
  OWNER("[a-z0-9][a-z0-9_.@+-]{0,62}", "the name of an owner: 1 to 63 of a-z 0-9 _ - . @ +"),
  /** Of a key: twelve characters, or 24 hex digits of an opaque one. */
  KEY_ID("[0-9a-z]{12}|[0-9a-f]{24}", "the id of a key: the part after gth_, 12 of 0-9 and a-z, or 24 hex digits of another key");

  private final Pattern pattern;
  private final String allowed;

  Identifier(String pattern, String allowed) {
    this.pattern = Pattern.compile(pattern);
    this.allowed = allowed;
  }

  /** How a fault describes it: "it must be …". */
  public String allowed() {
    return allowed;
  }

  /** Whether a text is such a name. */
  public boolean matches(String text) {
    return pattern.matcher(text).matches();
  }
}
