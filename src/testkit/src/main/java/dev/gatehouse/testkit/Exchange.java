package dev.gatehouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One HTTP request, and the JSON-RPC messages that come back: one as JSON, or several as they are sent on an event stream. */
final class Exchange implements Flow.Subscriber<String>, AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What follows the last message: how the exchange ended. */
  private record End(Throwable failure) {
  }

  private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
  private final List<String> lines = new ArrayList<>();
  private final CompletableFuture<HttpResponse<Void>> response;
  private volatile @Nullable ResponseInfo info;
  private volatile @Nullable String lastEvent;
  private boolean stream;

  Exchange(HttpRequest request) {
    response = HTTP.sendAsync(request, this::receive);
    response.whenComplete((done, failure) -> arrived.add(new End(failure)));
  }

  private BodySubscriber<Void> receive(ResponseInfo head) {
    info = head;
    stream = head.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
    return BodySubscribers.fromLineSubscriber(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(String line) {
    if (!stream) {
      lines.add(line);
    } else if (line.isEmpty()) {
      message();
    } else if (line.startsWith("data:")) {
      lines.add(line.substring("data:".length()).stripLeading());
    } else if (line.startsWith("id:")) {
      lastEvent = line.substring("id:".length()).strip();
    }
  }

  @Override
  public void onError(Throwable failure) {
    lines.clear();
  }

  @Override
  public void onComplete() {
    message();
  }

  private void message() {
    String text = String.join("\n", lines);
    lines.clear();
    if (!text.isBlank()) {
      JsonNode json = Json.read(text);
      // What is no JSON is told in the words of what should have come.
      arrived.add(json != null && json.isObject() ? json : Json.object().set("error",
          Json.object().put("code", head().statusCode()).put("message", text)));
    }
  }

  /**
   * The next message.
   *
   * @param untilNanos by {@link System#nanoTime}, when it must have come
   * @return the message; null when all have come
   * @throws AssertionError when nothing comes in time, or the connection breaks
   */
  @Nullable
  JsonNode next(long untilNanos) {
    try {
      long left = untilNanos - System.nanoTime();
      Object next = left > 0 ? arrived.poll(left, TimeUnit.NANOSECONDS) : null;
      if (next == null) {
        throw new AssertionError("no answer came in time");
      }
      if (next instanceof End end) {
        if (end.failure() != null) {
          throw new AssertionError("the connection to the host broke: " + end.failure(), end.failure());
        }
        return null;
      }
      return (JsonNode) next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while an answer was awaited", e);
    }
  }

  private ResponseInfo head() {
    return Objects.requireNonNull(info, "no response yet");
  }

  int status() {
    return head().statusCode();
  }

  /** A header of the response, or null. */
  @Nullable
  String header(String name) {
    return head().headers().firstValue(name).orElse(null);
  }

  /** Where a stream that ended can be taken up again, or null. */
  @Nullable
  String lastEvent() {
    return lastEvent;
  }

  @Override
  public void close() {
    response.cancel(true);
  }
}
