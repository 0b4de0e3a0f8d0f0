package dev.gatehouse.cli;

import dev.gatehouse.auth.key.KeyField;
import dev.gatehouse.auth.key.Rotation;
import dev.gatehouse.record.Identifier;
import dev.gatehouse.record.Units;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code mint} that become fields of the key's record: those that {@link KeyField} declares, and those of a rotation. */
final class MintedRights {

  private static final String ISSUER = "issuer";
  private static final String SCOPE = "scope";
  private static final String CLIENT = "client";

  private final CommandSpec options;

  MintedRights(CommandSpec options) {
    this.options = options;
  }

  /** The options, in the order of the help text. */
  static CommandSpec options() {
    CommandSpec options = CommandSpec.create();
    for (KeyField field : KeyField.values()) {
      KeyField.Option option = field.option();
      if (option != null) {
        add(options, option.name(), option.label(), option.help());
      }
    }
    add(options, "replaces", "ID", "The id of the key that this one takes the place of, with its rights.");
    add(options, "overlap", "D", "How long the replaced key still works: 24h, 30m. Default: 24h");
    add(options, ISSUER, "N", "With --jwt: the issuer's record, as the command issuer has named it. Required there.");
    add(options, SCOPE, "SCOPES", "With --jwt: the token's scopes: 'read write'.");
    add(options, CLIENT, "ID", "With --jwt: the client that the token is for.");
    return options;
  }

  private static void add(CommandSpec options, String name, String label, String help) {
    options.addOption(OptionSpec.builder("--" + name).paramLabel(label).description(help).type(String.class).build());
  }

  @Nullable
  String value(String option) {
    return options.findOption("--" + option).getValue();
  }

  /** The value of an option that must be there. */
  String required(String option) throws BadOptionException {
    String value = value(option);
    if (value == null) {
      throw new BadOptionException(option, "it is required");
    }
    return value;
  }

  /** Refuses the options of tokens for a key. */
  void ofKey() throws BadOptionException {
    none("it is about a token: --jwt makes one", ISSUER, SCOPE, CLIENT);
  }

  /** Refuses the options of keys for a token, and rights that could not be read. */
  void ofToken(Clock clock) throws BadOptionException {
    none("a token cannot have it; its issuer's record can, for all tokens of an owner", "rate", "quota");
    none("a token cannot have it", "ips", "replaces", "overlap");
    for (String option : List.of(SCOPE, CLIENT)) {
      String value = value(option);
      if (value != null && !value.matches("[\\x20-\\x7e]{1,256}")) {
        throw new BadOptionException(option, "it must be 1 to 256 printable ASCII characters");
      }
    }
    required(KeyField.TENANT.field());
    required(KeyField.OWNER.field());
    fields(clock);
  }

  private void none(String why, String... names) throws BadOptionException {
    for (String option : names) {
      if (value(option) != null) {
        throw new BadOptionException(option, why);
      }
    }
  }

  @Nullable
  String tenant() {
    return value("tenant");
  }

  /** The rotation asked for, or null. */
  @Nullable
  Rotation rotation(CommandSpec command, Clock clock) throws BadOptionException {
    String named = value("replaces");
    String old = named == null ? null : KeyIds.of(command, named);
    String still = value("overlap");
    if (old == null) {
      if (still != null) {
        throw new BadOptionException("overlap", "it is about the key that --replaces names");
      }
      if (tenant() == null) {
        throw new BadOptionException("tenant", "it is required");
      }
      return null;
    }
    if (tenant() != null) {
      throw new BadOptionException("tenant", "a replaced key hands on its own");
    }
    if (!Identifier.KEY_ID.matches(old)) {
      throw new BadOptionException("replaces", "it must be the id of a key: the part after gth_");
    }
    return new Rotation(old, clock.instant().plus(duration("overlap", still == null ? "24h" : still)));
  }

  /** The fields, in the order of the options; absent options are absent fields. */
  Map<String, String> fields(Clock clock) throws BadOptionException {
    return fields(this::value, clock);
  }

  /**
   * The same of values from elsewhere.
   *
   * @param values by the names of options; null where there is none
   */
  static Map<String, String> fields(Function<String, @Nullable String> values, Clock clock) throws BadOptionException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (KeyField field : KeyField.values()) {
      KeyField.Option option = field.option();
      String value = option == null ? null : values.apply(option.name());
      if (value != null) {
        fields.put(field.field(), field == KeyField.EXP ? end(value, clock) : readable(field, value));
      }
    }
    fields.put(KeyField.CREATED.field(), Long.toString(clock.instant().getEpochSecond()));
    return fields;
  }

  private static String readable(KeyField field, String value) throws BadOptionException {
    // In a locale without the letters, Java is handed this mark in their place, and nobody can tell what was meant.
    if (value.indexOf('\uFFFD') >= 0) {
      throw new BadOptionException(field.field(), "this terminal's locale has no such letters; set LC_ALL=C.UTF-8");
    }
    return value;
  }

  private static String end(String expires, Clock clock) throws BadOptionException {
    return Long.toString(clock.instant().plus(duration("expires", expires)).getEpochSecond());
  }

  /** Formats an expiry for people: records hold unix seconds or ISO-8601. */
  static String time(String end) {
    return end.matches("\\d{1,11}") ? Instant.ofEpochSecond(Long.parseLong(end)).toString() : end;
  }

  static Duration duration(String option, String text) throws BadOptionException {
    try {
      return Units.duration(text, "1s", Units.LONGEST);
    } catch (IllegalArgumentException e) {
      throw new BadOptionException(option, "it must be a time from now such as 90d, 12h, 30m or 10s");
    }
  }

  /** An option has an invalid value. */
  static final class BadOptionException extends Exception {

    private static final long serialVersionUID = 1L;

    BadOptionException(String option, String why) {
      super("--" + option + ": " + why);
    }

    BadOptionException(String message) {
      super(message);
    }
  }
}
