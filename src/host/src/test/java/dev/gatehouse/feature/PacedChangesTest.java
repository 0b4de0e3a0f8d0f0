package dev.gatehouse.feature;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.LogOf;
import dev.gatehouse.record.ResourceUri;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacedChangesTest {

  private final Vertx vertx = Vertx.vertx();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final PacedChanges changes = new PacedChanges(vertx, new Changes() {
    @Override
    public void listChanged(String tenant, Kind kind) {
      heard.add(tenant + " swapped " + kind.name());
    }

    @Override
    public void listAnnounced(String tenant, Kind kind) {
      heard.add(tenant + " " + kind.name());
    }

    @Override
    public void resourceUpdated(String tenant, ResourceUri uri) {
      heard.add(tenant + " " + uri.text());
    }
  });

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void a_plugin_that_announces_the_same_in_a_loop_is_heard_a_few_times_a_second_and_at_its_end() throws InterruptedException {
    ResourceUri uri = ResourceUri.of("file:///a");
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(1)) {
      changes.resourceUpdated("demo", uri);
      changes.listAnnounced("demo", Kind.TOOL);
    }
    changes.listAnnounced("demo", Kind.PROMPT);

    eventually(() -> heard.contains("demo PROMPT"));
    assertThat(heard).hasSizeBetween(3, 40).contains("demo file:///a", "demo TOOL");
    assertThat(heard.get(heard.size() - 1)).isEqualTo("demo PROMPT");
  }

  @Test
  void one_that_announces_ever_other_things_is_cut_off_with_one_warning_and_holds_up_nobody() throws InterruptedException {
    try (LogOf log = new LogOf(PacedChanges.class.getName())) {
      long begun = System.nanoTime();
      for (int i = 0; i < 50_000; i++) {
        changes.resourceUpdated("demo", ResourceUri.of("file:///" + i));
      }
      changes.listAnnounced("other", Kind.TOOL);

      eventually(() -> heard.contains("other TOOL"));
      int told = heard.size();
      long turns = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / 100 + 2;
      assertThat(told).isLessThan((int) turns * PacedChanges.AT_ONCE);
      eventually(() -> heard.stream().filter(line -> line.startsWith("demo")).count() >= PacedChanges.MOST_WAITING);
      // While there is no room, it is dropped too.
      eventually(() -> {
        changes.listAnnounced("demo", Kind.TOOL);
        return heard.contains("demo TOOL");
      });
      assertThat(heard).hasSizeLessThan(40_000).startsWith("demo file:///0", "demo file:///1");
      assertThat(log.lines()).containsExactly(
          "plugins of tenant demo announce more changes than the 1000 that wait already; the rest is dropped");
    }
  }

  @Test
  void one_that_adds_and_removes_a_tool_in_a_loop_is_heard_a_few_times_a_second() throws InterruptedException {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(1)) {
      changes.listChanged("demo", Kind.TOOL);
    }
    changes.listChanged("demo", Kind.PROMPT);

    eventually(() -> heard.contains("demo swapped PROMPT"));
    assertThat(heard).hasSizeBetween(2, 20).contains("demo swapped TOOL");
  }
}
