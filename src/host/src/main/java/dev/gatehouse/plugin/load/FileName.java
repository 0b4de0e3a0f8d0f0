package dev.gatehouse.plugin.load;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a plugin's file as builds write it: {@code <plugin>-<version>-<classifier>.jar}, with or without the middle two, and with
 * the ending of its {@link PluginKind}.
 *
 * <p>The version begins after the first hyphen that is followed by a number, and that number by the end or one of {@code . - _ +};
 * or by {@code v}, a number and a dot; or after the first underscore that is followed by a number, a dot and a digit. The parts of it
 * between hyphens begin with a digit or are words of Maven's ({@link Version}), such as {@code rc1} and {@code SNAPSHOT}; the first
 * other part begins the classifier. A name without a version has no classifier.
 *
 * @param plugin the plugin's name, not checked
 * @param version the version, or null
 * @param classifier the classifier, empty when there is none
 */
public record FileName(String plugin, @Nullable Version version, String classifier) implements Comparable<FileName> {

  private static final Pattern FORM =
      Pattern.compile("(.+?)(?:-(?=\\d+(?:[._+-]|$))|-v(?=\\d+\\.)|_(?=\\d+\\.\\d))([A-Za-z0-9._+-]+)");
  /** Classifiers of build by-products, with classes or sources that no host needs. */
  private static final Set<String> COMPANIONS =
      Set.of("sources", "javadoc", "tests", "test", "test-sources", "test-javadoc", "test-fixtures");

  /** Reads the name of a file; null when no kind of plugin has its ending. */
  public static @Nullable FileName of(String file) {
    PluginKind kind = PluginKind.of(file);
    return kind == null ? null : ofStem(file.substring(0, file.length() - kind.ending().length()));
  }

  private static FileName ofStem(String stem) {
    Matcher form = FORM.matcher(stem);
    if (!form.matches()) {
      return new FileName(stem, null, "");
    }
    String rest = form.group(2);
    int end = endOfVersion(rest);
    return new FileName(form.group(1), new Version(rest.substring(0, end)), end == rest.length() ? "" : rest.substring(end + 1));
  }

  private static int endOfVersion(String rest) {
    int end = rest.indexOf('-');
    while (end >= 0) {
      int next = rest.indexOf('-', end + 1);
      if (!Version.isSegment(rest.substring(end + 1, next < 0 ? rest.length() : next))) {
        return end;
      }
      end = next;
    }
    return rest.length();
  }

  /** The classifier of a by-product, such as {@code sources}. */
  public Optional<String> companion() {
    return Optional.of(classifier).filter(COMPANIONS::contains);
  }

  /** The version as it is written, or words for none. */
  public String versionText() {
    return version == null ? "no version" : version.toString();
  }

  /** By version; one without is the lowest. */
  @Override
  public int compareTo(FileName other) {
    if (version == null || other.version == null) {
      return Boolean.compare(version != null, other.version != null);
    }
    return version.compareTo(other.version);
  }
}
