package dev.gatehouse.cli;

import dev.gatehouse.config.TelemetryConfig;
import dev.gatehouse.redis.report.Finding;
import dev.gatehouse.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Examines whether the collector can be connected to. Nothing is sent. */
final class DoctorTelemetry {

  private static final String AREA = "telemetry";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private DoctorTelemetry() {
  }

  /** @param environment the variables of this process, which the host may not have */
  static List<Finding> look(TelemetryConfig config, Map<String, String> environment) {
    Optional<String> fault = Telemetry.fault(config, environment);
    if (fault.isPresent()) {
      return List.of(Finding.problem(AREA, fault.get(), "fix it; a host with these settings does not start"));
    }
    List<Finding> found = new ArrayList<>();
    Telemetry.warnings(config, environment).forEach(warning -> found.add(Finding.note(AREA, warning, "set it, or remove the headers")));
    Set<InetSocketAddress> addresses = new LinkedHashSet<>();
    Telemetry.collectors(config, environment).forEach(url -> addresses.add(InetSocketAddress.createUnresolved(url.getHost(), port(url))));
    addresses.forEach(address -> found.add(collector(address)));
    return found;
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  private static Finding collector(InetSocketAddress unresolved) {
    String where = unresolved.getHostString() + ':' + unresolved.getPort();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(unresolved.getHostString().replaceAll("[\\[\\]]", ""), unresolved.getPort()),
          (int) PATIENCE.toMillis());
      return Finding.ok(AREA, "something listens at the collector's address, " + where);
    } catch (IOException e) {
      String reason = e instanceof UnknownHostException ? "unknown host" : String.valueOf(e.getMessage());
      return Finding.problem(AREA, "nothing listens at the collector's address, " + where + " (" + reason + ')',
          "start the collector, or fix telemetry.endpoint or OTEL_EXPORTER_OTLP_ENDPOINT; spans are lost meanwhile");
    }
  }
}
