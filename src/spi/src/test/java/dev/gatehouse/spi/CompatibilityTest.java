package dev.gatehouse.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Plugins that were compiled yesterday run today: what {@code signatures.txt} lists must stay as it is. What is new is added to
 * the list, so that it is kept from then on, by
 *
 * <pre>{@code mvn -q test -pl src/spi -Dtest=CompatibilityTest -Dspi.accept=additions}</pre>
 *
 * <p>That never takes a line away. Who means to break old plugins deletes the line by hand, where a reviewer sees it.
 */
final class CompatibilityTest {

  private static final String COMMAND = "mvn -q test -pl src/spi -Dtest=CompatibilityTest -Dspi.accept=additions";
  private static final Path LISTING = Path.of("src", "test", "resources", "signatures.txt");
  private static final String OLD = Evolution.Old.class.getTypeName();

  @Test
  void plugins_that_were_compiled_before_still_run() throws Exception {
    SortedSet<String> added = difference(current(), listed());
    SortedSet<String> gone = difference(listed(), current());
    assertNone(gone, "plugins compiled before would break, since these are gone or changed:" + itemised(gone)
        + "\nand these are new:" + itemised(added));
  }

  @Test
  void what_is_new_demands_nothing_of_them() throws Exception {
    List<String> demanded = demanded(listed(), current());
    assertNone(demanded, "plugins compiled before do not have these, so they need a default:" + itemised(demanded));
  }

  @Test
  void what_is_new_is_listed() throws Exception {
    SortedSet<String> added = difference(current(), listed());
    boolean additionsOnly = difference(listed(), current()).isEmpty() && demanded(listed(), current()).isEmpty();
    if ("additions".equals(System.getProperty("spi.accept")) && additionsOnly) {
      Files.write(LISTING, current());
    } else {
      assertNone(added, "these are new; to keep them from now on: " + COMMAND + itemised(added));
    }
  }

  @Test
  void a_removed_and_a_changed_method_are_lines_that_are_gone() {
    assertEquals(Set.of(OLD + ".gone(): public abstract void",
        OLD + ".size(java.util.List<java.lang.String>): public abstract int throws java.io.IOException"),
        difference(Signatures.of(Evolution.Old.class),
            named(Signatures.of(Evolution.New.class), Evolution.New.class, Evolution.Old.class)));
  }

  @Test
  void an_added_method_is_no_line_that_is_gone_and_what_is_not_public_is_no_line() {
    assertEquals(Set.of(), difference(Signatures.of(Evolution.New.class),
        named(Signatures.of(Evolution.Newer.class), Evolution.Newer.class, Evolution.New.class)));
    assertEquals(Set.of(), Signatures.of(Evolution.Hidden.class));
  }

  @Test
  void what_plugins_implement_and_annotate_grows_by_defaults_only() {
    SortedSet<String> before = new TreeSet<>(List.of("dev.gatehouse.spi.Tool: public @interface",
        "dev.gatehouse.spi.Plugin: public interface", "dev.gatehouse.spi.Progress: public interface"));

    assertEquals(1, demanded(before, Set.of("dev.gatehouse.spi.Tool.more(): public abstract int")).size());
    assertEquals(0, demanded(before, Set.of("dev.gatehouse.spi.Tool.more(): public abstract int default 1")).size());
    assertEquals(0, demanded(before, Set.of("dev.gatehouse.spi.ToolArg.more(): public abstract int")).size());
    assertEquals(1, demanded(before, Set.of("dev.gatehouse.spi.Plugin.more(): public abstract void")).size());
    assertEquals(0, demanded(before, Set.of("dev.gatehouse.spi.Plugin.more(): public default void")).size());
    assertEquals(0, demanded(before, Set.of("dev.gatehouse.spi.Progress.more(): public abstract void")).size());
  }

  private static Set<String> named(Set<String> lines, Class<?> type, Class<?> as) {
    return lines.stream().map(line -> line.replace(type.getTypeName() + '.', as.getTypeName() + '.')
        .replace(type.getTypeName() + ':', as.getTypeName() + ':')).collect(Collectors.toSet());
  }

  /** What each plugin would have to have: a method of what it implements, an element of what it annotates with. */
  private static List<String> demanded(SortedSet<String> before, Set<String> now) {
    return difference(now, before).stream()
        .filter(line -> line.contains("): public abstract ") && !line.contains(" default "))
        .filter(line -> {
          String type = line.substring(0, line.lastIndexOf('.', line.indexOf('(')));
          boolean annotation = before.contains(type + ": public @interface");
          return annotation || type.equals(Plugin.class.getName());
        }).toList();
  }

  private static SortedSet<String> difference(Set<String> of, Set<String> without) {
    SortedSet<String> difference = new TreeSet<>(of);
    difference.removeAll(without);
    return difference;
  }

  private static void assertNone(Collection<String> lines, String otherwise) {
    if (!lines.isEmpty()) {
      fail(otherwise);
    }
  }

  private static String itemised(Collection<String> lines) {
    return lines.stream().map(line -> "\n  " + line).collect(Collectors.joining());
  }

  private static SortedSet<String> listed() throws IOException {
    return new TreeSet<>(Files.readAllLines(LISTING));
  }

  private static SortedSet<String> current() throws URISyntaxException {
    return Signatures.of(Path.of(Plugin.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
  }
}
