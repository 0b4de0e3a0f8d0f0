package dev.gatehouse.client.chat;

import dev.gatehouse.client.servers.Progress;

/** What a person sees of a turn while it runs. Any thread may call. */
interface Display {

  /** Something that takes a while; shown until it is closed. */
  interface Work extends AutoCloseable {

    /** How far it is. */
    void progress(Progress progress);

    @Override
    void close();
  }

  /** A line of its own. */
  void line(String text);

  /** A piece of the model's answer. */
  void answer(String piece);

  /** Something begins that takes a while; what it is called. */
  Work begin(String what);
}
