package dev.gatehouse.bench;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/**
 * What came back for a call.
 *
 * @param status the HTTP status; 0 when there was no answer at all
 * @param head the body, of a long one its beginning; without an answer, why
 */
record Answer(int status, String head) {

  private static final int ENOUGH = 4096;
  private static final int OK = 200;
  private static final int BUSY = 503;

  /** Reads a response to its end and keeps no more of it than is looked at, or the caller would feel a long one more than the host. */
  static Future<Answer> read(HttpClientResponse response) {
    Buffer head = Buffer.buffer();
    response.handler(chunk -> {
      if (head.length() < ENOUGH) {
        head.appendBuffer(chunk);
      }
    });
    return response.end().map(end -> new Answer(response.statusCode(), head.toString()));
  }

  static Answer none(Throwable why) {
    return new Answer(0, why.toString());
  }

  /** The tool's result, as its author meant it. */
  boolean isResult() {
    return status == OK && head.contains("\"result\"") && !head.contains("\"isError\":true");
  }

  /** The host refuses because too much runs. */
  boolean isBusy() {
    return status == BUSY;
  }

  /** Whether the result contains this. */
  boolean has(String text) {
    return isResult() && head.contains(text);
  }

  /** Whether the result is this text. */
  boolean says(String text) {
    return isResult() && head.contains("\"text\":\"" + text + "\"");
  }

  @Override
  public String toString() {
    String start = head.substring(0, Math.min(head.length(), 300));
    return status == 0 ? "none (" + start + ")" : status + " " + start;
  }
}
