package dev.gatehouse.cli;

import dev.gatehouse.auth.Ledger.Outcome;
import dev.gatehouse.redis.report.AuditFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code audit} and {@code tail} that say which calls and refusals are looked for. */
final class AuditOptions {

  @Option(names = "--tenant", paramLabel = "T", required = true, converter = TenantName.class, description = "Whose log. Required.")
  private String tenant;

  @Option(names = "--tool", paramLabel = "PATTERN",
      description = "Of this tool, prompt or resource: a name, or a pattern such as 'math_*'.")
  private @Nullable String tool;

  @Option(names = "--key", paramLabel = "KEY_ID", description = "By this key.")
  private @Nullable String key;

  @Option(names = "--owner", paramLabel = "O", description = "By keys and tokens of this owner.")
  private @Nullable String owner;

  @Option(names = "--outcome", paramLabel = "O", description = "Only this outcome: ok, error, cancelled, asked, failed; of refusals"
      + " forbidden, limited, invalid, busy, unavailable, refused.")
  private @Nullable Outcome outcome;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  String tenant() {
    return tenant;
  }

  @Nullable
  Outcome outcome() {
    return outcome;
  }

  AuditFilter filter(@Nullable Instant since, @Nullable Instant until) {
    if (since != null && until != null && since.isAfter(until)) {
      throw new ParameterException(spec.commandLine(), "--since: it is later than --until");
    }
    return new AuditFilter(tool, key == null ? null : KeyIds.of(spec, key), owner, outcome == null ? null : outcome.toString(), since,
        until);
  }
}
