package dev.gatehouse.plugin.bind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.InvalidArgumentsException;
import dev.gatehouse.plugin.check.Alternatives;
import dev.gatehouse.plugin.check.NullArguments;
import dev.gatehouse.plugin.type.MismatchException;
import dev.gatehouse.plugin.type.Pointers;
import dev.gatehouse.plugin.type.Property;
import dev.gatehouse.plugin.type.Validation;
import dev.gatehouse.record.Fault;
import dev.gatehouse.record.Faults;
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
      return check(given, schema.errors(given, Alternatives.MOST_LOOKED_AT));
    } catch (MismatchException e) {
      Faults faults = new Faults();
      faults.addAll(e.faults());
      throw refusal(faults);
    }
  }

  private ObjectNode check(ObjectNode given, List<Error> errors) {
    if (errors.isEmpty()) {
      return given;
    }
    ObjectNode rest = NullArguments.leaveOut(given, errors, schema);
    Faults faults = new Faults();
    faults.addAll(Alternatives.explain(schema, rest == given ? errors : schema.errors(rest, Alternatives.MOST_LOOKED_AT)));
    if (faults.isEmpty()) {
      return rest;
    }
    readOthers(rest, faults);
    throw refusal(faults);
  }

  /** Adds what the schema cannot express, for the arguments that it finds valid, so that the caller sees all violations at once. */
  private void readOthers(ObjectNode given, Faults faults) {
    for (Property property : parameters.properties()) {
      if (given.has(property.name()) && !isConcerned(property.name(), faults)) {
        try {
          property.read(given);
        } catch (MismatchException e) {
          faults.addAll(e.faults());
        } catch (RuntimeException e) {
          // A fault of a record's constructor is reported when the arguments are bound.
        }
      }
    }
  }

  /** Whether a fault is in an argument or in a part of it. */
  private static boolean isConcerned(String argument, Faults faults) {
    String pointer = Pointers.child("", argument);
    return faults.all().stream().anyMatch(fault -> fault.place().equals(pointer) || fault.place().startsWith(pointer + '/'));
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
    Faults faults = new Faults();
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = slots.get(i).value(call, given);
      } catch (MismatchException e) {
        faults.addAll(e.faults());
      }
    }
    if (!faults.isEmpty()) {
      throw refusal(faults);
    }
    return values;
  }

  InvalidArgumentsException refusal(Faults faults) {
    return new InvalidArgumentsException(
        "The arguments of " + tool + " are not valid:\n- " + String.join("\n- ", faults.lines(Fault::line)));
  }
}
