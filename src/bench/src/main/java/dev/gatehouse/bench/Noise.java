package dev.gatehouse.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** What the bad neighbour does, mostly with a tool of {@link dev.gatehouse.bench.plugin.NoisePlugin}. */
enum Noise {
  /** Calls that cost nothing, as fast as they are answered. */
  FLOOD("floods", "echo", 64, Duration.ZERO),
  /** Calls that never end. */
  HANG("hangs", "hang", 64, Duration.ZERO),
  /** Calls that take all processors. */
  BURN("burns CPU", "burn", 64, Duration.ZERO),
  /** The longest answers that pass. */
  BIG("returns 4 MiB results", "big", 64, Duration.ZERO),
  /** The longest requests that pass. */
  LONG("sends 1 MiB requests", "count", 64, Duration.ZERO) {
    @Override
    String arguments() {
      return "{\"numbers\":[" + "1,".repeat(500_000) + "1]}";
    }
  },
  /** Slow calls, many more than may run at once. */
  QUEUE("fills its queue", "nap", 256, Duration.ZERO),
  /** Numbers that fill the heap of whoever writes them out. */
  BOMB("sends 1e999999999 for an enum", "pick", 4, Duration.ZERO) {
    @Override
    String arguments() {
      return "{\"level\":1e999999999}";
    }
  },
  /** Requests of the longest kind that stay open: half of them listen, half of them hang. */
  OPEN("keeps requests of 1 MiB open", "hang, listen", 24, Duration.ofSeconds(5)) {
    @Override
    Trouble start(Trouble.Place place) {
      return OpenRequests.start(place, connections());
    }
  },
  /** Answers that nobody reads. */
  UNREAD("reads no 4 MB answer, HTTP/1.1", "big", 300, Duration.ofSeconds(2)) {
    @Override
    Trouble start(Trouble.Place place) {
      return UnreadSockets.start(place, tool(), connections());
    }
  },
  /** The same, a hundred to a connection. */
  UNREAD2("reads no 4 MB answer, HTTP/2", "big", 300, Duration.ofSeconds(2)) {
    @Override
    Trouble start(Trouble.Place place) {
      return UnreadStreams.start(place, tool(), connections());
    }
  },
  /** Revocations beside many streams. */
  REVOKE("100 revocations a second, 1,000 keys", "listen", 10_000, Duration.ofSeconds(2)) {
    @Override
    Trouble start(Trouble.Place place) {
      return Revocations.start(place, connections());
    }
  },
  /** Calls that never end and do not hear that they should; their threads come back late. Last, since that needs a wait. */
  STUBBORN("hangs and ignores interrupts", "stubborn", 64, Duration.ofSeconds(20));

  /** A client obeys {@code Retry-After} less than perfectly. */
  static final long IMPATIENCE_MILLIS = 10;

  private final String title;
  private final String tool;
  private final int connections;
  private final Duration aftermath;

  Noise(String title, String tool, int connections, Duration aftermath) {
    this.title = title;
    this.tool = tool;
    this.connections = connections;
    this.aftermath = aftermath;
  }

  /**
   * A noise by its name in small letters.
   *
   * @throws IllegalArgumentException when there is none of that name, with those that there are
   */
  static Noise named(String name) {
    return Stream.of(values()).filter(noise -> noise.name().toLowerCase(Locale.ROOT).equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "NOISE '" + name + "' is none of " + Arrays.toString(values()).toLowerCase(Locale.ROOT)));
  }

  /** Begins; returns when it is as bad as it gets. */
  Trouble start(Trouble.Place place) {
    Load load = Load.start(place.vertx(), place.to(), tool, arguments(), connections, (caller, answer, nanos) -> {
      place.counted().accept(answer);
      return answer.isResult() ? 0 : IMPATIENCE_MILLIS;
    });
    return load::stop;
  }

  String title() {
    return title + " (" + connections + " x " + tool + ")";
  }

  String tool() {
    return tool;
  }

  /** What it is called with, as JSON. */
  String arguments() {
    return "{}";
  }

  int connections() {
    return connections;
  }

  /** How long its calls run on in the host when its callers have gone. */
  Duration aftermath() {
    return aftermath;
  }
}
