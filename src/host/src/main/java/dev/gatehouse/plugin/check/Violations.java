package dev.gatehouse.plugin.check;

import com.networknt.schema.Error;
import dev.gatehouse.plugin.type.MismatchException;
import dev.gatehouse.plugin.type.Pointers;
import dev.gatehouse.plugin.type.Validation;
import dev.gatehouse.record.OneLine;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes schema violations in words that a model can act on: without repetition, and bounded in length. */
public final class Violations {

  /** The maximum number of reported violations. */
  public static final int MOST = 20;
  /** The maximum number of examined errors: most errors of alternatives are not relevant. */
  public static final int MOST_LOOKED_AT = 200;

  private final Set<Violation> all = new LinkedHashSet<>();

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Adds the errors of a schema. */
  public void add(Validation schema, List<Error> errors) {
    if (!errors.isEmpty()) {
      // The validator reports the errors of alternatives together, beyond any bound.
      all.addAll(new Alternatives(schema.document()).explain(errors.subList(0, Math.min(errors.size(), MOST_LOOKED_AT + 1))));
    }
  }

  public void add(MismatchException mismatch) {
    mismatch.forEach((pointer, words) -> all.add(new Violation(pointer, words)));
  }

  /** Whether a violation concerns a member, something in it, or its absence. */
  public boolean concern(String member) {
    String pointer = Pointers.child("", member);
    return all.stream().anyMatch(one -> one.pointer().equals(pointer) || one.pointer().startsWith(pointer + '/'));
  }

  /** In one line. */
  public String line() {
    return lines().collect(Collectors.joining("; "));
  }

  private Stream<String> lines() {
    return Stream.concat(all.stream().limit(MOST).map(Violation::line),
        all.size() > MOST ? Stream.of("and more") : Stream.empty());
  }

  /** One line each. */
  @Override
  public String toString() {
    return lines().map(line -> "\n- " + line).collect(Collectors.joining());
  }

  /**
   * One schema violation of a value.
   *
   * @param pointer where, as a JSON Pointer (RFC 6901)
   * @param words what it must be
   */
  record Violation(String pointer, String words) {

    private static final int LONGEST = 500;
    /** The longest place that is shown, so that the message fits as well. */
    private static final int LONGEST_PLACE = 300;

    /** Place and message on one line. */
    String line() {
      return OneLine.cut(pointer.isEmpty() ? words : OneLine.cut(pointer, LONGEST_PLACE) + ": " + words, LONGEST);
    }
  }
}
