package dev.gatehouse.auth.key;

import dev.gatehouse.record.Identifier;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the names in a key's record, and lists the records that a key depends on. */
public final class Names {

  private Names() {
  }

  static String tenant(Fields fields) {
    String tenant = fields.required(KeyField.TENANT);
    fields.matching(KeyField.TENANT, Identifier.NAME::matches, "1 to 63 of a-z 0-9 _ -, a letter or digit first");
    return tenant;
  }

  /** The tenant that a record names, or null when it names none that could be. */
  static @Nullable String tenantIn(Map<String, String> fields) {
    String tenant = fields.get(KeyField.TENANT.field());
    return tenant != null && Identifier.NAME.matches(tenant) ? tenant : null;
  }

  static @Nullable String owner(Fields fields) {
    return fields.matching(KeyField.OWNER, Identifier.OWNER::matches, "1 to 63 of a-z 0-9 _ - . @ +, a letter or digit first");
  }

  /** The owner that a record names, or null when it names none that could be. */
  static @Nullable String ownerIn(Map<String, String> fields) {
    String owner = fields.get(KeyField.OWNER.field());
    return owner != null && Identifier.OWNER.matches(owner) ? owner : null;
  }

  static List<String> roles(Fields fields) {
    return fields.words(KeyField.ROLES, Identifier.NAME::matches, "names of roles with spaces between, each 1 to 63 of a-z 0-9 _ -");
  }

  /**
   * Whose other records a key depends on.
   *
   * @param tenant never null
   * @param owner or null
   * @param roles may be empty
   */
  public record Dependencies(String tenant, @Nullable String owner, List<String> roles) {
  }

  /**
   * Reads what a key depends on.
   *
   * @param fields the key's record
   * @return null when a name in it cannot be read: such a key is closed whatever the other records say
   */
  public static @Nullable Dependencies dependencies(Map<String, String> fields) {
    Fields key = new Fields(fields);
    try {
      return new Dependencies(tenant(key), owner(key), roles(key));
    } catch (FieldException e) {
      return null;
    }
  }
}
