package dev.gatehouse.cli;

import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.Role;
import dev.gatehouse.feature.Kind;
import dev.gatehouse.feature.UnmatchedDenies;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.record.Patterns;
import dev.gatehouse.telemetry.Telemetry;
import dev.gatehouse.tenant.PluginCheck;
import dev.gatehouse.tenant.PluginFault;
import dev.gatehouse.tenant.TempFolder;
import dev.gatehouse.tenant.Tenant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: reports everything that would make a start fail, all at once; opens no port and no Redis. Warnings are not faults. */
@Command(name = "check", description = "Reads the configuration and loads every plugin, without serving."
    + " Prints each fault on one line; where there is none, each warning, each plugin's jars with version and digest, and then ok.")
final class CheckCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "CONFIG", defaultValue = Main.DEFAULT_CONFIG,
      description = "The configuration. Default: ${DEFAULT-VALUE}")
  private Path config;

  @Option(names = "--role", paramLabel = "ROLE", defaultValue = "all", converter = RoleOption.class,
      description = "Checks what 'run --role' with this role would need; an edge loads no plugins. Default: ${DEFAULT-VALUE}")
  private Role role = Role.ALL;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    List<String> faults = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    List<String> jars = new ArrayList<>();
    try {
      HostConfig host = ConfigLoader.load(config);
      host.warnings().forEach(warning -> warnings.add("warning: " + warning));
      host.advice().forEach(advice -> warnings.add("warning: " + advice));
      faults.addAll(role == Role.WORKER ? List.of() : TlsFault.of(config, host));
      faults.addAll(RoleFaults.of(config, host, role));
      Telemetry.fault(host.telemetry(), System.getenv()).ifPresent(faults::add);
      Telemetry.warnings(host.telemetry(), System.getenv()).forEach(warning -> warnings.add("warning: " + warning));
      TempFolder.fault().ifPresentOrElse(faults::add, () -> {
        if (role == Role.EDGE) {
          return;
        }
        PluginCheck plugins =
            BriefVertx.with(vertx -> PluginCheck.run(vertx, host.plugins(), host.calls(), host.tenants(), tenant -> true, tenant -> {
              warnings.addAll(unmatched(tenant));
              jars.addAll(jars(tenant));
            }, Level.DEBUG));
        plugins.unusedSettings().forEach(unused -> warnings.add("warning: " + config + ": " + unused));
        plugins.faults().forEach(fault -> faults.add(line(fault)));
      });
    } catch (ConfigException e) {
      faults.addAll(e.faults());
    }
    if (faults.isEmpty()) {
      warnings.forEach(spec.commandLine().getOut()::println);
      jars.forEach(spec.commandLine().getOut()::println);
      spec.commandLine().getOut().println("ok");
      return 0;
    }
    faults.forEach(spec.commandLine().getOut()::println);
    return Main.BAD_CONFIG;
  }

  /** What the file says of a tenant's tools, and that means none of those that it has: a name is misspelt, or the tool is gone. */
  private List<String> unmatched(Tenant tenant) {
    String path = "warning: " + config + ": tenants." + tenant.name() + ".";
    List<String> warnings = new ArrayList<>();
    if (tenant.config().anonymous() != null) {
      new UnmatchedDenies(tenant.catalogue()).tools(tenant.config().anonymous().tools())
          .forEach(deny -> warnings.add(path + "anonymous.tools: '" + deny + "' denies none of the tools that the tenant has now"));
    }
    tenant.config().calls().tools().keySet().stream()
        .filter(pattern -> tenant.catalogue().names(Kind.TOOL).stream().noneMatch(tool -> Patterns.matches(pattern, tool)))
        .forEach(pattern -> warnings.add(path + "calls.tools." + pattern + ": matches none of the tools that the tenant has now"));
    return warnings;
  }

  private static List<String> jars(Tenant tenant) {
    return tenant.jars().entrySet().stream()
        .flatMap(plugin -> plugin.getValue().stream().map(jar -> "plugin " + tenant.name() + "/" + plugin.getKey() + ": " + jar)).toList();
  }

  private static String line(PluginFault fault) {
    return fault.plugin().isEmpty() ? fault.message() : fault.tenant() + "/" + fault.plugin() + ": " + fault.message();
  }
}
