package dev.gatehouse.config;

import java.nio.file.Path;
import java.util.Map;

/** Reads {@code conf/gatehouse.json}. */
public final class ConfigLoader {

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
    Faults faults = new Faults(file);
    Section root = new Section("", JsonFile.read(file, faults), faults, new Substitution(environment, faults));
    HostConfig config = new ConfigReader(faults).read(root);
    root.noteUnknown();
    faults.throwIfAny();
    return config;
  }
}
