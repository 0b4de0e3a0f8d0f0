package dev.gatehouse.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rows that are measured, and why others are not. */
final class Cases {

  private final Set<String> wanted;
  private final List<Case> all = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  /** Starts what a row needs. */
  interface Source {

    /**
     * Starts it.
     *
     * @throws IOException with a sentence when it cannot be had here
     */
    Case start() throws IOException, InterruptedException;
  }

  /** Measures a row. */
  interface Run {

    /**
     * Runs it.
     *
     * @throws IllegalStateException when an answer is wrong
     */
    void run() throws InterruptedException;
  }

  Cases(Set<String> wanted) {
    this.wanted = wanted;
  }

  /** Whether one of these is asked for: else its server need not run. */
  boolean wants(String... names) {
    return List.of(names).stream().anyMatch(wanted::contains);
  }

  /** Adds a row that must be there. */
  void add(String name, Source source) throws IOException, InterruptedException {
    if (wants(name)) {
      all.add(source.start());
    }
  }

  /** Adds a row that is left out with a line when it cannot be had. */
  void tryAdd(String name, Source source) throws InterruptedException {
    try {
      add(name, source);
    } catch (IOException e) {
      leaveOut(name, e);
    }
  }

  /** Measures a row for the first time; a server of others that answers wrongly is left out. */
  void tryRun(Case one, Run run) throws InterruptedException {
    try {
      run.run();
    } catch (IllegalStateException e) {
      if (one.ours()) {
        throw e;
      }
      all.remove(one);
      leaveOut(one.name(), e);
    }
  }

  private void leaveOut(String name, Exception why) {
    leftOut.add(name + " is left out: " + why.getMessage());
    System.err.println(name + " is left out: " + why.getMessage());
  }

  List<Case> all() {
    return List.copyOf(all);
  }

  /** A sentence for each row that was asked for and cannot be had. */
  List<String> leftOut() {
    return leftOut;
  }
}
