package dev.gatehouse;

import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.lang.instrument.Instrumentation;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;

/**
 * Records which methods of the host start and end, by instrumenting its classes until it is closed. Left out is data (records,
 * constructors, accessors, questions such as {@code isOpen()}), and lambdas. Public because its advice becomes a part of the host's classes.
 */
public final class WalkRecorder implements AutoCloseable {

  private static final Pattern QUESTION = Pattern.compile("(is|has)\\p{Upper}.*|toString|hashCode");
  private static final Queue<Event> EVENTS = new ConcurrentLinkedQueue<>();
  private static volatile boolean on;

  private final Instrumentation instrumentation = ByteBuddyAgent.install();
  private final ResettableClassFileTransformer transformer;

  /** A method that has started, or the end of one: then its name is null. */
  private record Event(Thread thread, String type, String method, long nanos) {
  }

  /** A method that has started. */
  record Entry(int depth, String type, String method, long nanos) {

    /** The first package below {@code dev.gatehouse}; empty for the root package. */
    String packageName() {
      String[] names = type.split("\\.");
      return names.length > 3 ? names[2] : "";
    }

    private String name() {
      return type + '.' + method;
    }
  }

  /** What a thread has done from its entry into the host's code until it left that; in order. */
  record Task(Thread thread, List<Entry> entries) {

    /** Whether a thread of the host did it, not one of the test or of its HTTP client. */
    boolean isOfHost() {
      return thread.getName().startsWith("vert.x-") || thread.getName().startsWith("tool-");
    }

    long began() {
      return entries.get(0).nanos();
    }

    String root() {
      return entries.get(0).name();
    }

    List<String> names() {
      return entries.stream().map(Entry::name).toList();
    }
  }

  /** Instruments the host. */
  WalkRecorder() {
    URL main = Host.class.getProtectionDomain().getCodeSource().getLocation();
    transformer = new AgentBuilder.Default().disableClassFormatChanges()
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        .ignore(none())
        .type((type, loader, module, redefined, domain) -> domain != null && domain.getCodeSource() != null
            && main.equals(domain.getCodeSource().getLocation()) && type.getName().startsWith("dev.gatehouse.")
            && !type.isRecord())
        .transform((builder, type, loader, module, domain) -> builder.visit(Advice.to(Entered.class).on(isMethod()
            .and(not(WalkRecorder::isData)))))
        .installOn(instrumentation);
  }

  private static boolean isData(MethodDescription method) {
    return method.getParameters().isEmpty()
        && (QUESTION.matcher(method.getName()).matches()
            || !method.getDeclaringType().getDeclaredFields().filter(named(method.getName())).isEmpty());
  }

  /** Records from now on. */
  void start() {
    EVENTS.clear();
    on = true;
  }

  /** Ends the recording: the tasks in the order in which they began. */
  List<Task> stop() {
    on = false;
    List<Task> tasks = new ArrayList<>();
    Map<Thread, Task> current = new HashMap<>();
    Map<Thread, Integer> depths = new HashMap<>();
    for (Event event : EVENTS) {
      int depth = depths.getOrDefault(event.thread(), 0);
      if (event.method() != null) {
        Task task = depth == 0 ? new Task(event.thread(), new ArrayList<>()) : current.get(event.thread());
        if (depth == 0) {
          tasks.add(task);
          current.put(event.thread(), task);
        }
        task.entries().add(new Entry(depth, event.type(), event.method(), event.nanos()));
      }
      // The end of a method that began before the recording counts for nothing.
      depths.put(event.thread(), event.method() != null ? depth + 1 : Math.max(0, depth - 1));
    }
    return tasks;
  }

  @Override
  public void close() {
    on = false;
    transformer.reset(instrumentation, AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
    EVENTS.clear();
  }

  /** Called by the host's methods. */
  public static void note(String type, String method) {
    if (on) {
      EVENTS.add(new Event(Thread.currentThread(), type, method, System.nanoTime()));
    }
  }

  /** What the host's methods do in addition. */
  static final class Entered {

    private Entered() {
    }

    @Advice.OnMethodEnter
    static void enter(@Advice.Origin("#t") String type, @Advice.Origin("#m") String method) {
      note(type, method);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit() {
      note(null, null);
    }
  }
}
