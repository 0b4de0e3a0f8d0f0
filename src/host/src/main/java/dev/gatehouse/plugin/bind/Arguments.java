package dev.gatehouse.plugin.bind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.InvalidArgumentsException;
import dev.gatehouse.plugin.check.NullArguments;
import dev.gatehouse.plugin.check.Violations;
import dev.gatehouse.plugin.type.MismatchException;
import dev.gatehouse.plugin.type.Property;
import dev.gatehouse.plugin.type.Validation;
import java.util.List;

/** Checks the arguments of one tool against its schema and turns them into the method's parameters. */
final class Arguments {

  private final String tool;
  private final Validation schema;
  private final Parameters parameters;

  /**
   * The arguments of a tool.
   *
   * @param tool its name, for messages
   * @param schema its input schema
   * @param parameters the parameters of its method
   */
  Arguments(String tool, Validation schema, Parameters parameters) {
    this.tool = tool;
    this.schema = schema;
    this.parameters = parameters;
  }

  /**
   * Validates the arguments of a call.
   *
   * @return the arguments; nulls that the schema refuses are left out where an absent argument is valid
   * @throws InvalidArgumentsException naming all violations
   */
  ObjectNode check(Call call) {
    ObjectNode given = ((CallParams.Arguments) call.params()).values();
    try {
      return check(given, schema.errors(given, Violations.MOST_LOOKED_AT));
    } catch (MismatchException e) {
      Violations violations = new Violations();
      violations.add(e);
      throw refusal(violations);
    }
  }

  private ObjectNode check(ObjectNode given, List<Error> errors) {
    if (errors.isEmpty()) {
      return given;
    }
    ObjectNode rest = NullArguments.leaveOut(given, errors, schema);
    Violations violations = new Violations();
    violations.add(schema, rest == given ? errors : schema.errors(rest, Violations.MOST_LOOKED_AT));
    if (violations.isEmpty()) {
      return rest;
    }
    readOthers(rest, violations);
    throw refusal(violations);
  }

  /** Adds what the schema cannot express, for the arguments that it finds valid, so that the caller sees all violations at once. */
  private void readOthers(ObjectNode given, Violations violations) {
    for (Property property : parameters.properties()) {
      if (given.has(property.name()) && !violations.concern(property.name())) {
        try {
          property.read(given);
        } catch (MismatchException e) {
          violations.add(e);
        } catch (RuntimeException e) {
          // A fault of a record's constructor is reported when the arguments are bound.
        }
      }
    }
  }

  /**
   * Converts validated arguments to the values of the parameters, in order.
   *
   * @param given what {@link #check} returned
   * @throws InvalidArgumentsException naming all values that a parameter does not take
   */
  Object[] bind(Call call, ObjectNode given) {
    List<Parameters.Slot> slots = parameters.slots();
    Object[] values = new Object[slots.size()];
    Violations violations = new Violations();
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = slots.get(i).value(call, given);
      } catch (MismatchException e) {
        violations.add(e);
      }
    }
    if (!violations.isEmpty()) {
      throw refusal(violations);
    }
    return values;
  }

  InvalidArgumentsException refusal(Violations violations) {
    return new InvalidArgumentsException("The arguments of " + tool + " are not valid:" + violations);
  }
}
