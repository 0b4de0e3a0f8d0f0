package dev.gatehouse.cli.author;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.mcp.CallObserver;
import dev.gatehouse.mcp.McpCall;
import dev.gatehouse.mcp.McpRequest;
import dev.gatehouse.record.OneLine;
import dev.gatehouse.rpc.Json;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints each call when it comes, with its arguments, and when it has ended. For the terminal of a plugin's author alone: a host that serves
 * callers never shows what they send.
 */
final class CallPrinter implements CallObserver {

  private static final int LONGEST = 2_000;
  /** So many lines wait for a terminal that does not take them; more are dropped. */
  private static final int MOST_WAITING = 1_000;

  private final PrintWriter terminal;
  private final Executor lines;
  private final AtomicLong last = new AtomicLong();
  private final Map<McpCall, Long> running = Collections.synchronizedMap(new IdentityHashMap<>());

  CallPrinter(PrintWriter terminal) {
    this.terminal = terminal;
    lines = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
      Thread thread = new Thread(task, "calls");
      thread.setDaemon(true);
      return thread;
    }, new ThreadPoolExecutor.DiscardPolicy());
  }

  @Override
  public void began(McpCall call, McpRequest.OfFeature request) {
    long number = last.incrementAndGet();
    running.put(call, number);
    print("-> #" + number + ' ' + request.kind() + ' ' + request.subject() + arguments(request));
  }

  @Override
  public void ended(Ended ended) {
    String why = ended.reason() != null ? ended.reason() : ended.label();
    print("<- #" + running.remove(ended.call()) + ' ' + ended.outcome() + (why == null ? "" : " (" + why + ")") + ", "
        + TimeUnit.NANOSECONDS.toMillis(ended.nanos()) + " ms");
  }

  private static String arguments(McpRequest.OfFeature request) {
    if (!(request instanceof McpRequest.Named<?> named) || named.arguments().value() == null) {
      return "";
    }
    CallParams params = named.arguments().value();
    JsonNode json = params instanceof CallParams.Arguments arguments ? arguments.values()
        : params instanceof CallParams.Texts texts ? Json.mapper().valueToTree(texts.values()) : Json.object();
    return " " + Json.write(json);
  }

  private void print(String line) {
    lines.execute(() -> {
      terminal.println(OneLine.cut(line, LONGEST, "..."));
      terminal.flush();
    });
  }
}
