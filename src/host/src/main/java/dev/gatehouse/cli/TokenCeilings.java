package dev.gatehouse.cli;

import dev.gatehouse.auth.Grants;
import dev.gatehouse.auth.RightsSource;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.cli.MintedRights.BadOptionException;
import dev.gatehouse.record.Patterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what a new token grants with what its issuer, its owner and its tenant allow. */
final class TokenCeilings {

  private static final List<Field> FIELDS = List.of(new Field("tools", RightsSource::tools), new Field("prompts", RightsSource::prompts),
      new Field("resources", RightsSource::resources));

  private TokenCeilings() {
  }

  private record Field(String name, Function<RightsSource, @Nullable Patterns> patterns) {
  }

  /**
   * Refuses a token that itself grants more than a ceiling allows.
   *
   * @return warnings about its roles, which may grant more: the host cuts them at each call
   */
  static List<String> check(Grants grants) throws BadOptionException {
    List<String> warnings = new ArrayList<>();
    List<RightsSource> granting = grants.granting();
    for (Field field : FIELDS) {
      for (RightsSource ceiling : grants.ceilings()) {
        String more = more(field, granting.get(0), ceiling);
        if (more != null) {
          throw new BadOptionException(field.name(), more);
        }
        granting.stream().skip(1).map(role -> more(field, role, ceiling)).flatMap(Stream::ofNullable).forEach(warnings::add);
      }
    }
    return warnings;
  }

  private static @Nullable String more(Field field, RightsSource source, RightsSource ceiling) {
    Patterns granted = field.patterns().apply(source);
    Patterns most = field.patterns().apply(ceiling);
    List<String> beyond = granted == null || most == null ? List.of() : granted.beyond(most);
    return beyond.isEmpty() ? null : "'" + String.join(" ", beyond) + "' of " + source.record() + " is more than '" + most + "' in "
        + field.name() + " of " + ceiling.record() + " allows";
  }

  /** Warnings about rights that a token does not get. */
  static List<String> unused(MintedRights rights, Issuer issuer) {
    List<String> warnings = new ArrayList<>();
    String asked = rights.value("scope");
    Set<String> known = issuer.scopeRoles().keySet();
    List<String> scopes = asked == null ? List.of() : List.of(asked.strip().split("\\s+"));
    scopes.stream().filter(scope -> !known.contains(scope)).forEach(scope -> warnings.add("scope '" + scope
        + "' gives nothing: issuer '" + issuer.name() + "' has no field scope." + scope));
    if (Stream.of("tools", "prompts", "resources", "roles").allMatch(option -> rights.value(option) == null)
        && scopes.stream().noneMatch(known::contains)) {
      warnings.add("the token may use nothing: --tools, --prompts, --resources, --roles or --scope give it rights");
    }
    return warnings;
  }
}
