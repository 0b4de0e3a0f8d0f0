package dev.gatehouse.bench.units;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All costs that are known, by id. Kept in a file between runs, so that a step can be measured again alone. */
final class Numbers {

  private final Map<String, Unit> units = new LinkedHashMap<>();

  /** None yet. */
  Numbers() {
  }

  /** Those of a file, when it is there. */
  static Numbers read(Path file) throws IOException {
    Numbers numbers = new Numbers();
    if (Files.exists(file)) {
      numbers.add(Files.readAllLines(file).stream().map(Unit::read).toList());
    }
    return numbers;
  }

  void write(Path file) throws IOException {
    Files.write(file, units.values().stream().map(Unit::line).toList());
  }

  /** Adds some, in the place of those with the same id. */
  void add(List<Unit> more) {
    more.forEach(unit -> units.put(unit.id(), unit));
  }

  Optional<Unit> find(String id) {
    return Optional.ofNullable(units.get(id));
  }

  /** A median; not a number when it was not measured. */
  double of(String id) {
    return find(id).map(Unit::value).orElse(Double.NaN);
  }

  Collection<Unit> all() {
    return units.values();
  }
}
