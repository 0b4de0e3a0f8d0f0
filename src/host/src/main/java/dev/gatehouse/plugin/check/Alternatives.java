package dev.gatehouse.plugin.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import dev.gatehouse.plugin.type.Validation;
import dev.gatehouse.plugin.type.ValidationMessages;
import dev.gatehouse.record.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Translates a validator's errors to faults. For alternatives ({@code oneOf}, {@code anyOf}) a validator reports why each one does not
 * match; only the one that was probably meant is reported here.
 */
public final class Alternatives {

  /** How many errors to look for: of alternatives most are not relevant. */
  public static final int MOST_LOOKED_AT = 200;

  private static final int MOST_NAMED = 3;

  private final JsonNode document;

  private Alternatives(JsonNode document) {
    this.document = document;
  }

  /** Translates the errors of a schema, as many as {@link #MOST_LOOKED_AT} and the first beyond. */
  public static List<Fault> explain(Validation schema, List<Error> errors) {
    // Alternatives hand theirs over together, past any bound.
    List<Error> some = errors.subList(0, Math.min(errors.size(), MOST_LOOKED_AT + 1));
    return new Alternatives(schema.document()).explain(some.stream().filter(error -> !isEcho(error, some)).toList(), 0);
  }

  /** Whether an "unevaluated" error only follows from another one: the part of the schema that declares the member failed. */
  private static boolean isEcho(Error error, List<Error> errors) {
    if (!error.getKeyword().startsWith("unevaluated")) {
      return false;
    }
    SchemaPath path = SchemaPath.of(error);
    return errors.stream().map(SchemaPath::of).anyMatch(other -> other.isWithinParentOf(path) && other.isBeside(path.length() - 1));
  }

  private List<Fault> explain(List<Error> errors, int from) {
    Map<Object, List<Error>> together = new LinkedHashMap<>();
    for (Error error : errors) {
      SchemaPath path = SchemaPath.of(error);
      int at = path.alternatives(from);
      Object place = at < 0 ? new Object() : List.of(at, path.pointer(at), String.join("\n", names(path, at)));
      together.computeIfAbsent(place, any -> new ArrayList<>()).add(error);
    }
    List<Fault> all = new ArrayList<>();
    together.values().forEach(group -> {
      int at = SchemaPath.of(group.get(0)).alternatives(from);
      all.addAll(at < 0 ? List.of(plain(group.get(0))) : choose(group, at));
    });
    return all.stream().distinct().toList();
  }

  private static List<String> names(SchemaPath path, int end) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < end; i++) {
      names.add(path.name(i));
    }
    return names;
  }

  private Fault plain(Error error) {
    SchemaPath path = SchemaPath.of(error);
    JsonNode rules = path.schema(document, path.length() - 1);
    // Alternatives are compared by their messages, which must not differ by such hints.
    boolean alone = path.alternatives(0) < 0;
    return new Fault(error.getInstanceLocation().toString(),
        ValidationMessages.of(error) + (ValidationMessages.isUnknown(error) ? known(error, rules)
            : error.getKeyword().equals("required") && alone ? values(error, rules) : ""));
  }

  /** The allowed values of a missing member, if the schema lists them. */
  private static String values(Error error, JsonNode rules) {
    JsonNode values = rules.path("properties").path(error.getProperty()).path("enum");
    return values.isArray() ? "; it " + ValidationMessages.oneOf(StreamSupport.stream(values.spliterator(), false)) : "";
  }

  private static String known(Error error, JsonNode rules) {
    List<String> names = new ArrayList<>();
    rules.path("properties").fieldNames().forEachRemaining(names::add);
    if (!names.isEmpty()) {
      return "; it takes " + String.join(", ", names);
    }
    boolean nothing = error.getInstanceLocation().getNameCount() == 0 && rules.path("additionalProperties").isBoolean()
        && !rules.has("patternProperties");
    return nothing ? "; it takes no arguments" : "";
  }

  /** The errors of all alternatives of one value. */
  private List<Fault> choose(List<Error> errors, int at) {
    SchemaPath path = SchemaPath.of(errors.get(0));
    Error own = errors.stream().filter(error -> SchemaPath.of(error).length() == at + 1).findFirst().orElse(null);
    if (own != null && !String.valueOf(own.getArguments()[0]).equals("0")) {
      return List.of(new Fault(path.pointer(at), "must fit one of the alternatives of its schema, but fits " + own.getArguments()[0]));
    }
    Choice choice = new Choice(document, path.pointer(at), at, path.schema(document, at + 1));
    List<List<Error>> all = List.copyOf(errors.stream().filter(error -> error != own)
        .collect(Collectors.groupingBy(error -> SchemaPath.of(error).name(at + 1), LinkedHashMap::new, Collectors.toList())).values());
    List<List<Fault>> meant = all.stream().filter(choice::isMeant).map(one -> explain(one, at + 2)).toList();
    if (all.isEmpty()) {
      return List.of(new Fault(path.pointer(at), "must fit one of the alternatives of its schema"));
    }
    if (meant.isEmpty()) {
      return List.of(choice.none(all));
    }
    return meant.size() == 1 ? meant.get(0) : several(meant, choice);
  }

  /** When several alternatives may be meant: the faults that all of them have, or else what each requires. */
  private static List<Fault> several(List<List<Fault>> meant, Choice choice) {
    Set<Fault> common = new LinkedHashSet<>(meant.get(0));
    meant.forEach(common::retainAll);
    if (!common.isEmpty()) {
      return common.stream().map(choice::withValues).toList();
    }
    String words = meant.stream().sorted(Comparator.comparingInt(List::size)).limit(MOST_NAMED)
        .map(one -> one.stream().map(fault -> relative(fault, choice.pointer())).collect(Collectors.joining(" and ")))
        .collect(Collectors.joining(", or "));
    return List.of(new Fault(choice.pointer(), "either " + words));
  }

  private static String relative(Fault fault, String pointer) {
    return new Fault(fault.place().substring(pointer.length()), fault.words()).line();
  }
}
