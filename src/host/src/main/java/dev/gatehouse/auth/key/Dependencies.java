package dev.gatehouse.auth.key;

import dev.gatehouse.record.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records that a credential depends on beside its own, by name.
 *
 * @param tenant the tenant's name
 * @param owner the owner's name, or null for none
 * @param roles the names of the roles, which may be none
 */
public record Dependencies(String tenant, @Nullable String owner, List<String> roles) {

  /**
   * Reads what a key depends on.
   *
   * @param fields the key's record
   * @return null when a name in it cannot be read: such a key is closed whatever the other records say
   */
  public static @Nullable Dependencies of(Map<String, String> fields) {
    Fields key = new Fields(fields);
    try {
      return new Dependencies(tenant(key), owner(key), roles(key));
    } catch (FieldException e) {
      return null;
    }
  }

  /** The members of the revocation set that close everything of the tenant or of the owner: {@code tenant:demo}, {@code owner:demo:ann}. */
  public List<String> revocable() {
    List<String> members = new ArrayList<>(List.of("tenant:" + tenant));
    if (owner != null) {
      members.add("owner:" + tenant + ':' + owner);
    }
    return members;
  }

  static String tenant(Fields key) {
    String tenant = key.required(KeyField.TENANT);
    key.matching(KeyField.TENANT, Identifier.NAME::matches, "1 to 63 of a-z 0-9 _ -, a letter or digit first");
    return tenant;
  }

  static @Nullable String owner(Fields key) {
    return key.matching(KeyField.OWNER, Identifier.OWNER::matches, "1 to 63 of a-z 0-9 _ - . @ +, a letter or digit first");
  }

  static List<String> roles(Fields key) {
    return key.words(KeyField.ROLES, Identifier.NAME::matches, "names of roles with spaces between, each 1 to 63 of a-z 0-9 _ -");
  }
}
