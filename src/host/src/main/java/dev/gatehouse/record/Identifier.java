package dev.gatehouse.record;

import java.util.regex.Pattern;

/** The syntax of identifiers that an operator gives: in the file, in the plugin folder and in Redis. */
public enum Identifier {

  /** Of a tenant, a plugin or a role. */
  NAME("[a-z0-9][a-z0-9_-]{0,62}"),
  /** Of an owner, which may be a mail address. */
  OWNER("[a-z0-9][a-z0-9_.@+-]{0,62}"),
  /** Of a key: twelve characters, or 24 hex digits of an opaque one. */
  KEY_ID("[0-9a-z]{12}|[0-9a-f]{24}");

  private final Pattern pattern;

  Identifier(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  /** Whether a text is such a name. */
  public boolean matches(String text) {
    return pattern.matcher(text).matches();
  }
}
