package dev.gatehouse.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Hands over new keys as CSV: on stderr, or in a file that only its owner can read. */
final class SecretsCsv {

  private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private SecretsCsv() {
  }

  /**
   * Writes the list. It is written before any key is created, so that no key exists whose secret is lost.
   *
   * @param file a file that does not exist yet; null for stderr
   * @throws IllegalStateException when a part of it was not written, so that none of its keys may be created
   */
  static void write(CommandLine command, @Nullable Path file, List<String> columns, Consumer<Rows> keys) {
    PrintWriter out = file == null ? command.getErr() : create(command, file);
    Rows rows = Rows.csv(out, columns);
    keys.accept(rows);
    rows.end();
    boolean failed = out.checkError();
    if (file != null) {
      out.close();
    }
    if (failed) {
      throw new IllegalStateException((file == null ? "stderr" : file) + " could not be written; no key was made");
    }
  }

  private static PrintWriter create(CommandLine command, Path file) {
    try {
      return new PrintWriter(new OutputStreamWriter(Channels.newOutputStream(Files.newByteChannel(file,
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)), StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw new ParameterException(command, "--out: " + file + " exists; keys are written to a new file only", e);
    } catch (IOException e) {
      throw new ParameterException(command, "--out: " + file + " cannot be created (" + e.getClass().getSimpleName() + ")", e);
    }
  }
}
