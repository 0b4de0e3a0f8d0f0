package dev.gatehouse.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies that nobody needs any more, because the process that made them is gone. */
@SuppressWarnings("try")
final class StagingTest {
  @TempDir
  private Path temporary;

  /** Run in a process of its own: makes a copy, says so, and waits. */
  public static final class Holder {

    private Holder() {
    }

    public static void main(String[] args) throws Exception {
      StagingRoot root = StagingRoot.create(Path.of(args[0]));
      Files.writeString(Files.createDirectory(root.path().resolve("math-1")).resolve("math.jar"), "x");
      System.out.println(root.path());
      Thread.sleep(TimeUnit.MINUTES.toMillis(2));
    }
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), Holder.class.getName(), temporary.toString()))
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  @Test
  void the_folder_of_a_process_that_was_killed_is_removed_by_the_next_and_no_other() throws Exception {
    Process process = holder();
    try (var said = process.inputReader()) {
      Path theirs = Path.of(said.readLine());
      Path strange = Files.createDirectory(temporary.resolve("gatehouse-plugins-without-lock"));
      Path link = Files.createSymbolicLink(temporary.resolve("gatehouse-plugins-link"), Files.createDirectory(temporary.resolve("else")));
      Files.createFile(link.resolve(".lock"));

      try (StagingRoot first = StagingRoot.create(temporary); StagingRoot second = StagingRoot.create(temporary)) {
        assertThat(theirs.resolve("math-1/math.jar")).as("of a process that lives").exists();
        assertThat(first.path()).as("of this process").exists().isNotEqualTo(second.path());
      }
      process.destroyForcibly().waitFor();
      StagingRoot.create(temporary).close();

      assertThat(theirs).doesNotExist();
      assertThat(strange).exists();
      assertThat(link.resolve(".lock")).exists();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void a_folder_that_somebody_removed_is_made_again() throws Exception {
    try (Staging staging = new Staging(temporary)) {
      Path first = staging.folder("math");
      Staging.remove(first.getParent());

      Path second = staging.folder("math");

      assertThat(second).isDirectory();
      assertThat(second.getParent()).isNotEqualTo(first.getParent());
      staging.close();
      assertThat(second.getParent()).doesNotExist();
    }
  }

  @Test
  void copies_do_not_grow_old() throws Exception {
    try (Staging staging = new Staging(temporary)) {
      Path folder = staging.folder("math");
      Path jar = Files.writeString(folder.resolve("math.jar"), "x");
      FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(30)));
      List<Path> all = List.of(jar, folder, folder.getParent().resolve(".lock"), folder.getParent());
      for (Path path : all) {
        Files.setLastModifiedTime(path, old);
      }

      staging.touch();

      for (Path path : all) {
        assertThat(Files.getLastModifiedTime(path)).as("%s", path).isGreaterThan(old);
      }
    }
  }
}
