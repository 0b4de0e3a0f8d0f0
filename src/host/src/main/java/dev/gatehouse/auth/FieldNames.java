package dev.gatehouse.auth;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The fields a key's record may have. Any other one closes the key: it may well be a restriction with a letter missing, and to
 * pass over it would leave the key wider than it says.
 */
final class FieldNames {

  /** In the contract, and not honoured by this version. */
  static final List<String> UNSUPPORTED = List.of("roles", "ips");

  private static final List<String> KNOWN = List.of("tenant", "salt", "hash", "tools", "prompts", "resources", "owner", "name",
      "rate", "quota", "concurrency", "nbf", "exp", "status", "replaces", "line");

  private FieldNames() {
  }

  static void check(Fields fields) {
    for (String field : fields.names()) {
      if (UNSUPPORTED.contains(field)) {
        throw new FieldException(field, "this version cannot honour '" + field + "'");
      }
      if (!KNOWN.contains(field) && !field.startsWith(LimitFields.RATE)) {
        throw new FieldException(field, "a key has no such field; the nearest is '" + nearest(field) + "'");
      }
    }
  }

  private static String nearest(String field) {
    return Stream.concat(KNOWN.stream(), UNSUPPORTED.stream())
        .min(Comparator.comparingInt(known -> distance(known, field)))
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
