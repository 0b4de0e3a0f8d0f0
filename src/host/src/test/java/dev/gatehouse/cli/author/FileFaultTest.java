package dev.gatehouse.cli.author;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class FileFaultTest {

  @Test
  void it_says_the_reason_in_words() {
    assertThat(FileFault.of(new AccessDeniedException("a"))).isEqualTo("a: no permission");
    assertThat(FileFault.of(new NoSuchFileException("a"))).isEqualTo("a does not exist, or cannot be made there");
    assertThat(FileFault.of(new NotDirectoryException("a"))).isEqualTo("a is a file, not a folder");
    assertThat(FileFault.of(new FileSystemException("a", null, "No space left on device"))).isEqualTo("a: No space left on device");
    assertThat(FileFault.of(new FileSystemException("a"))).isEqualTo("a: it cannot be read or written");
    assertThat(FileFault.of(new IOException("a sentence"))).isEqualTo("a sentence");
  }
}
