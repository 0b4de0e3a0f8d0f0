package dev.gatehouse.auth.key;

import java.util.Comparator;
import java.util.List;

/**
 * The fields that each kind of record may have. Any other one closes the keys that depend on it: it may well be a restriction
 * with a letter missing, and to pass over it would leave a key wider than it says.
 */
enum FieldNames {

  KEY("a key", List.of("tenant", "salt", "hash", "tools", "prompts", "resources", "roles", "owner", "name", "rate", "quota",
      "concurrency", "nbf", "exp", "created", "ips", "status", "replaces", "line"), List.of(LimitFields.RATE)),
  ROLE("a role", List.of("tools", "prompts", "resources", "rate"), List.of(LimitFields.RATE)),
  OWNER("an owner", List.of("tools", "prompts", "resources", "rate", "quota", "concurrency", "status", "maxKeyAge"),
      List.of(LimitFields.RATE, LimitFields.COST)),
  TENANT("a tenant", OWNER.known, OWNER.families);

  private final String what;
  private final List<String> known;
  /** What a field may begin with, a tool pattern after it. */
  private final List<String> families;

  FieldNames(String what, List<String> known, List<String> families) {
    this.what = what;
    this.known = known;
    this.families = families;
  }

  void check(Fields fields) {
    for (String field : fields.names()) {
      if (!known.contains(field) && families.stream().noneMatch(field::startsWith)) {
        throw new FieldException(field, what + " has no such field; the nearest is '" + nearest(field) + "'");
      }
    }
  }

  private String nearest(String field) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(name, field)))
        .orElseThrow();
  }

  // Levenshtein's, one row at a time; cut, since nobody's field name of a thousand letters is a typing mistake.
  private static int distance(String known, String field) {
    String other = field.length() > 32 ? field.substring(0, 32) : field;
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= known.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (known.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
