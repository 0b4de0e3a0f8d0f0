package dev.gatehouse.redis.cluster;

import dev.gatehouse.record.RedisUrl.Server;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses what a node of a Redis Cluster tells: {@code CLUSTER INFO} has the epoch and the state, {@code CLUSTER NODES} the roles and the
 * slots, also of masters without any, and {@code CLUSTER SLOTS} the addresses that clients are to use.
 */
final class ClusterReplies {

  private static final Pattern EPOCH = Pattern.compile("(?m)^cluster_current_epoch:(\\d+)");
  private static final Pattern UP = Pattern.compile("(?m)^cluster_state:ok\\b");
  /** Id, address, host name (from 7.0), flags, and after four other words the slots. */
  private static final Pattern NODE =
      Pattern.compile("(?m)^(\\S+) (\\S*):(\\d+)(?:@\\d+)?(?:,([^,\\s]*)\\S*)? (\\S+) \\S+ \\S+ \\S+ \\S+ \\S+([^\\r\\n]*)");
  private static final Pattern SLOTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  private final Server asked;
  private final Map<String, Server> told = new HashMap<>();
  private final @Nullable Server[] owners = new Server[HashSlot.COUNT];
  private final boolean[] served = new boolean[HashSlot.COUNT];
  private final Set<Server> masters = new HashSet<>();
  private final Set<Server> replicas = new HashSet<>();

  private ClusterReplies(Server asked) {
    this.asked = asked;
  }

  /** The questions, whose answers {@link #view} takes in this order. */
  static List<Request> questions() {
    return List.of(question("INFO"), question("NODES"), question("SLOTS"));
  }

  private static Request question(String about) {
    return Request.cmd(Command.CLUSTER).arg(about);
  }

  /** A view from the answers of one node. */
  static ClusterView view(Server asked, List<Response> answers) {
    return new ClusterReplies(asked).view(answers.get(0).toString(), answers.get(1).toString(), answers.get(2));
  }

  private ClusterView view(String info, String nodes, Response slots) {
    slots.forEach(range -> {
      for (int i = 2; i < range.size(); i++) {
        Response node = range.get(i);
        told.put(node.get(2).toString(), address(node.get(0) == null ? "" : node.get(0).toString(), node.get(1).toInteger(), asked));
      }
    });
    Matcher node = NODE.matcher(nodes);
    while (node.find()) {
      add(server(node), Set.of(node.group(5).split(",")), node.group(6));
    }
    Matcher epoch = EPOCH.matcher(info);
    int unserved = 0;
    for (boolean is : served) {
      unserved += is ? 0 : 1;
    }
    return new ClusterView(epoch.find() ? Long.parseLong(epoch.group(1)) : 0, UP.matcher(info).find(), owners, masters, replicas, unserved);
  }

  private Server server(Matcher node) {
    Server known = told.get(node.group(1));
    String name = node.group(4);
    boolean named = name != null && !name.isEmpty() && told.values().stream().anyMatch(other -> isName(other.host()));
    return known == null ? address(named ? name : node.group(2), Integer.parseInt(node.group(3)), asked) : known;
  }

  /** Where other nodes are told by name, so is this one. */
  private static boolean isName(String host) {
    return !host.startsWith("[") && !host.matches("[0-9.]+");
  }

  private void add(Server server, Set<String> flags, String slots) {
    boolean works = !flags.contains("fail") && !flags.contains("noaddr") && !flags.contains("handshake");
    List<int[]> ranges = ranges(slots);
    if (flags.contains("master") && (works || !ranges.isEmpty())) {
      masters.add(server);
      ranges.forEach(range -> own(server, range, works));
    } else if (flags.contains("slave") && works) {
      replicas.add(server);
    }
  }

  /** Without slots on their way to another node or from it, which stand in brackets. */
  private static List<int[]> ranges(String slots) {
    List<int[]> ranges = new ArrayList<>();
    for (String word : slots.strip().split(" ")) {
      Matcher range = SLOTS.matcher(word);
      if (range.matches()) {
        int first = Integer.parseInt(range.group(1));
        ranges.add(new int[] {first, range.group(2) == null ? first : Integer.parseInt(range.group(2))});
      }
    }
    return ranges;
  }

  private void own(Server server, int[] range, boolean works) {
    for (int slot = range[0]; slot <= range[1] && slot < HashSlot.COUNT; slot++) {
      owners[slot] = server;
      served[slot] = works;
    }
  }

  /** An address; a node that does not know or tell its host has that of the node that was asked. */
  static Server address(String host, int port, Server asked) {
    if (host.isEmpty() || host.equals("?")) {
      return new Server(asked.host(), port);
    }
    return new Server(host.indexOf(':') >= 0 && !host.startsWith("[") ? '[' + host + ']' : host, port);
  }
}
