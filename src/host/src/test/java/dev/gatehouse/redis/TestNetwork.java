package dev.gatehouse.redis;

import dev.gatehouse.redis.embedded.ProcessWait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A network of namespaces, each with an address of its own on one bridge, which the test's own namespace is on, too. A cut moves some to
 * another bridge, so that no packet passes in either direction. By a second address, on a bridge that is never cut, the test still reaches
 * each. Needs root.
 */
public final class TestNetwork implements AutoCloseable {

  /**
   * Where a process runs.
   *
   * @param host its address
   * @param testHost the address by which the test reaches it
   * @param prefix what the command line begins with
   */
  record Place(String host, String testHost, List<String> prefix) {

    static final Place HERE = new Place("127.0.0.1", "127.0.0.1", List.of());

    /** What to bind to. */
    List<String> hosts() {
      return host.equals(testHost) ? List.of(host) : List.of(host, testHost);
    }
  }

  private final String name = "gt" + Integer.toString(ThreadLocalRandom.current().nextInt(46_656, 1_679_616), 36);
  private final String subnet;
  private final String testSubnet;
  private final int size;

  private TestNetwork(int size) {
    this.size = size;
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int third = random.nextInt(255);
    String net = "10." + random.nextInt(192, 250) + '.';
    this.subnet = net + third + '.';
    this.testSubnet = net + (third + 1) + '.';
  }

  /**
   * Makes a network.
   *
   * @param size how many namespaces
   * @throws IOException when the test may not, with what the system says
   */
  public static TestNetwork create(int size) throws IOException {
    TestNetwork network = new TestNetwork(size);
    Runtime.getRuntime().addShutdownHook(new Thread(network::close));
    try {
      network.make();
    } catch (IOException e) {
      network.close();
      throw e;
    }
    return network;
  }

  private void make() throws IOException {
    for (String bridge : List.of("a", "b", "t")) {
      ip("link", "add", name + bridge, "type", "bridge");
      ip("link", "set", name + bridge, "up");
    }
    ip("addr", "add", subnet + "1/24", "dev", name + "a");
    ip("addr", "add", testSubnet + "1/24", "dev", name + "t");
    for (int i = 0; i < size; i++) {
      ip("netns", "add", space(i));
      ip("-n", space(i), "link", "set", "lo", "up");
      attach(i, port(i), "eth0", name + "a", host(subnet, i));
      attach(i, testPort(i), "eth1", name + "t", host(testSubnet, i));
    }
  }

  private void attach(int i, String outside, String inside, String bridge, String address) throws IOException {
    ip("link", "add", outside, "type", "veth", "peer", "name", inside, "netns", space(i));
    ip("link", "set", outside, "master", bridge, "up");
    ip("-n", space(i), "addr", "add", address + "/24", "dev", inside);
    ip("-n", space(i), "link", "set", inside, "up");
  }

  private String space(int i) {
    return name + 'n' + i;
  }

  private String port(int i) {
    return name + 'p' + i;
  }

  private String testPort(int i) {
    return name + 'q' + i;
  }

  private static String host(String net, int i) {
    return net + (10 + i);
  }

  /** The place of the namespace with this number. */
  Place place(int i) {
    return new Place(host(subnet, i), host(testSubnet, i), List.of("ip", "netns", "exec", space(i)));
  }

  /** Cuts these off from all others, and from the test. */
  public void cut(List<Integer> some) throws IOException {
    for (int i : some) {
      ip("link", "set", port(i), "master", name + "b");
    }
  }

  /** Connects all again. */
  public void heal() throws IOException {
    for (int i = 0; i < size; i++) {
      ip("link", "set", port(i), "master", name + "a");
    }
  }

  /** Removes all of it; processes in it lose their network. */
  @Override
  public void close() {
    for (int i = 0; i < size; i++) {
      quietly("netns", "del", space(i));
      quietly("link", "del", port(i));
      quietly("link", "del", testPort(i));
    }
    List.of("a", "b", "t").forEach(bridge -> quietly("link", "del", name + bridge));
  }

  private static void quietly(String... words) {
    try {
      ip(words);
    } catch (IOException e) {
      // It was not made.
    }
  }

  private static void ip(String... words) throws IOException {
    List<String> line = new ArrayList<>(List.of("ip"));
    line.addAll(List.of(words));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (ProcessWait.exitOf(process, 10_000) != 0) {
      throw new IOException(String.join(" ", line) + ": " + said);
    }
  }
}
