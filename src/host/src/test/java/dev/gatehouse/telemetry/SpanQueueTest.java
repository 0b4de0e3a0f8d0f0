package dev.gatehouse.telemetry;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.LogOf;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The queue is bounded, and what it loses is counted. */
class SpanQueueTest {

  private static final int MOST = 5;

  private final Queue<CompletableResultCode> attempts = new ConcurrentLinkedQueue<>();
  private final SpanQueue queue = new SpanQueue();
  private final SdkTracerProvider provider = SdkTracerProvider.builder()
      .addSpanProcessor(queue.processor(BatchSpanProcessor.builder(queue.exporter(new Slow())).setMaxQueueSize(MOST)
          .setMaxExportBatchSize(MOST).setScheduleDelay(1, TimeUnit.HOURS).build(), MOST))
      .build();

  /** Ends its attempts when the test says so. */
  private final class Slow implements SpanExporter {

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      CompletableResultCode attempt = new CompletableResultCode();
      attempts.add(attempt);
      return attempt;
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private void spans(int count) {
    for (int i = 0; i < count; i++) {
      provider.get("test").spanBuilder("span").startSpan().end();
    }
  }

  private CompletableResultCode attempt() throws InterruptedException {
    // A flush that is under way answers for the next one.
    eventually(() -> {
      provider.forceFlush();
      return !attempts.isEmpty();
    });
    return attempts.remove();
  }

  @Test
  void what_does_not_fit_or_is_not_taken_is_lost() throws InterruptedException {
    spans(MOST + 2);
    assertThat(queue.lost()).isEqualTo(2);

    CompletableResultCode first = attempt();
    spans(1);
    assertThat(queue.lost()).as("what is being sent still counts").isEqualTo(3);
    first.fail();
    eventually(queue::lost, 3L + MOST);

    spans(1);
    attempt().succeed();
    assertThat(queue.lost()).isEqualTo(3 + MOST);
  }

  /** As the JDK does of a header that it refuses. */
  @Test
  void the_log_has_no_message_that_may_quote_a_secret() throws InterruptedException {
    try (LogOf log = new LogOf(Telemetry.class.getName())) {
      queue.log().open("http://c:4318/v1/traces", () -> 0);
      spans(1);
      attempt().failExceptionally(new IllegalStateException(new IllegalArgumentException("invalid header value: \"s3cret\\n\"")));

      eventually(() -> !log.lines().isEmpty());
      assertThat(log.lines()).singleElement().asString().doesNotContain("s3cret")
          .endsWith("http://c:4318/v1/traces did not answer (java.lang.IllegalArgumentException)");
    }
  }
}
