package dev.gatehouse.cli;

import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.TextForm;
import dev.gatehouse.redis.RedisKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --prefix} of commands that print commands for redis-cli. */
final class PrefixOption {

  static final Path DEFAULT_CONFIG = Path.of(Main.DEFAULT_CONFIG);

  @Option(names = "--prefix", paramLabel = "P",
      description = "What Redis keys begin with. Default: redis.prefix of the configuration (" + Main.DEFAULT_CONFIG
          + "); without that file mcp:")
  private @Nullable String prefix;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  boolean isGiven() {
    return prefix != null;
  }

  /** The names in Redis. A command about other names would do nothing that the host sees, so the configuration's prefix is the default. */
  RedisKeys keys(Path config) throws ConfigException {
    if (prefix == null) {
      return new RedisKeys(config.equals(DEFAULT_CONFIG) && !Files.exists(config) ? "mcp:" : ConfigLoader.redisPrefix(config));
    }
    try {
      return new RedisKeys(TextForm.REDIS_PREFIX.parser().apply(prefix));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--prefix: it must be " + TextForm.REDIS_PREFIX.allowed(), e);
    }
  }
}
