package dev.gatehouse.plugin.check;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import dev.gatehouse.plugin.type.Pointers;
import dev.gatehouse.plugin.type.Validation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Treats null as absent where the schema allows no null and does not require the member, at any depth, because many models send null for
 * what they leave out. Values of maps and items of lists are kept, since null is not absence there.
 */
public final class NullArguments {

  /** The maximum number of nulls removed; a long list of records has one or more in each. */
  private static final int MOST = 10_000;

  private NullArguments() {
  }

  /**
   * Removes nulls that mean absence.
   *
   * @param given the arguments, which are not changed
   * @param errors of the schema in them
   * @return a copy without such nulls, or the same object when there are none
   */
  public static ObjectNode leaveOut(ObjectNode given, List<Error> errors, Validation schema) {
    boolean cut = errors.size() > Alternatives.MOST_LOOKED_AT && errors.stream().anyMatch(NullArguments::isMember);
    List<Error> all = cut ? schema.errors(given, MOST) : errors;
    Set<String> nulls = all.stream().filter(NullArguments::isMember).map(error -> error.getInstanceLocation().toString())
        .collect(Collectors.toCollection(LinkedHashSet::new));
    if (nulls.isEmpty()) {
      return given;
    }
    ObjectNode rest = without(given, nulls);
    // A required member that is null stays: the fault is its value, not its absence.
    boolean missed = nulls.removeAll(schema.errors(rest, Alternatives.MOST_LOOKED_AT).stream()
        .filter(error -> error.getKeyword().equals("required"))
        .map(error -> Pointers.child(error.getInstanceLocation().toString(), error.getProperty())).collect(Collectors.toSet()));
    return missed ? without(given, nulls) : rest;
  }

  private static boolean isMember(Error error) {
    return error.getInstanceNode() != null && error.getInstanceNode().isNull() && SchemaPath.of(error).isNamedMember();
  }

  private static ObjectNode without(ObjectNode given, Set<String> pointers) {
    ObjectNode rest = given.deepCopy();
    pointers.stream().map(JsonPointer::compile)
        .forEach(member -> ((ObjectNode) rest.at(member.head())).remove(member.last().getMatchingProperty()));
    return rest;
  }
}
