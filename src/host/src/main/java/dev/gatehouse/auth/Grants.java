package dev.gatehouse.auth;

import dev.gatehouse.record.Patterns;
import dev.gatehouse.record.ResourceUri;
import io.vertx.ext.auth.authorization.Authorization;
import io.vertx.ext.auth.authorization.AuthorizationContext;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A caller's authorization, by allow-lists and deny-lists of patterns. This class alone decides, for lists and calls alike: a deny in any
 * record wins; the grants of the key and its roles add up; the ceilings of owner and tenant restrict them. As a Vert.x authorization it
 * implies every {@link ToolAuthorization} whose tool it grants.
 */
public final class Grants implements Authorization {

  private final List<RightsSource> granting;
  private final List<RightsSource> ceilings;

  /**
   * Grants of a key without roles, owner or tenant.
   *
   * @param tools by name
   * @param prompts by name
   * @param resources by URI
   */
  public Grants(Patterns tools, Patterns prompts, Patterns resources) {
    this(List.of(new RightsSource("the key", tools, prompts, resources)), List.of());
  }

  /**
   * Grants from several records.
   *
   * @param granting the key or the token, which is the first, and its roles
   * @param ceilings what their owner and tenant allow at most
   */
  public Grants(List<RightsSource> granting, List<RightsSource> ceilings) {
    this.granting = List.copyOf(granting);
    this.ceilings = List.copyOf(ceilings);
  }

  /** The same with further granting records, under the same ceilings. */
  Grants and(List<RightsSource> further) {
    return new Grants(Stream.concat(granting.stream(), further.stream()).toList(), ceilings);
  }

  /**
   * Whether the tool may be seen and called.
   *
   * @param name its name, whether or not there is such a tool
   * @param readOnly whether it declares {@code readOnlyHint}; false for a tool that does not exist
   */
  public Decision tool(String name, boolean readOnly) {
    return decide(new Question(Field.TOOLS, patterns -> patterns.denying(name, readOnly),
        patterns -> patterns.allowing(name, readOnly)));
  }

  /** Whether the prompt of that name may be seen and used. */
  public Decision prompt(String name) {
    return decide(new Question(Field.PROMPTS, patterns -> patterns.denying(name),
        patterns -> patterns.allowing(name)));
  }

  /** Whether the resource at that URI may be seen and read, or the resource template of that text seen and completed. */
  public Decision resource(ResourceUri uri) {
    return decide(new Question(Field.RESOURCES, patterns -> patterns.denying(uri),
        patterns -> patterns.allowing(uri)));
  }

  /** The fields of a record that hold patterns. */
  private enum Field {
    TOOLS("tools", RightsSource::tools),
    PROMPTS("prompts", RightsSource::prompts),
    RESOURCES("resources", RightsSource::resources);

    private final String word;
    private final Function<RightsSource, @Nullable Patterns> part;

    Field(String word, Function<RightsSource, @Nullable Patterns> part) {
      this.word = word;
      this.part = part;
    }

    /** Its patterns, or null if the record has none. */
    @Nullable
    Patterns of(RightsSource source) {
      return part.apply(source);
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * A question to each record.
   *
   * @param field in which its patterns are
   * @param denying gives the pattern that denies what is asked about, or null
   * @param allowing gives the pattern that grants it, or null
   */
  private record Question(Field field, Function<Patterns, @Nullable String> denying, Function<Patterns, @Nullable String> allowing) {
  }

  private Decision decide(Question question) {
    Decision denial = denial(granting, question);
    if (denial == null) {
      denial = denial(ceilings, question);
    }
    if (denial != null) {
      return denial;
    }
    Decision granted = granted(question);
    Decision cut = granted.allowed() ? cut(question) : null;
    return cut == null ? granted : cut;
  }

  private static @Nullable Decision denial(List<RightsSource> sources, Question question) {
    for (RightsSource source : sources) {
      Patterns patterns = question.field().of(source);
      String denying = patterns == null ? null : question.denying().apply(patterns);
      if (denying != null) {
        return new Decision(false, "denied by '!" + denying + "' in " + question.field() + " of " + source.record());
      }
    }
    return null;
  }

  private Decision granted(Question question) {
    for (RightsSource source : granting) {
      Patterns patterns = question.field().of(source);
      String allowing = patterns == null ? null : question.allowing().apply(patterns);
      if (allowing != null) {
        return new Decision(true, () -> "granted by '" + allowing + "' in " + question.field() + " of " + source.record());
      }
    }
    return new Decision(false, "no grant in " + question.field()
        + " of " + granting.get(0).record() + (granting.size() == 1 ? "" : " and its roles"));
  }

  private @Nullable Decision cut(Question question) {
    for (RightsSource ceiling : ceilings) {
      Patterns patterns = question.field().of(ceiling);
      if (patterns != null && question.allowing().apply(patterns) == null) {
        return new Decision(false, "cut by the ceiling: nothing in " + question.field() + " of " + ceiling.record() + " allows it");
      }
    }
    return null;
  }

  /** Receives the patterns of one record. */
  @FunctionalInterface
  public interface Reader {

    /**
     * Takes the patterns of one field.
     *
     * @param record whose, as {@link #records} names it
     * @param field {@code tools}, {@code prompts} or {@code resources}
     */
    void read(String record, String field, Patterns patterns);
  }

  /** Passes all patterns to a reader, record by record. */
  public void patterns(Reader reader) {
    Stream.concat(granting.stream(), ceilings.stream()).forEach(source -> Stream.of(Field.values()).forEach(field -> {
      Patterns patterns = field.of(source);
      if (patterns != null) {
        reader.read(source.record(), field.toString(), patterns);
      }
    }));
  }

  /** Passes on the patterns of each ceiling that allows less than the key and its roles grant. */
  public void cuts(Reader reader) {
    ceilings.forEach(ceiling -> Stream.of(Field.values()).forEach(field -> {
      Patterns most = field.of(ceiling);
      if (most != null && granting.stream().map(field::of).anyMatch(own -> own != null && !own.beyond(most).isEmpty())) {
        reader.read(ceiling.record(), field.toString(), most);
      }
    }));
  }

  /** Whether any record denies something. */
  public boolean denies() {
    return Stream.concat(granting.stream(), ceilings.stream())
        .flatMap(source -> Stream.of(Field.values()).map(field -> field.of(source)))
        .anyMatch(patterns -> patterns != null && !patterns.denies().isEmpty());
  }

  /** The records that grant: the key or token, and its roles. */
  public List<RightsSource> granting() {
    return granting;
  }

  /** The records that cap what is granted. */
  public List<RightsSource> ceilings() {
    return ceilings;
  }

  /** The names of all records: {@code the key}, {@code role 'reader'} and so on. */
  public List<String> records() {
    return Stream.concat(granting.stream(), ceilings.stream()).map(RightsSource::record).toList();
  }

  /** Whether a user holds these very grants. */
  @Override
  public boolean match(AuthorizationContext context) {
    return context.user().authorizations().verify(this);
  }

  @Override
  public boolean verify(Authorization asked) {
    return asked instanceof ToolAuthorization call ? tool(call.tool(), call.readOnly()).allowed() : equals(asked);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Grants grants && grants.granting.equals(granting) && grants.ceilings.equals(ceilings);
  }

  @Override
  public int hashCode() {
    return granting.hashCode();
  }
}
