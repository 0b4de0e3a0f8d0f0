package dev.gatehouse.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the spans that wait for the collector, and those that are lost. The SDK's processor drops what does not fit into its queue, too, but
 * tells the collector alone, which may be what is away.
 */
final class SpanQueue {

  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder lost = new LongAdder();
  private final CollectorLog log = new CollectorLog("spans");
  private volatile boolean used;

  /** How many spans were lost. */
  long lost() {
    return lost.sum();
  }

  /** What tells of the collector. */
  CollectorLog log() {
    return log;
  }

  /** Whether there is a processor. */
  boolean isUsed() {
    return used;
  }

  /** Bounds how many spans wait; further ones are counted as lost. */
  SpanProcessor processor(SpanProcessor to, int most) {
    used = true;
    return new Bounded(to, most);
  }

  /** An exporter that counts what it has sent. */
  SpanExporter exporter(SpanExporter to) {
    return new Counting(to);
  }

  private final class Bounded implements SpanProcessor {

    private final SpanProcessor to;
    private final int most;

    Bounded(SpanProcessor to, int most) {
      this.to = to;
      this.most = most;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      to.onStart(parent, span);
    }

    @Override
    public boolean isStartRequired() {
      return to.isStartRequired();
    }

    @Override
    public void onEnd(ReadableSpan span) {
      if (!span.getSpanContext().isSampled()) {
        return;
      }
      if (waiting.incrementAndGet() > most) {
        waiting.decrementAndGet();
        lost.increment();
      } else {
        to.onEnd(span);
      }
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }

    @Override
    public CompletableResultCode shutdown() {
      return to.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
      return to.forceFlush();
    }
  }

  private final class Counting implements SpanExporter {

    private final SpanExporter to;

    Counting(SpanExporter to) {
      this.to = to;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      int count = spans.size();
      CompletableResultCode attempt = to.export(spans);
      return attempt.whenComplete(() -> {
        waiting.addAndGet(-count);
        if (!attempt.isSuccess()) {
          lost.add(count);
        }
        log.ended(attempt);
      });
    }

    @Override
    public CompletableResultCode flush() {
      return to.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return to.shutdown();
    }
  }
}
