package dev.gatehouse.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.feature.Dispatcher.Charge;
import dev.gatehouse.feature.bulkhead.Bulkhead;
import dev.gatehouse.feature.bulkhead.ToolThreads;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.TextResourceContents;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not a tool goes over the same bus, and what ends a call reaches its caller as what it is. */
final class PluginCallsTest {

  private static final Address ADDRESS = new Address("acme", "fixture", 1);

  private final Vertx vertx = Vertx.vertx();
  private final ToolThreads threads = new ToolThreads("acme", 8);
  private final Bulkhead bulkhead = TestTools.bulkhead(8);

  @BeforeEach
  void register() {
    LocalCodec.register(vertx.eventBus());
  }

  @AfterEach
  void close() {
    vertx.close().await();
    threads.close();
  }

  private Future<ResourceResult> read(Duration within, Feature.Body body) {
    Feature resource = new Feature(new ResourceInfo(ResourceUri.of("a:b"), null, "b", null, null, null, null, null, null), body);
    vertx.deployVerticle(new FeatureVerticle(ADDRESS, List.of(resource), threads, name -> Long.MAX_VALUE)).await();
    Entry entry = new Entry(resource.info(), ADDRESS, bulkhead, within);
    Call call = TestTools.call(resource.key(), new CallParams.Reading(ResourceUri.of("a:b"), Map.of()), within);
    return new Dispatcher(vertx).call(entry, () -> entry, call, Charge.NONE);
  }

  private ResourceResult read(Feature.Body body) {
    return read(Duration.ofSeconds(30), body).await();
  }

  @Test
  void a_resource_is_read() {
    ResourceResult result = new ResourceResult(List.of(new TextResourceContents("a:b", "text", null)));

    assertThat(read(call -> CompletableFuture.completedFuture(result))).isSameAs(result);
    assertThat(bulkhead.running()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_signal_reaches_the_caller_as_what_it_is(boolean thrown) {
    for (RuntimeException signal : List.of(new InputRequiredException(), new MissingCapabilityException(Json.object()),
        new DeclinedException("no such row", true))) {
      Vertx own = Vertx.vertx();
      LocalCodec.register(own.eventBus());
      Feature tool = new Feature(TestTools.info("run"), call -> {
        if (thrown) {
          throw signal;
        }
        return CompletableFuture.<ToolResult>supplyAsync(() -> {
          throw signal;
        }).thenApply(result -> result);
      });
      own.deployVerticle(new FeatureVerticle(ADDRESS, List.of(tool), threads, name -> Long.MAX_VALUE)).await();
      Entry entry = new Entry(tool.info(), ADDRESS, bulkhead, Duration.ofSeconds(30));

      assertThatThrownBy(
          () -> new Dispatcher(own).call(entry, () -> entry, TestTools.call("run", Duration.ofSeconds(30)), Charge.NONE).await())
          .isSameAs(signal);
      own.close().await();
    }
  }

  @Test
  void a_fault_says_nothing_of_what_is_inside() {
    assertThatThrownBy(() -> read(call -> {
      throw new IllegalStateException("secret");
    })).isInstanceOf(FaultException.class).hasMessageStartingWith("Resource 'a:b' failed inside").hasMessageNotContaining("secret");
  }

  @Test
  void what_does_not_answer_in_time_is_stopped() {
    assertThatThrownBy(() -> read(Duration.ofMillis(50), call -> {
      Thread.sleep(60_000);
      return null;
    }).await()).isInstanceOf(FaultException.class).hasMessage("Resource 'a:b' did not answer in time and was stopped.");
  }

  @Test
  void more_than_a_hundred_values_are_cut_off_and_told() {
    CompletionResult result = new CompletionResult(IntStream.range(0, 250).mapToObj(Integer::toString).toList(), null, false);

    assertThat(result.values()).hasSize(100).startsWith("0").endsWith("99");
    assertThat(result.total()).isEqualTo(250);
    assertThat(result.hasMore()).isTrue();
  }
}
