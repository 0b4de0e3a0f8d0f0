package dev.gatehouse.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.config.HostConfig;
import dev.gatehouse.config.Role;
import dev.gatehouse.redis.report.Finding;
import dev.gatehouse.rpc.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Examines whether a host answers: its admin port, its public port, and the URL by which clients know it. */
final class DoctorPorts {

  private static final String AREA = "ports";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_TEXT = 300;
  private static final String START = "start the host, or look at its log";

  private final HostConfig config;
  private final Role role;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).version(HttpClient.Version.HTTP_1_1).build();

  DoctorPorts(HostConfig config, Role role) {
    this.config = config;
    this.role = role;
  }

  List<Finding> look() {
    List<Finding> found = new ArrayList<>();
    found.add(admin());
    if (role == Role.WORKER) {
      return found;
    }
    found.add(publicPort());
    if (config.http().publicUrl() != null) {
      found.add(publicUrl(config.http().publicUrl()));
    }
    return found;
  }

  private Finding admin() {
    if (config.admin().port() == 0) {
      return Finding.note(AREA, "admin.port is 0, so nobody knows where to ask", "set a port");
    }
    String url = "http://" + address(config.admin().host()) + ':' + config.admin().port() + "/health/ready";
    try {
      HttpResponse<String> answer = get(url);
      String status = status(answer.body());
      return answer.statusCode() == 200 && status.equals("UP") ? Finding.ok(AREA, url + " says UP")
          : Finding.problem(AREA, url + " says " + answer.statusCode() + ' ' + status + problems(answer.body()),
              "curl -s " + url + " shows all of it; operate.md says what each means");
    } catch (IOException e) {
      return Finding.problem(AREA, "no host answers at " + url + " (" + reason(e) + ')', START);
    }
  }

  private static String status(String body) {
    JsonNode page = page(body);
    return page == null ? "something else" : page.path("status").asText("?");
  }

  private static @Nullable JsonNode page(String body) {
    try {
      return Json.read(body);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** What the checks of the page tell of problems and faults. */
  private static String problems(String body) {
    JsonNode page = page(body);
    List<String> told = new ArrayList<>();
    if (page != null) {
      page.path("checks").forEach(check -> {
        if (check.path("status").asText().equals("DOWN")) {
          told.add(check.path("id").asText() + " is down");
        }
        for (String list : List.of("problems", "faults", "refused")) {
          check.path("data").path(list).forEach(one -> told.add(check.path("id").asText() + ": " + (one.isTextual() ? one.asText() : one)));
        }
      });
    }
    String text = String.join("; ", told);
    return told.isEmpty() ? "" : ": " + (text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "..." : text);
  }

  private Finding publicPort() {
    String where = config.http().host() + ':' + config.http().port();
    if (config.http().port() == 0) {
      return Finding.note(AREA, "http.port is 0, so nobody knows where to ask", "set a port");
    }
    String host = address(config.http().host());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), config.http().port()), (int) PATIENCE.toMillis());
      return Finding.ok(AREA, "something listens at http.host and http.port, " + where);
    } catch (IOException e) {
      return Finding.problem(AREA, "nothing listens at http.host and http.port, " + where + " (" + reason(e) + ')', START);
    }
  }

  /** A host asks for a key there. A proxy or another server would answer otherwise. */
  private Finding publicUrl(String url) {
    String mcp = url + "/mcp";
    try {
      int status = get(mcp).statusCode();
      return status == 401 ? Finding.ok(AREA, mcp + " asks for a key")
          : Finding.problem(AREA, mcp + " answers " + status + ", and not 401 as a host does to a caller without a key",
              "look at the proxy in front, and at http.publicUrl");
    } catch (IOException e) {
      return Finding.problem(AREA, mcp + " cannot be reached from here (" + reason(e) + ')',
          "look at DNS, proxy, firewall and certificate; clients know the host by this URL (http.publicUrl)");
    }
  }

  private HttpResponse<String> get(String url) throws IOException {
    try {
      return client.send(HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).GET().build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }

  /** Where a bound address is reached from this machine. */
  private static String address(String host) {
    String reached = host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "::1" : host;
    return reached.indexOf(':') >= 0 ? '[' + reached + ']' : reached;
  }
}
