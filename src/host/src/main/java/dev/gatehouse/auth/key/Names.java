package dev.gatehouse.auth.key;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The names in a key's record, in their forms, and what a key depends on by them. */
public final class Names {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final Pattern OWNER = Pattern.compile("[a-z0-9][a-z0-9_.@+-]{0,62}");

  private Names() {
  }

  static String tenant(Fields fields) {
    fields.required("tenant");
    return fields.matching("tenant", NAME, "1 to 63 of a-z 0-9 _ -, a letter or digit first");
  }

  /** The tenant that a record names, or null when it names none that could be. */
  static String tenantIn(Map<String, String> fields) {
    String tenant = fields.get("tenant");
    return tenant != null && NAME.matcher(tenant).matches() ? tenant : null;
  }

  static String owner(Fields fields) {
    return fields.matching("owner", OWNER, "1 to 63 of a-z 0-9 _ - . @ +, a letter or digit first");
  }

  /** The owner that a record names, or null when it names none that could be. */
  static String ownerIn(Map<String, String> fields) {
    String owner = fields.get("owner");
    return owner != null && OWNER.matcher(owner).matches() ? owner : null;
  }

  static List<String> roles(Fields fields) {
    return fields.words("roles", NAME, "names of roles with spaces between, each 1 to 63 of a-z 0-9 _ -");
  }

  /**
   * Whose other records a key depends on.
   *
   * @param tenant never null
   * @param owner or null
   * @param roles may be empty
   */
  public record Dependencies(String tenant, String owner, List<String> roles) {
  }

  /**
   * Reads what a key depends on.
   *
   * @param fields the key's record
   * @return null when a name in it cannot be read: such a key is closed whatever the other records say
   */
  public static Dependencies dependencies(Map<String, String> fields) {
    Fields key = new Fields(fields);
    try {
      return new Dependencies(tenant(key), owner(key), roles(key));
    } catch (FieldException e) {
      return null;
    }
  }
}
