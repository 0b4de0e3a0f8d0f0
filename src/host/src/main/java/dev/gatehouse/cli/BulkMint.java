package dev.gatehouse.cli;

import dev.gatehouse.auth.key.FieldException;
import dev.gatehouse.auth.key.KeyField;
import dev.gatehouse.auth.key.KeyRecord;
import dev.gatehouse.auth.key.NewKey;
import dev.gatehouse.cli.MintedRights.BadOptionException;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Nearest;
import dev.gatehouse.redis.RedisKeys;
import dev.gatehouse.redis.keys.RedisKeyWriter;
import dev.gatehouse.redis.report.RedisCommand;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a key for each row of a CSV file. All rows are checked before the first key is made. */
final class BulkMint {

  private static final int AT_ONCE = 200;
  private static final int TOLD_FAULTS = 20;

  private final MintedRights defaults;
  private final Clock clock;
  private final SecureRandom random;

  /**
   * Keys whose rights are in a file.
   *
   * @param defaults options that count where a row says nothing
   */
  BulkMint(MintedRights defaults, Clock clock, SecureRandom random) {
    this.defaults = defaults;
    this.clock = clock;
    this.random = random;
  }

  /** A key of one row. */
  record Made(NewKey key, Map<String, String> fields) {

    private RedisCommand command(RedisKeys keys) {
      return new RedisCommand(Stream.concat(Stream.of("HSET", keys.key(key.id())),
          fields.entrySet().stream().flatMap(field -> Stream.of(field.getKey(), field.getValue()))).toList());
    }

    String line(RedisKeys keys) {
      return command(keys).line();
    }
  }

  /**
   * Reads the file.
   *
   * @throws BadOptionException with all faults, each naming the line and the column
   */
  List<Made> read(Path file) throws BadOptionException {
    List<CsvFile.Row> rows = rows(file);
    List<String> columns = columns(file, rows.get(0));
    List<Made> made = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (CsvFile.Row row : rows.subList(1, rows.size())) {
      try {
        made.add(make(columns, row));
      } catch (BadOptionException e) {
        faults.add(file + ": line " + row.line() + ": " + String.valueOf(e.getMessage()).replaceFirst("^--", ""));
      }
    }
    if (!faults.isEmpty()) {
      int more = faults.size() - TOLD_FAULTS;
      throw new BadOptionException(faults.stream().limit(TOLD_FAULTS).collect(Collectors.joining("\n"))
          + (more > 0 ? "\nand " + more + " more lines" : ""));
    }
    return made;
  }

  private static List<CsvFile.Row> rows(Path file) throws BadOptionException {
    try {
      List<CsvFile.Row> rows = CsvFile.parse(Files.readString(file));
      if (rows.size() < 2) {
        throw new BadOptionException("csv", file + " has no rows; its first line names the columns, such as tenant,owner,tools");
      }
      return rows;
    } catch (CharacterCodingException e) {
      throw new BadOptionException("csv", file + " is not UTF-8");
    } catch (IOException e) {
      throw new BadOptionException("csv", file + " cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (IllegalArgumentException e) {
      throw new BadOptionException("csv", file + ": " + e.getMessage());
    }
  }

  private static List<String> columns(Path file, CsvFile.Row header) throws BadOptionException {
    List<String> known = Stream.of(KeyField.values()).map(KeyField::option).filter(option -> option != null).map(KeyField.Option::name)
        .toList();
    List<String> columns = header.fields().stream().map(String::strip).toList();
    for (String column : columns) {
      if (!known.contains(column)) {
        throw new BadOptionException("csv", file + ": there is no column '" + column + "'" + Nearest.question(column, known)
            + " Columns: " + String.join(", ", known));
      }
    }
    if (Set.copyOf(columns).size() < columns.size()) {
      throw new BadOptionException("csv", file + ": a column is named twice");
    }
    return columns;
  }

  private Made make(List<String> columns, CsvFile.Row row) throws BadOptionException {
    if (row.fields().size() > columns.size()) {
      throw new BadOptionException("it has more fields than the first line has columns");
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < row.fields().size(); i++) {
      if (!row.fields().get(i).isBlank()) {
        values.put(columns.get(i), row.fields().get(i).strip());
      }
    }
    NewKey key = NewKey.create(random);
    Map<String, String> fields = key.fields(MintedRights.fields(option -> values.getOrDefault(option, defaults.value(option)), clock));
    try {
      KeyRecord.check(key.id(), fields);
    } catch (FieldException e) {
      throw new BadOptionException(e.field().equals("exp") ? "expires" : e.field(), e.why());
    }
    return new Made(key, fields);
  }

  /** What is valid and probably not meant, each once. */
  static Set<String> warnings(List<Made> keys, Path config) {
    Map<@Nullable String, List<String>> ofTenant = new HashMap<>();
    Set<String> warnings = new LinkedHashSet<>();
    long without = keys.stream().filter(made -> Stream.of("tools", "prompts", "resources", "roles").noneMatch(made.fields()::containsKey))
        .count();
    if (without > 0) {
      warnings.add(without + " of the keys may use nothing: tools, prompts, resources or roles give them rights");
    }
    keys.forEach(made -> warnings.addAll(ofTenant.computeIfAbsent(made.fields().get("tenant"),
        tenant -> MintWarnings.of(Map.of("tenant", String.valueOf(tenant), "tools", ""), config))));
    return warnings;
  }

  /**
   * Creates the keys.
   *
   * @param handOver hands over their secrets, when Redis has answered and before the first of them is created
   */
  static void apply(List<Made> keys, Path config, Runnable handOver, Consumer<String> say) throws ConfigException {
    RedisQuery.steps(config, (link, names) -> {
      RedisKeyWriter writer = new RedisKeyWriter(link, names);
      handOver.run();
      return write(keys, made -> made.key().id(),
          made -> writer.create(made.key().id(), made.fields(), OptionalLong.empty()).map(true), "keys were made", say);
    });
  }

  /**
   * Writes new keys, some at a time. Their secrets have been handed over, so it tells which of them may not exist.
   *
   * @param id the id of a new key
   * @param write writes one of them; false when it has told itself that it did not
   * @param done what was done to those that were written
   * @return how many were written; fails as the first one does that fails
   */
  static <T> int write(List<T> keys, Function<T, String> id, Function<T, Future<Boolean>> write, String done, Consumer<String> say) {
    Set<String> unknown = keys.stream().map(id).collect(Collectors.toCollection(LinkedHashSet::new));
    int written = 0;
    try {
      for (int from = 0; from < keys.size(); from += AT_ONCE) {
        List<T> some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
        List<Future<Boolean>> writes = some.stream().map(write).toList();
        Future.join(writes).otherwiseEmpty().await();
        for (int i = 0; i < some.size(); i++) {
          if (writes.get(i).succeeded()) {
            unknown.remove(id.apply(some.get(i)));
            written += writes.get(i).result() ? 1 : 0;
          }
        }
        // All but the first, which is thrown.
        writes.stream().filter(Future::failed).map(failed -> String.valueOf(failed.cause().getMessage())).distinct().skip(1).forEach(say);
        Future.all(writes).await();
      }
    } finally {
      unknown.forEach(key -> say.accept("not known to be made: " + key));
      say.accept(written + " of " + keys.size() + ' ' + done);
    }
    return written;
  }
}
