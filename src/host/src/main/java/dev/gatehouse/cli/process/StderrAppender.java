package dev.gatehouse.cli.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.OutputStream;

/** Log appender that writes to {@link Stderr#stream}, and not to {@link System#err}, which a plugin may replace. */
public final class StderrAppender extends OutputStreamAppender<ILoggingEvent> {

  /** For logback. */
  public StderrAppender() {
  }

  @Override
  public void start() {
    setOutputStream(new Out());
    super.start();
  }

  /** The stream is another one from {@link Stderr#unblock} on. */
  private static final class Out extends OutputStream {

    @Override
    public void write(int oneByte) {
      Stderr.stream().write(oneByte);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      Stderr.stream().write(bytes, offset, length);
    }

    @Override
    public void flush() {
      Stderr.stream().flush();
    }
  }
}
