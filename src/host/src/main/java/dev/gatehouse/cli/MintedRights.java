package dev.gatehouse.cli;

import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.Units;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code mint} that become fields of the key's record. */
final class MintedRights {

  @Option(names = "--tenant", paramLabel = "T", description = "Whose tools the key opens. Required, but for --replaces.")
  private @Nullable String tenant;

  @Option(names = "--tools", paramLabel = "PATTERNS", description = "Tools it may call: 'add', 'math_* !math_div'. Default: none")
  private @Nullable String tools;

  @Option(names = "--prompts", paramLabel = "PATTERNS", description = "Prompts it may use, alike.")
  private @Nullable String prompts;

  @Option(names = "--resources", paramLabel = "PATTERNS", description = "URIs of resources it may read, alike.")
  private @Nullable String resources;

  @Option(names = "--roles", paramLabel = "ROLES", description = "Roles of the tenant whose rights it has besides: 'reader writer'.")
  private @Nullable String roles;

  @Option(names = "--owner", paramLabel = "O", description = "Who gets it.")
  private @Nullable String owner;

  @Option(names = "--name", paramLabel = "N", description = "What it is called, for people.")
  private @Nullable String name;

  @Option(names = "--rate", paramLabel = "N/T", description = "How often it may call: 100/1m, or several: '100/1m 1000/1d'.")
  private @Nullable String rate;

  @Option(names = "--quota", paramLabel = "N/T", description = "How often by the UTC calendar: 10000/1d, 100000/1mo, or both.")
  private @Nullable String quota;

  @Option(names = "--expires", paramLabel = "D", description = "When it ends, from now: 90d, 12h, 30m, 10s. Default: never")
  private @Nullable String expires;

  @Option(names = "--ips", paramLabel = "CIDRS", description = "From where it may be used: '10.0.0.0/8 ::1'. Default: anywhere")
  private @Nullable String ips;

  @Option(names = "--replaces", paramLabel = "ID", description = "The id of the key that this one takes the place of, with its rights.")
  private @Nullable String replaces;

  @Option(names = "--overlap", paramLabel = "D", description = "How long the replaced key still works: 24h, 30m. Default: 24h")
  private @Nullable String overlap;

  @Nullable
  String tenant() {
    return tenant;
  }

  /** The rotation asked for, or null. */
  @Nullable
  Rotation rotation(Clock clock) throws BadOptionException {
    if (replaces == null) {
      if (overlap != null) {
        throw new BadOptionException("overlap", "it is about the key that --replaces names");
      }
      if (tenant == null) {
        throw new BadOptionException("tenant", "it is required");
      }
      return null;
    }
    if (tenant != null) {
      throw new BadOptionException("tenant", "a replaced key hands on its own");
    }
    if (!Identifier.KEY_ID.matches(replaces)) {
      throw new BadOptionException("replaces", "it must be the id of a key: the part after gth_");
    }
    return new Rotation(replaces, clock.instant().plus(duration("overlap", overlap == null ? "24h" : overlap)));
  }

  /** The fields, in the order of the options; absent options are absent fields. */
  Map<String, String> fields(Clock clock) throws BadOptionException {
    Map<String, String> fields = new LinkedHashMap<>();
    put(fields, "tenant", tenant);
    put(fields, "tools", tools);
    put(fields, "prompts", prompts);
    put(fields, "resources", resources);
    put(fields, "roles", roles);
    put(fields, "owner", owner);
    put(fields, "name", name);
    put(fields, "rate", rate);
    put(fields, "quota", quota);
    put(fields, "exp", expires == null ? null : end(expires, clock));
    put(fields, "ips", ips);
    put(fields, "created", Long.toString(clock.instant().getEpochSecond()));
    return fields;
  }

  private static void put(Map<String, String> fields, String field, @Nullable String value) throws BadOptionException {
    // In a locale without the letters, Java is handed this mark in their place, and nobody can tell what was meant.
    if (value != null && value.indexOf('\uFFFD') >= 0) {
      throw new BadOptionException(field, "this terminal's locale has no such letters; set LC_ALL=C.UTF-8");
    }
    if (value != null) {
      fields.put(field, value);
    }
  }

  private static String end(String expires, Clock clock) throws BadOptionException {
    return Long.toString(clock.instant().plus(duration("expires", expires)).getEpochSecond());
  }

  /** Formats an expiry for people: records hold unix seconds or ISO-8601. */
  static String time(String end) {
    return end.matches("\\d{1,11}") ? Instant.ofEpochSecond(Long.parseLong(end)).toString() : end;
  }

  private static Duration duration(String option, String text) throws BadOptionException {
    try {
      return Units.duration(text, "1s", Units.LONGEST);
    } catch (IllegalArgumentException e) {
      throw new BadOptionException(option, "it must be a time from now such as 90d, 12h, 30m or 10s");
    }
  }
}
