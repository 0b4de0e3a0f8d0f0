package dev.gatehouse.cli.process;

import static dev.gatehouse.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StderrWriterTest {

  private static final int MOST = 10_000;
  private static final String LINE = "0123456789012345678901234567890123456789";

  /** A pipe that takes nothing until somebody reads it. */
  private static final class Pipe extends OutputStream {

    private final CountDownLatch read = new CountDownLatch(1);
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public void write(int oneByte) throws IOException {
      write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        read.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      taken.write(bytes, offset, length);
    }

    String taken() {
      return taken.toString(StandardCharsets.UTF_8);
    }
  }

  private final Pipe pipe = new Pipe();
  private final StderrWriter writer = new StderrWriter(pipe, MOST).start();
  private final PrintStream stream = new PrintStream(writer, true);

  private void print(int lines) {
    for (int i = 0; i < lines; i++) {
      writer.write((LINE + "\n").getBytes(StandardCharsets.UTF_8), 0, LINE.length() + 1);
    }
  }

  @Test
  void what_is_read_arrives_whole_and_in_order() {
    pipe.read.countDown();
    stream.println("one");
    stream.println("two");

    assertThat(writer.drain(Duration.ofSeconds(30))).isTrue();
    assertThat(pipe.taken()).isEqualTo("one" + System.lineSeparator() + "two" + System.lineSeparator());
    assertThat(writer.dropped()).isZero();
  }

  @Test
  void nobody_waits_for_a_reader_and_what_was_dropped_is_told_once_there_is_one() {
    print(100_000);
    long dropped = writer.dropped();
    assertThat(dropped).isBetween(99_000L, 99_999L);

    pipe.read.countDown();
    assertThat(writer.drain(Duration.ofSeconds(30))).isTrue();
    assertThat(pipe.taken().lines().filter(LINE::equals).count()).isEqualTo(100_000 - dropped);
    assertThat(pipe.taken().lines().filter(line -> !line.equals(LINE)))
        .singleElement().asString().endsWith(" WARN  Stderr: " + dropped + " lines were dropped: nobody read stderr");
  }

  @Test
  void an_end_does_not_wait_for_ever() {
    print(1);
    assertThat(writer.drain(Duration.ofMillis(50))).isFalse();
  }

  @Test
  void lines_are_counted_and_not_writes() throws InterruptedException {
    byte[] trace = (LINE + "\n").repeat(MOST).getBytes(StandardCharsets.UTF_8);
    writer.write(trace, 0, trace.length);
    eventually(writer::dropped, (long) MOST);
  }
}
