package dev.gatehouse;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.WalkRecorder.Entry;
import dev.gatehouse.WalkRecorder.Task;
import dev.gatehouse.http.McpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One {@code tools/call} passes the packages of the host in the order that the manual says. */
class WalkIT {

  private static final String IN = "### To the method";
  private static final String OUT = "### Back to the caller";
  /** A row of the manual's tables: the package, and why the call comes back to it. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| \\d+ \\| `(\\w+)` \\|[^|]*\\|[^|]*\\| (.*) \\|$");
  private static final Set<String> VOCABULARY = Set.of("rpc", "record", "config");
  private static final int CALLS = 7;

  @RegisterExtension
  static final TestHost host = new TestHost("{}").code("demo", "turn", """
      @Tool public String turn(int a) { return String.valueOf(System.nanoTime()); }
      """);

  /** The packages as they are entered, on the way to the plugin's method and on the way back. */
  private record Walk(List<String> in, List<String> out) {
  }

  /** What began before its caller had the answer, and when the plugin's method ran. */
  private record Call(List<Task> tasks, long turn) {

    Set<String> roots() {
      return tasks.stream().map(Task::root).collect(toSet());
    }
  }

  @Test
  void a_call_passes_the_packages_in_the_order_of_the_manual() throws InterruptedException {
    McpClient client = McpClient.of(host.url() + "/mcp").key(host.key("demo", "tools", "turn", "rate", "1000000/1h"));
    for (int i = 0; i < 50; i++) {
      turn(client);
    }
    List<Call> calls = new ArrayList<>();
    List<Task> idle;
    try (WalkRecorder recorder = new WalkRecorder()) {
      turn(client);
      recorder.start();
      Thread.sleep(2000);
      idle = recorder.stop();
      for (int i = 0; i < CALLS; i++) {
        calls.add(call(recorder, client));
      }
    }

    assertThat(mostFrequent(walks(calls, idle))).isEqualTo(new Walk(rows(IN).stream().map(row -> row.group(1)).toList(),
        rows(OUT).stream().map(row -> row.group(1)).toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {IN, OUT})
  void each_return_has_its_reason(String direction) {
    Set<String> passed = new HashSet<>();
    assertThat(rows(direction)).isNotEmpty()
        .allSatisfy(row -> assertThat(row.group(2).equals("–")).as(row.group()).isEqualTo(passed.add(row.group(1))));
  }

  private static List<MatchResult> rows(String heading) {
    String page = ManualPage.read(ManualPage.MANUAL.resolve(Path.of("architecture.md"))).text();
    String part = page.substring(page.indexOf(heading) + heading.length());
    return ROW.matcher(part.substring(0, part.indexOf("\n##"))).results().toList();
  }

  private static long turn(McpClient client) {
    McpClient.Reply reply = client.call("turn", "{\"a\": 1}");
    assertThat(reply.header("RateLimit")).as(reply.text()).isNotNull();
    return Long.parseLong(reply.toolText());
  }

  private static Call call(WalkRecorder recorder, McpClient client) throws InterruptedException {
    recorder.start();
    long turn = turn(client);
    long answered = System.nanoTime();
    // What has begun ends meanwhile.
    Thread.sleep(300);
    return new Call(recorder.stop().stream().filter(task -> task.isOfHost() && task.began() < answered).toList(), turn);
  }

  /** What an idle host does, too, and what is not done in every call, belongs to no call. */
  private static List<Walk> walks(List<Call> calls, List<Task> idle) {
    Set<List<String>> background = idle.stream().map(Task::names).collect(toSet());
    Set<String> always = calls.get(0).roots();
    calls.forEach(call -> always.retainAll(call.roots()));
    return calls.stream().map(call -> {
      List<Task> tasks = call.tasks().stream().filter(task -> always.contains(task.root()) && !background.contains(task.names())).toList();
      return new Walk(packages(tasks, entry -> entry.nanos() < call.turn()), packages(tasks, entry -> entry.nanos() >= call.turn()));
    }).toList();
  }

  private static List<String> packages(List<Task> tasks, Predicate<Entry> direction) {
    Map<Long, String> entered = new TreeMap<>();
    tasks.forEach(task -> enter(task, direction, entered));
    List<String> passed = new ArrayList<>();
    for (String name : entered.values()) {
      if (passed.isEmpty() || !passed.get(passed.size() - 1).equals(name)) {
        passed.add(name);
      }
    }
    return passed;
  }

  /** A package that waits further down on the thread's stack has not been left. */
  private static void enter(Task task, Predicate<Entry> direction, Map<Long, String> entered) {
    List<String> stack = new ArrayList<>();
    for (Entry entry : task.entries()) {
      stack.subList(entry.depth(), stack.size()).clear();
      if (direction.test(entry) && !stack.contains(entry.packageName()) && !VOCABULARY.contains(entry.packageName())) {
        entered.put(entry.nanos(), entry.packageName());
      }
      stack.add(entry.packageName());
    }
  }

  private static Walk mostFrequent(List<Walk> walks) {
    Map<Walk, Long> counts = walks.stream().collect(groupingBy(Function.identity(), counting()));
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }
}
