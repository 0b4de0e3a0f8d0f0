package dev.gatehouse.tenant;

import static dev.gatehouse.tenant.LiveTenants.await;
import static dev.gatehouse.tenant.LiveTenants.someLooks;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A plugin whose start fails is tried again, since what it lacked may be back; one that only other files can mend is not. */
final class StartAgainIT {

  private static final String TRIES = "gatehouse.test.tries";
  private static final String COUNTED = "((java.util.concurrent.atomic.AtomicInteger) System.getProperties().get(\"" + TRIES
      + "\")).incrementAndGet()";
  private static final String COUNTED_FIELD = "private final int tries = " + COUNTED + "; ";
  private static final String BACK = "gatehouse.test.back";
  private static final String WHEN_BACK = COUNTED + "; if (!Boolean.getBoolean(\"" + BACK
      + "\")) { throw new java.io.IOException(\"no database\"); }";
  private static final String SLEEP = "Thread.sleep(600_000);";

  private final AtomicInteger tries = new AtomicInteger();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger refusals = (Logger) LoggerFactory.getLogger(PluginFaults.class);

  @RegisterExtension
  private final LiveTenants live = new LiveTenants();

  @BeforeEach
  void listen() {
    log.list = new CopyOnWriteArrayList<>();
    System.getProperties().put(TRIES, tries);
    log.start();
    refusals.addAppender(log);
  }

  @AfterEach
  void forget() {
    System.getProperties().remove(TRIES);
    System.clearProperty(BACK);
    refusals.detachAppender(log);
  }

  private static String starts(String how) {
    return "public void start(PluginContext c) throws Exception { " + how + " } " + says("greet", "two");
  }

  private static String says(String tool, String text) {
    return "@Tool public String " + tool + "() { return \"" + text + "\"; }";
  }

  private List<String> errors() {
    return log.list.stream().filter(event -> event.getLevel() == Level.ERROR).map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** As H2 and its like hold the file of a database, in words of their own or with the JDK's exception as the cause. */
  @ParameterizedTest
  @ValueSource(
      strings = {"throw new IllegalStateException(e)", "throw new java.sql.SQLException(\"Database may be already in use: x.mv.db\")",
          "throw new java.net.BindException(\"Address already in use\")"})
  void one_that_needs_what_the_version_that_runs_holds_says_what_to_do(String how) throws Exception {
    Path file = live.workbench().resolve("database.lock");
    String body = "java.nio.channels.FileChannel file; public void start(PluginContext c) throws Exception { try {"
        + " file = java.nio.channels.FileChannel.open(java.nio.file.Path.of(\"" + file + "\"), java.nio.file.StandardOpenOption.CREATE,"
        + " java.nio.file.StandardOpenOption.WRITE); file.lock(); } catch (java.nio.channels.OverlappingFileLockException e) { " + how
        + "; } }"
        + " public void stop() throws Exception { file.close(); } ";
    Path jar = live.put("acme", "holder", body + says("greet", "one"));
    live.start();
    Path next = live.build("holder", body + says("greet", "two"));
    live.put("acme", "holder", next);
    await(() -> !live.faults().isEmpty());
    assertThat(live.faults()).singleElement().asString().contains("holder.jar is refused by its own code: fixture.Fixture.start threw ")
        .endsWith("; the version that runs seems to hold that until this one has started: remove the jar, wait until the plugin is gone and"
            + " put this one in, or let the plugin share it or open it in its first call");
    assertThat(live.call("acme", "greet")).isEqualTo("one");

    Files.delete(jar);
    await(() -> live.call("acme", "greet").equals("no such tool"));
    live.put("acme", "holder", next);

    await(() -> live.call("acme", "greet").equals("two"));
  }

  @Test
  void it_is_served_when_it_starts_at_last_and_the_version_that_ran_stays_until_then() throws Exception {
    live.put("acme", "greeter", says("greet", "one"));
    live.start();
    live.put("acme", "greeter", starts(WHEN_BACK));

    await(() -> tries.get() > 2);
    assertThat(live.faults()).singleElement().asString().endsWith("start threw IOException: no database");
    assertThat(live.call("acme", "greet")).isEqualTo("one");
    System.setProperty(BACK, "true");

    await(() -> live.call("acme", "greet").equals("two"));
    await(() -> live.faults().isEmpty());
    assertThat(errors()).singleElement().asString()
        .contains("acme/greeter is not served in this version; the running version stays", "no database; trying again from time to time");
  }

  @Test
  void another_reason_is_told_in_the_log() throws Exception {
    live.put("acme", "greeter",
        starts("int n = " + COUNTED + "; if (n < 5) { throw new IllegalStateException(n < 3 ? \"early\" : \"late\"); }"));
    live.start();

    await(() -> live.call("acme", "greet").equals("two"));

    assertThat(errors()).hasSize(2);
    assertThat(errors().get(0)).contains("early");
    assertThat(errors().get(1)).contains("late");
  }

  @Test
  void it_is_tried_again_when_the_folder_is_not_followed() throws Exception {
    live.put("acme", "greeter", starts(WHEN_BACK));
    live.start(false, Map.of());
    assertThat(live.faults()).hasSize(1);

    System.setProperty(BACK, "true");

    await(() -> live.call("acme", "greet").equals("two"));
  }

  @Test
  void one_that_hung_is_tried_again() throws Exception {
    live.startBound(Duration.ofSeconds(3));
    live.put("acme", "greeter", starts("if (" + COUNTED + " < 2) { " + SLEEP + " }"));
    live.start();
    assertThat(errors()).singleElement().asString().contains("did not start within 3 s");

    await(() -> live.call("acme", "greet").equals("two"));
  }

  @Test
  void one_that_cannot_be_stopped_is_not_tried_beside_itself() throws Exception {
    live.startBound(Duration.ofSeconds(3));
    live.put("acme", "greeter", starts(COUNTED + "; while (!Boolean.getBoolean(\"" + BACK + "\")) { Thread.onSpinWait();"
        + " java.util.concurrent.locks.LockSupport.parkNanos(1_000_000); }"));
    try {
      live.start();
      someLooks();
      someLooks();
      assertThat(tries).hasValue(1);
    } finally {
      System.setProperty(BACK, "true");
    }

    await(() -> live.call("acme", "greet").equals("two"));
  }

  @Test
  void another_try_that_hangs_holds_up_nobody_of_its_tenant() throws Exception {
    live.put("acme", "greeter", starts("if (" + COUNTED + " == 1) { throw new Exception(\"no\"); } " + SLEEP));
    live.start();
    await(() -> tries.get() == 2);

    live.put("acme", "other", says("other", "hello"));

    await(() -> live.call("acme", "other").equals("hello"));
    assertThat(live.faults()).hasSize(1);
  }

  @Test
  void tries_that_hang_leave_room_for_newcomers_and_changes() throws Exception {
    int places = Math.max(2, Runtime.getRuntime().availableProcessors());
    String hangs = starts("if (" + COUNTED + " <= " + places + ") { throw new Exception(\"no\"); } " + SLEEP);
    for (int i = 0; i < places; i++) {
      live.put("abc" + i, "greeter", hangs);
    }
    live.put("abc0", "old", says("old", "hello"));
    live.start();
    await(() -> tries.get() >= 2 * places - 1);
    someLooks();

    Files.delete(live.dir().resolve("abc0").resolve("old.jar"));
    live.put("acme", "other", says("other", "hello"));

    await(() -> live.call("acme", "other").equals("hello"));
    await(() -> live.call("abc0", "old").equals("no such tool"));
  }

  @Test
  void a_newer_jar_does_not_wait_for_the_one_that_hangs() throws Exception {
    live.start();
    live.put("acme", "greeter", starts(COUNTED + "; " + SLEEP));
    await(() -> tries.get() == 1);

    live.put("acme", "greeter", says("greet", "three"));

    await(() -> live.call("acme", "greet").equals("three"));
    assertThat(live.faults()).isEmpty();
  }

  @Test
  void what_only_other_files_or_another_configuration_mend_is_not_tried_again() throws Exception {
    live.put("acme", "unbound", COUNTED_FIELD + "@Tool public void run(Thread t) {}");
    live.put("acme", "unset", COUNTED_FIELD + "public record Settings(String url) {} public void start(PluginContext c) {"
        + " c.config(Settings.class); } @Tool public void run() {}");
    live.put("acme", "unready", COUNTED_FIELD + "public record Settings(String url) {} public void start(PluginContext c) {"
        + " try { c.config(Settings.class); } catch (RuntimeException e) { throw new IllegalStateException(e); } } @Tool public void run() {}");
    live.put("acme", "unread", COUNTED_FIELD + "public record Settings(Thread t) {} public void start(PluginContext c) {"
        + " c.config(Settings.class); } @Tool public void run() {}");
    live.put("acme", "unnamed", COUNTED_FIELD + "public void start(PluginContext c) { c.tools().newTool(\"no name\")"
        + ".setHandler(a -> null).register(); }");
    live.put("acme", "unlinked", COUNTED_FIELD + "public void start(PluginContext c) { throw new NoClassDefFoundError(\"lib/Lib\"); }"
        + " @Tool public void run() {}");
    live.start();

    someLooks();
    someLooks();
    assertThat(live.faults()).hasSize(6).anyMatch(fault -> fault.endsWith(
        "unset.jar refuses its configuration: tenants.acme.plugins.unset.url is missing; it must be a text"));
    assertThat(tries).hasValue(6);
  }

  @Test
  void the_classes_of_a_failed_try_do_not_stay_until_the_next() throws Exception {
    List<WeakReference<?>> loaders = new CopyOnWriteArrayList<>();
    Consumer<ClassLoader> note = loader -> loaders.add(new WeakReference<>(loader));
    System.getProperties().put(TRIES, note);
    live.put("acme", "greeter", "public static class Gone extends Exception {} " + starts("((java.util.function.Consumer<ClassLoader>)"
        + " System.getProperties().get(\"" + TRIES + "\")).accept(getClass().getClassLoader()); throw new Gone();"));
    live.start();
    await(() -> !loaders.isEmpty());

    // The waits between tries double, so that one of them is long enough for the collector of any machine.
    await(() -> {
      int tries = loaders.size();
      System.gc();
      return loaders.get(tries - 1).get() == null && loaders.size() == tries;
    });
  }

  @Test
  void it_is_forgotten_with_its_jar() throws Exception {
    var jar = live.put("acme", "greeter", starts(COUNTED + "; throw new Exception(\"no\");"));
    live.start();

    Files.delete(jar);
    await(() -> live.faults().isEmpty());
    someLooks();
    int before = tries.get();
    someLooks();

    assertThat(tries).hasValue(before);
  }

  @Test
  void more_that_hang_than_may_load_at_once_hold_up_neither_each_other_nor_anybody() throws Exception {
    live.startBound(Duration.ofSeconds(9));
    Path hangs = live.build("hangs", starts(COUNTED + "; " + SLEEP));
    Path greeter = live.build("greeter", says("greet", "hello"));
    Path hailer = live.build("hailer", says("hail", "hello"));
    live.start();
    int many = 2 * Math.max(2, Runtime.getRuntime().availableProcessors());
    for (int i = 0; i < many; i++) {
      live.put("acme", "hangs" + i, hangs);
    }
    await(() -> tries.get() == many);
    live.put("other", "greeter", greeter);
    live.put("acme", "hailer", hailer);

    await(() -> live.call("other", "greet").equals("hello"));
    await(() -> live.call("acme", "hail").equals("hello"));
    assertThat(live.faults()).isEmpty();
    await(() -> live.faults().size() == many);
  }
}
