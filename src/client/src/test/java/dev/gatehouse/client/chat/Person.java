package dev.gatehouse.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.ScriptedModel;
import dev.gatehouse.client.model.Model;
import dev.gatehouse.client.model.ModelSettings;
import dev.gatehouse.client.servers.Key;
import dev.gatehouse.client.servers.Server;
import dev.gatehouse.client.servers.ServerAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;

/** Somebody at a terminal with a chat on it: types, and sees what the screen says. */
final class Person implements AutoCloseable {

  static final String CTRL_C = "\u0003";
  static final String CTRL_D = "\u0004";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final CompletableFuture<Boolean> chat;

  /**
   * Starts a chat.
   *
   * @param type of the terminal, {@code dumb} or one that moves its cursor
   * @param servers names and URLs; the key of each is {@code key}
   */
  Person(Path home, String type, ScriptedModel model, String key, Map<String, String> servers) throws IOException {
    Terminal terminal = new ExternalTerminal("test", type, new PipedInputStream(keyboard, 65536), screen, StandardCharsets.UTF_8);
    ModelSettings settings = new ModelSettings("scripted", Optional.of(URI.create(model.url())), Optional.of("model-secret"));
    chat = CompletableFuture.supplyAsync(() -> {
      try (Model real = new Model(settings);
          Chat chatting = new Chat(terminal, home.resolve("history"), real, questions -> servers.entrySet().stream()
              .map(entry -> new Server(ServerAddress.named(entry.getKey() + "=" + entry.getValue()), Key.of(key),
                  Optional.of(questions)))
              .toList())) {
        return chatting.run();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }, Threads.waiting("chat"));
  }

  /** Types a line, or one of the keys above. */
  Person types(String line) throws IOException {
    boolean key = line.equals(CTRL_C) || line.equals(CTRL_D);
    keyboard.write((key ? line : line + "\n").getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
    return this;
  }

  /** Waits until the screen has shown all of these, in this order. */
  Person sees(String... texts) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!shown(texts) && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(screen()).containsSubsequence(List.of(texts));
    return this;
  }

  private boolean shown(String... texts) {
    String screen = screen();
    int from = 0;
    for (String text : texts) {
      int at = screen.indexOf(text, from);
      if (at < 0) {
        return false;
      }
      from = at + text.length();
    }
    return true;
  }

  String screen() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  /** Leaves, and says whether the chat took place. */
  boolean quits() throws Exception {
    types("quit");
    return chat.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Waits for a chat that ends by itself. */
  boolean ended() throws Exception {
    return chat.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    keyboard.close();
  }
}
