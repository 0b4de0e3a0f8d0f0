package dev.gatehouse.plugin.bind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.plugin.check.DefectList;
import dev.gatehouse.plugin.check.LiteralSchema;
import dev.gatehouse.plugin.check.ThrownFaults;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.plugin.type.Property;
import dev.gatehouse.plugin.type.SchemaDocument;
import dev.gatehouse.plugin.type.UnsupportedTypeException;
import dev.gatehouse.plugin.type.Validation;
import dev.gatehouse.spi.Tool;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Binds methods as tools. Schemas and conversions follow from the signature, and are made once, here. */
record ToolBinder(ClassLoader loader, JsonTypes types, Contexts contexts) {

  Feature bind(Annotated method, Tool tool) {
    String name = method.name(tool.name());
    DefectList defects = new DefectList();
    Parameters read = defects.get(() -> Parameters.of(method, types, contexts));
    SchemaDocument literalInput = defects.get(() -> literal(method, "inputSchema", tool.inputSchema()));
    ReturnValue made = defects.get(() -> returned(method, tool));
    SchemaDocument literalOutput = defects.get(() -> literal(method, "outputSchema", tool.outputSchema()));
    defects.throwIfAny();
    Parameters parameters = Objects.requireNonNull(read);
    ReturnValue returned = Objects.requireNonNull(made);
    SchemaDocument input = literalInput == null ? parameters.schema() : literalInput;
    if (literalInput != null) {
      refuseUndeclared(method, input.published(), parameters);
    }
    SchemaDocument output = literalOutput == null ? returned.outputSchema() : literalOutput;
    ToolInfo info = method.checked(": ",
        () -> ToolInfos.of(name, tool, input.published(), output == null ? null : output.published()),
        "; correct its @Tool or @ToolArg");
    ToolShape shape = new ToolShape(new Arguments(name, validation(method, input.checked()), parameters), returned,
        output == null ? null : validation(method, output.checked()));
    return new Feature(info, new MethodBody(loader, shape, method), method.blocking());
  }

  private static @Nullable SchemaDocument literal(Annotated method, String attribute, String text) {
    return text.isEmpty() ? null : method.checked(": ", () -> SchemaDocument.literal(LiteralSchema.read(attribute, text)), "");
  }

  private static void refuseUndeclared(Annotated method, ObjectNode schema, Parameters parameters) {
    try {
      LiteralSchema.refuseUndeclared(schema, parameters.properties().stream().map(Property::name).toList());
    } catch (IllegalArgumentException e) {
      throw method.refusal(": " + e.getMessage());
    }
  }

  /** Compiles a schema; a literal one of the author may be invalid. */
  private static Validation validation(Annotated method, ObjectNode schema) {
    try {
      return new Validation(schema);
    } catch (RuntimeException e) {
      throw method.refusal(": its schema cannot be used (" + ThrownFaults.describe(e) + ")");
    }
  }

  private ReturnValue returned(Annotated method, Tool tool) {
    try {
      return ReturnValue.of(method.result(), tool.structuredContent() || !tool.outputSchema().isEmpty(), types);
    } catch (UnsupportedTypeException e) {
      throw method.refusal(", whose result " + e.getMessage());
    }
  }
}
