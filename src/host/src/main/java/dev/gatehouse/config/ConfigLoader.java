package dev.gatehouse.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Faults;
import dev.gatehouse.record.JsonFile;
import dev.gatehouse.record.Section;
import dev.gatehouse.record.Substitution;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Loads {@code conf/gatehouse.json}. */
public final class ConfigLoader {

  private static final String REDIS = "redis";
  private static final String TENANTS = "tenants";

  private ConfigLoader() {
  }

  /**
   * Reads and checks a configuration, with the environment of this process.
   *
   * @throws ConfigException when it is missing or wrong, with all that is wrong
   */
  public static HostConfig load(Path file) throws ConfigException {
    return load(file, System.getenv());
  }

  /**
   * Reads and checks a configuration.
   *
   * @param environment what {@code ${env:NAME}} stands for, by name
   * @throws ConfigException when it is missing or wrong, with all that is wrong
   */
  public static HostConfig load(Path file, Map<String, String> environment) throws ConfigException {
    Faults faults = new Faults();
    return read(file, JsonFile.read(file, faults), environment, faults);
  }

  /**
   * Reads a part, for a command that needs no more: what is left out has its defaults, whatever the file says, and asks for no
   * environment variable. Names are checked all the same.
   *
   * @param sections of the top level
   * @param tenants which of the tenants' settings
   * @throws ConfigException when the file is missing or the part is wrong, with all that is wrong
   */
  public static HostConfig part(Path file, Set<String> sections, Predicate<String> tenants) throws ConfigException {
    return part(file, sections, tenants, System.getenv());
  }

  /**
   * Reads the prefix of all names in Redis alone, for a command that does not ask Redis, and so needs no secret of it.
   *
   * @throws ConfigException when the file is missing or the prefix is wrong
   */
  public static String redisPrefix(Path file) throws ConfigException {
    Faults faults = new Faults();
    ObjectNode root = JsonFile.read(file, faults);
    empty(root, REDIS::equals);
    if (root.get(REDIS) instanceof ObjectNode redis) {
      redis.retain("prefix");
    }
    return read(file, root, System.getenv(), faults).redis().prefix();
  }

  static HostConfig part(Path file, Set<String> sections, Predicate<String> tenants, Map<String, String> environment)
      throws ConfigException {
    Faults faults = new Faults();
    ObjectNode root = JsonFile.read(file, faults);
    empty(root, name -> sections.contains(name) || name.equals(TENANTS));
    if (root.get(TENANTS) instanceof ObjectNode named) {
      empty(named, tenants);
    }
    return read(file, root, environment, faults);
  }

  private static void empty(ObjectNode parent, Predicate<String> keep) {
    parent.properties().stream()
        .filter(field -> field.getValue().isObject() && !keep.test(field.getKey()))
        .forEach(field -> field.setValue(parent.objectNode()));
  }

  private static HostConfig read(Path file, ObjectNode json, Map<String, String> environment, Faults faults)
      throws ConfigException {
    Section root = new Section("", json, faults, new Substitution(environment, faults));
    HostConfig config = ConfigReader.read(root);
    root.noteUnknown();
    if (!faults.isEmpty()) {
      throw new ConfigException(file, faults);
    }
    return config;
  }
}
