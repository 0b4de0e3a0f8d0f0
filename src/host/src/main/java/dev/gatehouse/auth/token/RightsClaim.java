package dev.gatehouse.auth.token;

import dev.gatehouse.auth.AuthFailure;
import dev.gatehouse.auth.RightsSource;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.Patterns;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The claim {@code gatehouse}, in which a token carries rights: {@code {"tools": "add", "roles": "reader"}}, each in the form that the
 * field of that name has in a key's record.
 *
 * @param source its patterns
 * @param roles its roles
 */
record RightsClaim(RightsSource source, List<String> roles) {

  /** The name of the claim. */
  static final String NAME = "gatehouse";

  private static final String RECORD = "the token";
  private static final Set<String> MEMBERS = Set.of("tools", "prompts", "resources", "roles");
  private static final RightsClaim NONE = new RightsClaim(new RightsSource(RECORD, null, null, null), List.of());

  /**
   * Reads the claim's value.
   *
   * @param value null for none
   * @throws dev.gatehouse.auth.AuthFailedException when it has an unknown member, or one that cannot be read: it may be a restriction
   */
  static RightsClaim of(@Nullable Object value) {
    if (value == null) {
      return NONE;
    }
    if (!(value instanceof Map<?, ?> members) || !MEMBERS.containsAll(members.keySet())) {
      throw malformed("");
    }
    List<String> roles = members.get("roles") == null ? List.of() : read(members, "roles", RightsClaim::names);
    return new RightsClaim(new RightsSource(RECORD, patterns(members, "tools", Patterns::tools),
        patterns(members, "prompts", Patterns::prompts), patterns(members, "resources", Patterns::resources)), roles);
  }

  private static @Nullable Patterns patterns(Map<?, ?> members, String member, Function<String, Patterns> form) {
    return members.containsKey(member) ? read(members, member, form) : null;
  }

  private static <T> T read(Map<?, ?> members, String member, Function<String, T> form) {
    try {
      return form.apply((String) members.get(member));
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw malformed("." + member);
    }
  }

  private static List<String> names(String text) {
    List<String> names = Stream.of(text.strip().split("\\s+")).distinct().toList();
    if (!names.stream().allMatch(Identifier.NAME::matches)) {
      throw new IllegalArgumentException("not names of roles");
    }
    return names;
  }

  private static RuntimeException malformed(String member) {
    return TokenVerifier.refused(AuthFailure.BAD_CLAIM, NAME + member);
  }
}
