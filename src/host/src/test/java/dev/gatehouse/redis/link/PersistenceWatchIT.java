package dev.gatehouse.redis.link;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.redis.RedisExtension;
import dev.gatehouse.redis.embedded.ProcessWait;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** A Redis whose files may not grow, which is to it as a disk that is full: it refuses writes, and that is seen and told. */
class PersistenceWatchIT {

  @RegisterExtension
  static final RedisExtension redis = RedisExtension.ofItsOwn();

  private final Vertx vertx = Vertx.vertx();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(PersistenceWatch.class);
  private RedisLink link;
  private PersistenceWatch watch;

  @BeforeEach
  void start() {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    link = new RedisLink(vertx, redis.url());
    link.connect(Duration.ofSeconds(20)).await();
    watch = new PersistenceWatch(vertx, link);
    watch.start();
  }

  @AfterEach
  void stop() {
    watch.stop();
    logger.detachAppender(log);
    logger.setLevel(null);
    link.close().await();
    vertx.close().await();
  }

  @Test
  void a_disk_that_is_full_is_told_once_and_again_when_it_is_not() throws Exception {
    eventually(() -> "ok".equals(watch.state().getString("aof_last_write_status")));
    assertThat(watch.failing()).isZero();
    redis.cli("SET", "a", "x".repeat(10_000));
    assumeTrue(limitFiles("8192:unlimited"), "needs prlimit, of Linux");
    redis.cli("SET", "b", "y".repeat(10_000));
    eventually(() -> watch.failing() == 1);
    assertThat(watch.state().getString("aof_last_write_status")).isEqualTo("err");
    assertThat(redis.cli("SADD", "mcp:revoked", "x")).startsWith("MISCONF");
    Thread.sleep(5_000);
    assertThat(messages()).as("once, not at each look").hasSize(1);
    assertThat(limitFiles("unlimited:unlimited")).isTrue();
    eventually(() -> watch.failing() == 0);
    assertThat(redis.cli("SADD", "mcp:revoked", "x")).isEqualTo("1");
    eventually(() -> messages().size() == 2);
    assertThat(messages().get(0)).contains("aof_last_write_status:err", "may refuse every write");
    assertThat(messages().get(1)).contains("to disk again");
  }

  private List<String> messages() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static boolean limitFiles(String softAndHard) {
    try {
      Process limit = new ProcessBuilder("prlimit", "--pid", "" + redis.processId(), "--fsize=" + softAndHard).start();
      return ProcessWait.exitOf(limit, 10_000) == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
