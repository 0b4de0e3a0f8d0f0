package dev.gatehouse.cli;

import dev.gatehouse.auth.StoreUnavailableException;
import dev.gatehouse.config.ConfigLoader;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.Role;
import dev.gatehouse.record.ConfigException;
import dev.gatehouse.redis.connection.RedisStartException;
import dev.gatehouse.redis.report.Finding;
import dev.gatehouse.redis.report.RedisHealth;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: examines an installation. */
@Command(name = "doctor", sortOptions = false, description = {
    "Examines an installation: configuration, certificates, plugins, Redis with its settings and its clock, and whether the collector of telemetry and"
        + " the host answer."
        + " Each finding comes with its remedy. It changes nothing.",
    "Exit status 0 when there is no problem, 1 when there is one, 2 when the configuration cannot be read."})
final class DoctorCommand extends ConfiguredCommand {

  private static final int PROBLEMS = 1;

  @Option(names = "--role", paramLabel = "ROLE", defaultValue = "all", converter = RoleOption.class,
      description = "Examines what 'run --role' with this role uses: an edge has no plugins; a worker has no Redis and no public port."
          + " Default: ${DEFAULT-VALUE}")
  private Role role = Role.ALL;

  @Option(names = "--quiet", description = "Shows problems only.")
  private boolean quiet;

  @Mixin
  private OutputOptions output;

  DoctorCommand(Clock clock) {
    super(clock);
  }

  @Override
  public Integer call() throws Exception {
    HostConfig host = ConfigLoader.load(config);
    Doctor doctor = new Doctor(config, host, role, clock);
    List<Finding> found = new ArrayList<>(doctor.config());
    found.addAll(doctor.certificates());
    found.addAll(doctor.plugins());
    if (role != Role.WORKER) {
      found.addAll(redis());
    }
    found.addAll(DoctorTelemetry.look(host.telemetry(), System.getenv()));
    found.addAll(new DoctorPorts(host, role).look());
    List<Finding> told = quiet ? found.stream().filter(DoctorCommand::isProblem).toList() : found;
    if (output.isTable()) {
      print(told);
    } else {
      Rows rows = output.rows("level", "area", "finding", "remedy");
      told.forEach(finding -> rows.row(finding.level(), finding.area(), finding.what(), finding.remedy()));
      rows.end();
    }
    return found.stream().anyMatch(DoctorCommand::isProblem) ? PROBLEMS : 0;
  }

  private static boolean isProblem(Finding finding) {
    return finding.level() == Finding.Level.PROBLEM;
  }

  private List<Finding> redis() throws ConfigException {
    try {
      return RedisQuery.with(config, (link, keys) -> new RedisHealth(link, keys, clock).look());
    } catch (RedisStartException | StoreUnavailableException e) {
      return List.of(Finding.problem("redis", String.valueOf(e.getMessage()), "start it, or fix redis.url"));
    }
  }

  private void print(List<Finding> found) {
    PrintWriter out = spec.commandLine().getOut();
    for (Finding finding : found) {
      out.println(finding.level() + "  " + finding.area() + ": " + finding.what());
      if (finding.remedy() != null) {
        out.println("  remedy: " + finding.remedy());
      }
    }
    out.flush();
  }
}
