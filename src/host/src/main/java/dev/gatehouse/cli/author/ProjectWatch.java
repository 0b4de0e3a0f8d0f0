package dev.gatehouse.cli.author;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Watches a project, and publishes its classes when they have changed and then stayed as they are for a moment: a build writes them one by
 * one. It polls, since tools that build replace whole folders.
 */
public final class ProjectWatch implements AutoCloseable {

  private static final long LOOK_MILLIS = 200;
  /** How many looks find the same before it is published: half a second. */
  private static final int STABLE = 3;
  /** After so many the host may say what is missing: three seconds. */
  private static final int PATIENT = 15;

  private final ProjectClasses project;
  private final DevFolder folder;
  private final PrintStream terminal;
  private final Thread thread = new Thread(this::follow, "dev");
  private List<Path> leftOut = List.of();
  private ProjectClasses.Look published;
  private ProjectClasses.Look last;
  private int same;

  /**
   * A watch that has not begun.
   *
   * @param tenant the tenant's folder, where the plugin is published
   * @param terminal is told when there is nothing to publish
   */
  public ProjectWatch(ProjectClasses project, Path tenant, PrintStream terminal) {
    this.project = project;
    this.folder = new DevFolder(tenant, project.name());
    this.terminal = terminal;
    last = project.look();
    published = new ProjectClasses.Look(Map.of());
    thread.setDaemon(true);
  }

  /** Publishes what is there, and follows it from now on. */
  public void start() {
    if (last.isEmpty()) {
      terminal.println("there are no classes in " + project.folder() + " yet; waiting for a build, such as mvn compile");
    } else if (project.isComplete()) {
      publish(last);
    }
    thread.start();
  }

  private void follow() {
    try {
      while (true) {
        Thread.sleep(LOOK_MILLIS);
        ProjectClasses.Look now = project.look();
        same = now.equals(last) ? same + 1 : 0;
        last = now;
        // While a build has deleted everything, the last version stays.
        if (!now.isEmpty() && !now.equals(published) && same >= (project.isComplete() ? STABLE : PATIENT)) {
          publish(now);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish(ProjectClasses.Look now) {
    try {
      folder.publish(project);
      published = now;
      tellLeftOut(project.leftOut());
    } catch (IOException e) {
      terminal.println("the classes of " + project.folder() + " could not be read, and are tried again: " + e);
    }
  }

  private void tellLeftOut(List<Path> jars) {
    if (!jars.isEmpty() && !jars.equals(leftOut)) {
      terminal.println("left out of the libraries, as Gatehouse's own or for tests: "
          + jars.stream().map(jar -> jar.getFileName().toString()).collect(Collectors.joining(", ")));
    }
    leftOut = jars;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
