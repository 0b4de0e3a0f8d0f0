package dev.gatehouse.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command whose argument is the configuration of what it asks about. */
abstract class ConfiguredCommand implements Callable<Integer> {

  final Clock clock;

  @Parameters(index = "0", arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration, which names the Redis. Default: ${DEFAULT-VALUE}")
  Path config;

  @Spec
  CommandSpec spec;

  ConfiguredCommand(Clock clock) {
    this.clock = clock;
  }

  final ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
