package dev.gatehouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/** The rows of other servers, each in its cheapest documented setting. They are built from {@code src/bench/peers} when they are needed. */
public final class PeerCases {

  private static final String[] MAVEN = {"mvn", "-q", "-B", "-DskipTests", "package"};
  private static final int START_SECONDS = 60;

  private final Workbench bench;
  private final RedisProcess redis;

  private PeerCases(Workbench bench, RedisProcess redis) {
    this.bench = bench;
    this.redis = redis;
  }

  static void add(Cases cases, Workbench bench, RedisProcess redis) throws InterruptedException {
    PeerCases peers = new PeerCases(bench, redis);
    cases.tryAdd("quarkus", () -> peers.quarkus("quarkus", "Quarkus MCP 1.13, no check; the tool does not block", "add"));
    cases.tryAdd("quarkus-thread", () -> peers.quarkus("quarkus-thread", "Quarkus MCP 1.13, no check; the tool may block", "addOnThread"));
    cases.tryAdd("quarkus-redis", () -> peers.quarkus("quarkus-redis", "Quarkus MCP 1.13 and one Redis script a call", "addAfterRedis"));
    cases.tryAdd("tomcat", peers::tomcat);
    cases.tryAdd("typescript", peers::typescript);
  }

  private Case quarkus(String name, String title, String tool) throws IOException, InterruptedException {
    Path jar = quarkusJar(bench);
    int port = FreePort.any();
    Child server = bench.java(name, "-Xmx512m", "-Dquarkus.http.port=" + port, "-Dquarkus.redis.hosts=" + redis.url(),
        "-Dcalls.script=" + PlainServer.script(), "-jar", jar.toString());
    return peer(name, title, server, port, tool);
  }

  /**
   * Builds Quarkus' server where that was not done yet.
   *
   * @throws IOException when it cannot be built here
   */
  public static Path quarkusJar(Workbench bench) throws IOException, InterruptedException {
    Path folder = bench.built("src/bench/peers").resolve("quarkus");
    Build.run(folder, "target/quarkus-app/quarkus-run.jar", MAVEN);
    return folder.resolve("target/quarkus-app/quarkus-run.jar");
  }

  private Case tomcat() throws IOException, InterruptedException {
    Path folder = folder("tomcat");
    Build.run(folder, "target/tomcat.jar", MAVEN);
    int port = FreePort.any();
    Child server = bench.java("tomcat", "-Xmx512m", "-cp", folder.resolve("target/tomcat.jar") + ":" + folder.resolve("target/lib") + "/*",
        "peers.Main", Integer.toString(port));
    return peer("tomcat", "MCP Java SDK 2.1 on Tomcat 11, no check", server, port, "add");
  }

  private Case typescript() throws IOException, InterruptedException {
    Path folder = folder("typescript");
    Build.run(folder, "node_modules/.package-lock.json", "npm", "ci", "--loglevel=error");
    int port = FreePort.any();
    Child server = bench.start("typescript", List.of(folder.resolve("node_modules/node/bin/node").toString(),
        folder.resolve("server.mjs").toString(), Integer.toString(port)));
    return peer("typescript", "MCP TypeScript SDK 1.32 on Node 22, no check", server, port, "add");
  }

  private Path folder(String peer) throws IOException {
    return bench.built("src/bench/peers").resolve(peer);
  }

  private static Case peer(String name, String title, Child server, int port, String tool) throws IOException, InterruptedException {
    await(server, port);
    return new Case(name, title, server, port, CallMessage.older(tool, Case.ARGUMENTS), name.equals("quarkus-redis"), false);
  }

  private static void await(Child server, int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + START_SECONDS * 1_000_000_000L;
    while (!accepts(port)) {
      if (!server.isAlive() || System.nanoTime() > end) {
        throw new IOException("its server did not listen within " + START_SECONDS + " s");
      }
      Thread.sleep(50);
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
