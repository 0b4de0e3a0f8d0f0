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

  private static final long LOOK_MILLIS = 250;

  private final ProjectClasses project;
  private final DevFolder folder;
  private final PrintStream terminal;
  private final Thread thread = new Thread(this::follow, "dev");
  private ProjectClasses.Look published;
  private ProjectClasses.Look last;

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
        // While a build has deleted everything, the last version stays.
        if (!now.isEmpty() && now.equals(last) && !now.equals(published)) {
          publish(now);
        }
        last = now;
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
