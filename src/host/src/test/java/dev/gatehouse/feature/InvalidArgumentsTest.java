package dev.gatehouse.feature;

import static dev.gatehouse.feature.TestTools.ADDRESS;
import static dev.gatehouse.feature.TestTools.LONG;
import static dev.gatehouse.feature.TestTools.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.feature.CallCancellation.Stage;
import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.bulkhead.Breaker;
import dev.gatehouse.feature.bulkhead.Bulkhead;
import dev.gatehouse.feature.bulkhead.BusyException;
import dev.gatehouse.feature.bulkhead.ToolThreads;
import dev.gatehouse.record.ResourceUri;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Arguments that are not valid say nothing about what was called: its circuit breaker neither counts them nor closes because of them. */
final class InvalidArgumentsTest {

  private static final Duration SHORT = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();
  private final ToolThreads threads = new ToolThreads("acme", 4);
  private final Bulkhead bulkhead = TestTools.bulkhead(4);
  private final AtomicBoolean valid = new AtomicBoolean();
  private final AtomicBoolean works = new AtomicBoolean(true);
  private Entry entry;

  @BeforeEach
  void serve() {
    LocalCodec.register(vertx.eventBus());
    Feature tool = TestTools.blocking("pick", call -> {
      if (!valid.get()) {
        throw new InvalidArgumentsException("The arguments of pick are not valid", new ArithmeticException("hunter2"));
      }
      if (!works.get()) {
        throw new IllegalStateException("down");
      }
      return ToolResult.text("works");
    });
    vertx.deployVerticle(new FeatureVerticle(ADDRESS, List.of(tool), threads, name -> Long.MAX_VALUE)).await();
    entry = new Entry(tool.info(), ADDRESS, bulkhead, LONG);
  }

  @AfterEach
  void close() {
    threads.close();
    vertx.close().await();
  }

  private ToolResult answer(boolean withValidArguments) {
    valid.set(withValidArguments);
    return new Dispatcher(vertx).<ToolResult>call(entry, () -> entry, TestTools.call("pick", LONG), Charge.NONE).await();
  }

  @Test
  void as_many_as_one_sends_a_good_call_is_answered() {
    for (int i = 0; i < 2 * Breaker.FAILURES; i++) {
      assertThat(answer(false)).isEqualTo(ToolResult.error("The arguments of pick are not valid"));
    }

    assertThat(text(answer(true))).isEqualTo("works");
  }

  @Test
  void they_do_not_hide_that_a_tool_fails() {
    works.set(false);
    for (int i = 0; i < Breaker.FAILURES; i++) {
      assertThat(text(answer(true))).contains("failed inside");
      if (i < Breaker.FAILURES - 1) {
        assertThat(text(answer(false))).contains("not valid");
      }
    }

    assertThatThrownBy(() -> answer(true)).isInstanceOf(BusyException.class).hasMessageContaining("circuit breaker is open");
  }

  @Test
  void as_the_trial_of_a_tool_that_rested_they_leave_it_to_the_next_call() {
    for (int i = 0; i < Breaker.FAILURES; i++) {
      bulkhead.breaker().failed();
    }
    // As if its rest were over.
    bulkhead.breaker().untried();

    assertThat(text(answer(false))).contains("not valid");
    works.set(false);
    assertThat(text(answer(true))).as("let through to see").contains("failed inside");
    assertThatThrownBy(() -> answer(true)).as("and rests again").isInstanceOf(BusyException.class);
  }

  @Test
  void a_check_that_takes_all_the_time_is_stopped_and_not_counted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    Feature slow = TestTools.blocking("check", call -> {
      call.cancellation().reach(Stage.CHECKING);
      try {
        Thread.sleep(LONG.toMillis());
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
      throw new InvalidArgumentsException("too late");
    });
    vertx.deployVerticle(new FeatureVerticle(new Address("acme", "slow", 1), List.of(slow), threads, name -> 1000)).await();
    // Long enough for the check to begin on a slow machine.
    Duration time = Duration.ofSeconds(2);
    Entry checked = new Entry(slow.info(), new Address("acme", "slow", 1), bulkhead, time);

    assertThat(new Dispatcher(vertx).call(checked, () -> checked, TestTools.call("check", time), Charge.NONE).await())
        .isEqualTo(ToolResult.error("The arguments of tool 'check' are not valid: they could not be checked in time."));

    interrupted.await();
    for (int i = 0; i < Breaker.FAILURES - 1; i++) {
      bulkhead.breaker().failed();
    }
    assertThat(bulkhead.breaker().ask()).as("one failure is left, for it has counted none").isEqualTo(Breaker.Pass.FREE);
  }

  /** As behind calls that compute while the processors are used up. */
  @Test
  void a_call_that_does_not_begin_in_time_is_not_counted_either() {
    Address address = new Address("acme", "idle", 1);
    Feature idle = TestTools.blocking("idle", call -> ToolResult.text("works"));
    vertx.deployVerticle(new FeatureVerticle(address, List.of(idle), task -> {}, name -> 1000)).await();
    Entry waiting = new Entry(idle.info(), address, bulkhead, SHORT);
    for (int i = 0; i < Breaker.FAILURES - 1; i++) {
      bulkhead.breaker().failed();
    }

    assertThat(text(new Dispatcher(vertx).<ToolResult>call(waiting, () -> waiting, TestTools.call("idle", SHORT), Charge.NONE).await()))
        .isEqualTo("Tool 'idle' did not answer in time and was stopped.");

    assertThat(bulkhead.breaker().ask()).isEqualTo(Breaker.Pass.FREE);
  }

  @Test
  void the_log_says_once_what_the_check_threw_and_where_but_not_its_message() {
    Logger logger = (Logger) LoggerFactory.getLogger(FeatureVerticle.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      answer(false);
    } finally {
      logger.detachAppender(log);
    }

    assertThat(log.list).singleElement().satisfies(event -> {
      assertThat(event.getFormattedMessage())
          .startsWith("the arguments of tool 'pick' of tool/acme/fixture/1, called by an unknown caller, could not"
              + " be checked: java.lang.ArithmeticException at dev.gatehouse.feature.InvalidArgumentsTest.")
          .doesNotContain("hunter2");
      assertThat(event.getThrowableProxy()).isNull();
    });
  }

  @Test
  void what_is_no_tool_refuses_them_as_invalid() {
    Feature resource = new Feature(new ResourceInfo(ResourceUri.of("a:b"), null, "b", null, null, null, null, null, null), call -> {
      throw new InvalidArgumentsException("no such row number");
    });
    Address address = new Address("acme", "rows", 1);
    vertx.deployVerticle(new FeatureVerticle(address, List.of(resource), threads, name -> 1000)).await();
    Entry rows = new Entry(resource.info(), address, bulkhead, LONG);

    for (int i = 0; i < 2 * Breaker.FAILURES; i++) {
      Call call = TestTools.call(resource.key(), new CallParams.Reading(ResourceUri.of("a:b"), Map.of()), LONG);
      assertThatThrownBy(() -> new Dispatcher(vertx).call(rows, () -> rows, call, Charge.NONE).await()).hasMessage("no such row number")
          .isInstanceOfSatisfying(DeclinedException.class, refused -> assertThat(refused.notFound()).isFalse());
    }
  }
}
