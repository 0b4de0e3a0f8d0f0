package dev.gatehouse.feature;

import dev.gatehouse.record.ResourceUri;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Matches URIs against a URI template (RFC 6570, level 1 and reserved expansion) and extracts the variables. <code>{name}</code> matches
 * one or more characters except slash, question mark and hash; <code>{+name}</code>, allowed only as the last one, matches anything. Each
 * variable ends at the first occurrence of the text after it, so the time is linear in the URI.
 */
public final class UriTemplate {

  private static final Pattern EXPRESSION = Pattern.compile("\\{(\\+?)([A-Za-z0-9_.]+)}");
  private static final Pattern SEGMENT = Pattern.compile("[^/?#]+");

  private final ResourceUri text;
  private final List<String> literals = new ArrayList<>();
  private final List<String> variables = new ArrayList<>();
  private boolean lastTakesAll;

  private UriTemplate(ResourceUri text) {
    this.text = text;
  }

  /**
   * Compiles a template; its text is normalised as the URIs are that it is to match.
   *
   * @throws IllegalArgumentException with a clause that says what is wrong with it
   */
  public static UriTemplate of(String text) {
    UriTemplate template = new UriTemplate(normal(text));
    String normal = template.text.text();
    Matcher expression = EXPRESSION.matcher(normal);
    int end = 0;
    while (expression.find()) {
      template.add(normal.substring(end, expression.start()), expression.group(2), !expression.group(1).isEmpty());
      end = expression.end();
    }
    template.literal(normal.substring(end));
    if (template.variables.isEmpty()) {
      throw new IllegalArgumentException("the URI template '" + text + "' has no variable; use @Resource for a fixed URI");
    }
    return template;
  }

  private static ResourceUri normal(String text) {
    try {
      return ResourceUri.template(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the URI template '" + text + "' " + e.getMessage(), e);
    }
  }

  private void add(String before, String variable, boolean takesAll) {
    literal(before);
    if (lastTakesAll) {
      throw new IllegalArgumentException("in the URI template '" + text + "' {+…} must be the last variable");
    }
    if (before.isEmpty()) {
      throw new IllegalArgumentException("in the URI template '" + text + "' there must be text before {" + variable + "}");
    }
    if (variables.contains(variable)) {
      throw new IllegalArgumentException("the URI template '" + text + "' has the variable '" + variable + "' twice");
    }
    variables.add(variable);
    lastTakesAll = takesAll;
  }

  private void literal(String literal) {
    if (literal.indexOf('{') >= 0 || literal.indexOf('}') >= 0) {
      throw new IllegalArgumentException("the URI template '" + text + "' may hold {name} and {+name} only");
    }
    literals.add(literal);
  }

  /** Its text, normalised. */
  public ResourceUri text() {
    return text;
  }

  /** A pattern that matches every URI of the template, {@code *} in the place of each variable. */
  String anyUri() {
    return String.join("*", literals);
  }

  /** The names of its variables, in order. */
  public List<String> variables() {
    return List.copyOf(variables);
  }

  /**
   * Matches a URI.
   *
   * @return the variables' values, percent-decoded; null when the URI is not one of this template's
   */
  public @Nullable Map<String, String> match(ResourceUri resource) {
    String uri = resource.text();
    if (!uri.startsWith(literals.get(0))) {
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    int at = literals.get(0).length();
    for (int i = 0; i < variables.size(); i++) {
      int end = end(uri, at, i);
      String value = end < at ? null : value(uri.substring(at, end), lastTakesAll && i == variables.size() - 1);
      if (value == null) {
        return null;
      }
      values.put(variables.get(i), value);
      at = end + literals.get(i + 1).length();
    }
    return values;
  }

  /** Where a variable that begins here ends. */
  private int end(String uri, int at, int variable) {
    String after = literals.get(variable + 1);
    if (variable < variables.size() - 1) {
      return uri.indexOf(after, at + 1);
    }
    return uri.endsWith(after) ? uri.length() - after.length() : -1;
  }

  private static @Nullable String value(String raw, boolean takesAll) {
    if (raw.isEmpty() || !takesAll && !SEGMENT.matcher(raw).matches()) {
      return null;
    }
    try {
      // A plus is a plus in a URI; only forms make it a space.
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Two of the same text match the same URIs. */
  @Override
  public boolean equals(Object other) {
    return other instanceof UriTemplate template && template.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Its text, normalised. */
  @Override
  public String toString() {
    return text.text();
  }
}
