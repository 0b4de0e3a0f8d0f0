package dev.gatehouse.bench.fuzz;

import dev.gatehouse.bench.HttpAnswer;
import dev.gatehouse.bench.MintedKey;
import dev.gatehouse.bench.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** A well-behaved caller with a key of its own, who must be served throughout the run. */
final class Control implements Runnable {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int PAUSE_MILLIS = 20;
  private static final int CALLS_PER_CONNECTION = 50;

  private final int port;
  private final byte[] request;
  private final Report report;
  private Wire wire;
  private volatile boolean running = true;
  private final AtomicLong calls = new AtomicLong();
  private volatile long slowest;

  Control(int port, MintedKey key, Report report) {
    this.port = port;
    this.report = report;
    HttpText http = new Seed(Seed.MODERN, "tools/call", "add", """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add","arguments":{"a":2,"b":3},"_meta":\
        {"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""").http(key.text());
    this.request = http.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void run() {
    try {
      while (running) {
        long sent = System.nanoTime();
        call();
        slowest = Math.max(slowest, System.nanoTime() - sent);
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void call() {
    try {
      if (wire == null || calls.get() % CALLS_PER_CONNECTION == 0) {
        drop();
        wire = Wire.open(port);
      }
      calls.incrementAndGet();
      wire.send(request);
      HttpAnswer answer = wire.read(PATIENCE_MILLIS, PATIENCE_MILLIS, false);
      if (answer == null || !answer.text().contains("\"text\":\"5\"")) {
        fail("was answered " + answer);
      }
    } catch (IOException e) {
      fail("had no answer: " + e);
    }
  }

  private void fail(String how) {
    drop();
    report.fault("a decent call failed", "after about " + report.messages() + " messages, it " + how);
  }

  private void drop() {
    if (wire != null) {
      wire.close();
      wire = null;
    }
  }

  void stop() {
    running = false;
  }

  @Override
  public String toString() {
    return calls + " decent calls meanwhile, the slowest " + slowest / 1_000_000 + " ms";
  }
}
