package dev.gatehouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the manual, or a README.
 *
 * @param path relative to the root of the repository
 * @param text what it says
 */
record ManualPage(Path path, String text) {

  static final Path ROOT = Path.of(System.getProperty("gatehouse.root"));
  static final Path MANUAL = Path.of("src", "site", "markdown");

  private static final Pattern FENCE = Pattern.compile("(?ms)^( *)```(\\w*)\n(.*?)^\\1```$");
  private static final Pattern MARKED = Pattern.compile("(?ms)(?:^<!-- ([^\n]*) -->\n)?^ *```sh\n(.*?)^ *```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ANCHOR = Pattern.compile("(?m)^<a id=\"([^\"]*)\"></a>\n(?:#+ (.*))?$");

  /** A block of shell commands, and what the comment above it says of it, or null without one. */
  record Block(String marker, String script) {
  }

  static ManualPage read(Path path) {
    try {
      return new ManualPage(path, Files.readString(ROOT.resolve(path)));
    } catch (IOException e) {
      throw new AssertionError(path + " cannot be read", e);
    }
  }

  /** The manual. */
  static List<ManualPage> manual() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(MANUAL))) {
      return files.sorted().map(file -> read(ROOT.relativize(file))).toList();
    }
  }

  /** The manual and the READMEs. */
  static List<ManualPage> all() throws IOException {
    return Stream.concat(Stream.of(read(Path.of("README.md")), read(Path.of("tools-plugins", "README.md"))), manual().stream()).toList();
  }

  String name() {
    return path.getFileName().toString();
  }

  /** The languages of its blocks. */
  List<String> languages() {
    return find(FENCE, text).map(block -> block.group(2)).toList();
  }

  List<Block> shellBlocks() {
    return find(MARKED, text).map(block -> new Block(block.group(1), block.group(2))).toList();
  }

  /** Where its links lead that stay within the repository: {@code keys.md#how}. */
  List<String> links() {
    return find(LINK, withoutCode()).map(link -> link.group(1)).filter(Predicate.not(link -> link.startsWith("http"))).toList();
  }

  /** Its anchors. Throws when one is not what GitHub makes of the heading below it. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    find(ANCHOR, text).forEach(anchor -> {
      String heading = anchor.group(2) == null ? "no heading" : slug(anchor.group(2));
      if (!heading.equals(anchor.group(1)) || !anchors.add(heading)) {
        throw new AssertionError(path + " has the anchor " + anchor.group(1) + " above " + heading + ", or twice");
      }
    });
    return anchors;
  }

  private static String slug(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\s-]", "").replace(' ', '-');
  }

  private String withoutCode() {
    return FENCE.matcher(text).replaceAll("").replaceAll("`[^`\n]*`", "");
  }

  private static Stream<MatchResult> find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results();
  }
}
