package dev.gatehouse.redis.embedded;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisFilesTest {

  @TempDir
  Path folder;

  private boolean runs() {
    return new RedisFiles(folder).process().isPresent();
  }

  private void pid(long id) throws IOException {
    Files.writeString(folder.resolve("redis.pid"), id + "\n");
  }

  @Test
  void no_file_and_no_number_is_no_process() throws IOException {
    assertThat(runs()).isFalse();
    for (String text : new String[] {"", "x", "-1", "99999999999999999999"}) {
      Files.writeString(folder.resolve("redis.pid"), text);
      assertThat(runs()).as(text).isFalse();
    }
  }

  @Test
  void a_process_that_got_the_number_since_is_not_the_server() throws IOException {
    pid(ProcessHandle.current().pid());
    assertThat(runs()).isFalse();
    assertThat(new RedisFiles(folder).ended()).isTrue();
  }

  /** In a container the host may be process 1, to which a server that ended is left, and which waits for nobody. */
  @Test
  void one_that_ended_and_that_nobody_waits_for_does_not_run() throws Exception {
    Path server = Files.copy(Path.of("/bin/sleep"), folder.resolve("redis-server"));
    OwnerOnly.executable(server);
    Process parent = new ProcessBuilder("/bin/sh", "-c", "\"$0\" 600 & echo $!; exec sleep 600", server.toString()).start();
    try {
      BufferedReader out = new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.US_ASCII));
      long id = Long.parseLong(out.readLine());
      pid(id);
      eventually(this::runs);
      ProcessHandle.of(id).orElseThrow().destroyForcibly();
      eventually(() -> !runs());
      assertThat(new RedisFiles(folder).ended()).isTrue();
    } finally {
      parent.destroyForcibly();
    }
  }
}
