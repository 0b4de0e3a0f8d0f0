package dev.gatehouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.TestHost;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The files of the console: all that the page loads is there, and the page loads all that is there. */
class ConsoleFilesIT {

  private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"(/[^\"#]+)\"|from '(\\./[^']+)'");

  @RegisterExtension
  static final TestHost host = new TestHost("{}").plugin("demo", "math");

  private static HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.adminPort() + path)).build(),
        BodyHandlers.ofString());
  }

  @Test
  void the_page_loads_what_is_served_and_nothing_else() throws Exception {
    Set<String> loaded = new TreeSet<>(Set.of("/"));
    Deque<String> next = new ArrayDeque<>(loaded);
    while (!next.isEmpty()) {
      String path = next.pop();
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).as(path).isNotEmpty();
      if (!path.contains("/lib/")) {
        LOADED.matcher(answer.body()).results().map(ConsoleFilesIT::path).filter(loaded::add).forEach(next::add);
      }
    }
    assertThat(ConsoleFiles.pages().stream().map(page -> page.path())).containsExactlyInAnyOrderElementsOf(loaded);
  }

  private static String path(MatchResult found) {
    return found.group(1) != null ? found.group(1) : "/console" + found.group(2).substring(1);
  }

  /** What a plugin or a caller wrote must never become markup. */
  @Test
  void no_module_makes_markup_of_texts() throws Exception {
    for (var page : ConsoleFiles.pages()) {
      if (page.path().matches("/console/\\w+\\.js")) {
        assertThat(get(page.path()).body()).as(page.path())
            .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function");
      }
    }
  }
}
