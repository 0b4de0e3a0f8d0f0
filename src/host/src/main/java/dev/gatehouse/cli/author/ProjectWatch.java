package dev.gatehouse.cli.author;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * Watches a project, and publishes its classes when they have changed and then stayed as they are for a moment: a build writes them one by
 * one. It polls, since tools that build replace whole folders.
 */
final class ProjectWatch implements AutoCloseable {

  private static final long LOOK_MILLIS = 200;
  /** How many looks find the same before it is published: half a second. */
  private static final int STABLE = 3;
  /** After so many the host may say what is missing: three seconds. */
  private static final int PATIENT = 15;

  private final ProjectClasses project;
  private final DevFolder folder;
  private final PrintStream terminal;
  private final Thread thread = new Thread(this::follow, "dev");
  private ProjectClasses.Look published;
  private ProjectClasses.Look last;
  private int same;

  ProjectWatch(ProjectClasses project, Path tenant, PrintStream terminal) {
    this.project = project;
    this.folder = new DevFolder(tenant, project.name());
    this.terminal = terminal;
    last = project.look();
    published = new ProjectClasses.Look(Map.of());
    thread.setDaemon(true);
  }

  /** Publishes what is there, and follows it from now on. */
  void start() {
    if (last.isEmpty()) {
      terminal.println("there are no classes in " + project.folder() + " yet; waiting for a build, such as mvn compile");
    } else {
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
    } catch (IOException e) {
      terminal.println("the classes of " + project.folder() + " could not be read, and are tried again: " + e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
