package dev.gatehouse.plugin.type;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A value that cannot be written as JSON: the message says which member it is, as a JSON Pointer (RFC 6901), and why. Each type on the
 * way to the member adds its part of the path.
 */
public final class UnwritableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Object> holders = new ArrayList<>();
  private final transient List<Object> segments = new ArrayList<>();
  private final boolean tooDeep;

  /**
   * A member that has no JSON form.
   *
   * @param clause such as {@code is a java.lang.Thread, which …}
   */
  UnwritableException(String clause) {
    this(clause, false);
  }

  private UnwritableException(String clause, boolean tooDeep) {
    super(clause, null, false, false);
    this.tooDeep = tooDeep;
  }

  /** A value that lies too deep, or a cycle. */
  static UnwritableException tooDeep(int most) {
    return new UnwritableException("is nested more than " + most + " levels deep", true);
  }

  /**
   * The same, seen from one level further out.
   *
   * @param holder the value that holds the member
   * @param segment the member's name or index there
   */
  UnwritableException under(Object holder, Object segment) {
    holders.add(0, holder);
    segments.add(0, segment);
    return this;
  }

  @Override
  public String getMessage() {
    return tooDeep ? cycle() : named(segments.size()) + " " + super.getMessage();
  }

  /** The first value that lies within itself; values are compared by identity, since those that are equal need not be a cycle. */
  private String cycle() {
    return IntStream.range(1, holders.size()).boxed()
        .flatMap(inner -> IntStream.range(0, inner).filter(outer -> holders.get(outer) == holders.get(inner)).mapToObj(
            outer -> named(inner) + " is the same object as " + named(outer) + ", a cycle, which JSON cannot hold"))
        .findFirst().orElseGet(() -> "the result " + super.getMessage());
  }

  private String named(int length) {
    String pointer =
        segments.subList(0, length).stream().reduce("", (outer, segment) -> Pointers.child(outer, segment), (a, b) -> a)
            .toString();
    return pointer.isEmpty() ? "the result" : pointer;
  }
}
