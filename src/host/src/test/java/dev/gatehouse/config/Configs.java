package dev.gatehouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.record.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Loads configurations written in a test, with single quotes for double ones. */
public final class Configs {

  private Configs() {
  }

  public static HostConfig load(String json) throws ConfigException {
    return load(json, Map.of());
  }

  public static HostConfig load(String json, Map<String, String> environment) throws ConfigException {
    Path file = write(json);
    try {
      return ConfigLoader.load(file, environment);
    } finally {
      file.toFile().delete();
    }
  }

  /** The faults without the file's name, which each of them starts with. */
  public static List<String> faults(String json) {
    return faults(json, Map.of());
  }

  public static List<String> faults(String json, Map<String, String> environment) {
    Path file = write(json);
    try {
      ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file, environment));
      assertThat(e).as("a fault in %s", json).isNotNull();
      assertThat(e.faults()).isNotEmpty().allMatch(fault -> fault.startsWith(file + ": "));
      return e.faults().stream().map(fault -> fault.substring((file + ": ").length())).toList();
    } finally {
      file.toFile().delete();
    }
  }

  private static Path write(String json) {
    try {
      return Files.writeString(Files.createTempFile("gatehouse", ".json"), json.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
