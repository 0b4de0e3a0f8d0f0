package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.LogOf;
import dev.gatehouse.TestHost;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see the console: on loopback this machine's own pages alone, and beyond it who knows {@code admin.token}. */
@Timeout(120)
class AdminGuardIT {

  private static final String TOKEN = "0123456789abcdef-0123456789abcdef";
  private static final String API = "/console/api/tenants";

  @RegisterExtension
  static final TestHost open = new TestHost("{}").plugin("demo", "math");

  @RegisterExtension
  static final TestHost guarded =
      new TestHost("{\"admin\": {\"host\": \"0.0.0.0\", \"port\": 0, \"token\": \"" + TOKEN + "\"}}").plugin("demo", "math");

  private static String send(TestHost host, String request, String... headers) {
    return RawHttp.send("http://127.0.0.1:" + host.adminPort(), request, null, headers);
  }

  private static int status(TestHost host, String request, String... headers) {
    return Integer.parseInt(send(host, request, headers).split(" ", 3)[1]);
  }

  private static String basic(String user, String password) {
    return "Authorization: Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console/main.js", API})
  void on_loopback_it_is_served_with_headers_that_bind_a_browser(String path) {
    assertThat(send(open, "GET " + path, "Host: localhost")).startsWith("HTTP/1.1 200")
        .containsIgnoringCase("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
        .containsIgnoringCase("X-Content-Type-Options: nosniff").containsIgnoringCase("Referrer-Policy: no-referrer")
        .containsIgnoringCase("Cross-Origin-Resource-Policy: same-origin").doesNotContainIgnoringCase("Access-Control-Allow");
  }

  @Test
  void what_it_is_told_is_kept_nowhere_and_files_are_asked_for_again() {
    assertThat(send(open, "GET " + API, "Host: localhost")).containsIgnoringCase("Cache-Control: no-store");
    String file = send(open, "GET /console/main.js", "Host: localhost");
    assertThat(file).containsIgnoringCase("Cache-Control: private, no-cache");
    String tag = file.replaceAll("(?s).*?[Ee][Tt]ag: (\\S+).*", "$1");
    assertThat(status(open, "GET /console/main.js", "Host: localhost", "If-None-Match: " + tag)).isEqualTo(304);
    assertThat(status(open, "GET /console/main.js", "Host: localhost", "If-None-Match: \"other\"")).isEqualTo(200);
  }

  /** DNS rebinding, and pages of other origins. */
  @ParameterizedTest
  @CsvSource({"Host: evil.example, Accept: */*", "Host: localhost, Origin: https://evil.example", "Host: localhost, Origin: null",
      "Host: localhost, Sec-Fetch-Site: cross-site", "Host: localhost, Sec-Fetch-Site: same-site"})
  void other_pages_learn_nothing(String host, String header) {
    assertThat(send(open, "GET " + API, host, header)).startsWith("HTTP/1.1 403").doesNotContain("demo");
    assertThat(status(open, "GET /console/main.js", host, header)).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"/, 200", "/console, 302", "/index.html, 302"})
  void a_link_of_another_page_opens_the_console_and_no_frame_in_it(String path, int status) {
    String site = "Sec-Fetch-Site: cross-site";
    String follows = "Sec-Fetch-Mode: navigate";
    assertThat(status(open, "GET " + path, "Host: localhost", site, follows, "Sec-Fetch-Dest: document")).isEqualTo(status);
    assertThat(status(open, "GET " + path, "Host: localhost", site, follows, "Sec-Fetch-Dest: iframe")).isEqualTo(403);
    assertThat(status(open, "GET " + path, "Host: localhost", site, "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script")).isEqualTo(403);
    assertThat(status(open, "GET " + API, "Host: localhost", "Sec-Fetch-Site: same-origin")).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console", "/console/", "/index.html"})
  void what_one_may_type_leads_to_the_console(String path) {
    assertThat(send(open, "GET " + path, "Host: localhost")).startsWith("HTTP/1.1 302").containsIgnoringCase("Location: /\r\n")
        .containsIgnoringCase("Content-Security-Policy: default-src 'none'").containsIgnoringCase("Cache-Control: no-store");
    assertThat(status(guarded, "GET " + path, "Host: gate.example")).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void nothing_can_be_changed(String method) {
    assertThat(status(open, method + " " + API, "Host: localhost", "Content-Length: 0")).isIn(404, 405);
    assertThat(status(open, method + " /", "Host: localhost", "Content-Length: 0")).isIn(404, 405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console/main.js", "/console/lib/uplot.js", "/console/api/keys", API})
  void with_a_token_nothing_of_it_is_told_without_one(String path) {
    String answer = send(guarded, "GET " + path, "Host: gate.example");
    assertThat(answer).startsWith("HTTP/1.1 401").containsIgnoringCase("WWW-Authenticate: Basic realm=").contains("admin.token")
        .doesNotContain("demo");
    assertThat(send(guarded, "GET " + path, "Host: gate.example", basic("ann", TOKEN))).startsWith("HTTP/1.1 200");
  }

  @Test
  void the_token_is_the_password_of_anybody_or_a_bearer_token() {
    assertThat(status(guarded, "GET /", "Host: gate.example", basic("", TOKEN))).isEqualTo(200);
    assertThat(status(guarded, "GET /", "Host: gate.example", "Authorization: Bearer " + TOKEN)).isEqualTo(200);
    assertThat(status(guarded, "GET /", "Host: gate.example", "authorization: bearer " + TOKEN)).isEqualTo(200);
    for (String wrong : new String[] {basic(TOKEN, "x"), basic("ann", TOKEN + "0"), basic("ann", TOKEN.substring(1)),
        "Authorization: Bearer", "Authorization: Basic !", "Authorization: Basic YQ==", "Authorization: " + TOKEN}) {
      assertThat(status(guarded, "GET /", "Host: gate.example", wrong)).as(wrong).isIn(401, 429);
    }
  }

  @ParameterizedTest
  @CsvSource({"http://gate.example:8081, 200", "https://gate.example:8081, 200", "http://gate.example, 403",
      "http://evil.example:8081, 403",
      "null, 403", "http://localhost:8081, 403", "http://gate.example:8081/x, 403"})
  void beyond_loopback_its_own_page_may_ask_by_whatever_name_it_was_reached(String origin, int status) {
    assertThat(status(guarded, "GET " + API, "Host: gate.example:8081", "Origin: " + origin, basic("ann", TOKEN))).isEqualTo(status);
    assertThat(status(guarded, "GET " + API, "Host: gate.example:8081", "Origin: " + origin)).isEqualTo(status == 200 ? 401 : status);
  }

  @Test
  void probes_and_scrapers_need_no_token() {
    assertThat(status(guarded, "GET /health/live", "Host: gate.example")).isEqualTo(200);
    assertThat(status(guarded, "GET /health/ready", "Host: gate.example")).isEqualTo(200);
    assertThat(status(guarded, "GET /metrics", "Host: gate.example")).isEqualTo(200);
  }

  @Test
  void wrong_tokens_are_slowed_down_and_do_not_lock_the_operator_out() {
    try (LogOf log = new LogOf(AdminGuard.class.getName())) {
      String last = "";
      for (int i = 0; i < 2_000 && !last.startsWith("HTTP/1.1 429"); i++) {
        last = send(guarded, "GET /", "Host: gate.example", basic("ann", "a wrong guess that is long enough " + i));
      }
      assertThat(last).startsWith("HTTP/1.1 429").containsIgnoringCase("Retry-After: ");
      assertThat(status(guarded, "GET /", "Host: gate.example", basic("ann", TOKEN))).isEqualTo(200);
      assertThat(log.lines()).hasSizeLessThanOrEqualTo(3)
          .allSatisfy(line -> assertThat(line).contains("a wrong admin.token, from 127.0.0.1")
              .doesNotContain("guess").doesNotContain(TOKEN));
    }
  }
}
