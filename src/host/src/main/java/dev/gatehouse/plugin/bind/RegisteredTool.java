package dev.gatehouse.plugin.bind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.ToolInfo;
import dev.gatehouse.plugin.check.AuthorError;
import dev.gatehouse.plugin.check.LiteralSchema;
import dev.gatehouse.plugin.check.ThrownFaults;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.plugin.type.Handles;
import dev.gatehouse.plugin.type.JsonTypes;
import dev.gatehouse.plugin.type.Property;
import dev.gatehouse.plugin.type.SchemaDocument;
import dev.gatehouse.plugin.type.TypeRef;
import dev.gatehouse.plugin.type.UnsupportedTypeException;
import dev.gatehouse.plugin.type.Validation;
import dev.gatehouse.spi.ToolAnnotations;
import dev.gatehouse.spi.ToolManager.ToolArguments;
import dev.gatehouse.spi.ToolManager.ToolDefinition;
import dev.gatehouse.spi.ToolResponse;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builder of a tool that a plugin registers in code. A faulty value is refused by its setter, or at the latest by {@link #register}. */
final class RegisteredTool implements ToolDefinition {

  private final String name;
  private final ClassLoader loader;
  private final JsonTypes types;
  private final Contexts contexts;
  private final Consumer<Feature> registry;
  private final Map<String, Property> arguments = new LinkedHashMap<>();
  private @Nullable String title;
  private String description = "";
  private @Nullable SchemaDocument input;
  private @Nullable SchemaDocument output;
  private @Nullable ToolAnnotations annotations;
  private @Nullable Function<ToolArguments, ?> handler;
  private boolean async;
  private boolean blocking = true;

  RegisteredTool(String name, ClassLoader loader, JsonTypes types, Contexts contexts, Consumer<Feature> registry) {
    this.name = Objects.requireNonNull(name, "name");
    this.loader = loader;
    this.types = types;
    this.contexts = contexts;
    this.registry = registry;
  }

  @Override
  public ToolDefinition setTitle(String text) {
    title = text;
    return this;
  }

  @Override
  public ToolDefinition setDescription(String text) {
    description = Objects.requireNonNull(text, "description");
    return this;
  }

  @Override
  public ToolDefinition addArgument(String argument, String text, boolean required, Type type, String defaultValue) {
    TypeRef ref = TypeRef.of(type, Map.of());
    try {
      InjectedTypes.refuseWithin(ref, contexts::knows, types);
      Property property = Property.of(argument, text, required, types.argument(ref), ref, defaultValue);
      if (arguments.putIfAbsent(argument, property) != null) {
        throw wrong("has two arguments named '" + argument + "'; rename one");
      }
    } catch (UnsupportedTypeException e) {
      throw wrong("has the argument '" + argument + "', which " + e.getMessage());
    }
    return this;
  }

  @Override
  public ToolDefinition setInputSchema(String schema) {
    input = literal("inputSchema", schema);
    return this;
  }

  @Override
  public ToolDefinition setOutputSchema(String schema) {
    output = literal("outputSchema", schema);
    return this;
  }

  private SchemaDocument literal(String attribute, String schema) {
    try {
      return SchemaDocument.literal(LiteralSchema.read(attribute, schema));
    } catch (IllegalArgumentException e) {
      throw wrong("cannot be served: " + e.getMessage());
    }
  }

  @Override
  public ToolDefinition setAnnotations(ToolAnnotations hints) {
    annotations = hints;
    return this;
  }

  @Override
  public ToolDefinition setHandler(Function<ToolArguments, ToolResponse> body) {
    handler = body;
    async = false;
    return this;
  }

  @Override
  public ToolDefinition setAsyncHandler(Function<ToolArguments, ? extends CompletionStage<ToolResponse>> body) {
    handler = body;
    async = true;
    return this;
  }

  @Override
  public ToolDefinition setBlocking(boolean mayBlock) {
    blocking = mayBlock;
    return this;
  }

  @Override
  public void register() {
    if (handler == null) {
      throw wrong("has no handler; set one");
    }
    registry.accept(tool());
  }

  private Feature tool() {
    List<Property> properties = List.copyOf(arguments.values());
    if (input != null) {
      refuseUndeclared(input, properties);
    }
    Parameters parameters = Parameters.of(properties);
    SchemaDocument schema = input == null ? parameters.schema() : input;
    ToolShape shape = new ToolShape(new Arguments(name, validation(schema.checked()), parameters),
        ReturnValue.content(output, types), output == null ? null : validation(output.checked()));
    HandlerShape handled = new HandlerShape(shape, names(properties), input == null ? null : types, contexts, blocking && !async);
    return new Feature(info(schema.published(), output == null ? null : output.published()),
        new MethodBody(loader, handled, Handles.function(Objects.requireNonNull(handler)), async), blocking);
  }

  private void refuseUndeclared(SchemaDocument literal, List<Property> properties) {
    try {
      LiteralSchema.refuseUndeclared(literal.published(), names(properties));
    } catch (IllegalArgumentException e) {
      throw wrong("cannot be served: " + e.getMessage());
    }
  }

  private ToolInfo info(ObjectNode input, @Nullable ObjectNode output) {
    try {
      return ToolInfos.of(name, title, description, input, output, annotations);
    } catch (IllegalArgumentException e) {
      throw new AuthorError(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> names(List<Property> properties) {
    return properties.stream().map(Property::name).toList();
  }

  private Validation validation(ObjectNode schema) {
    try {
      return new Validation(schema);
    } catch (RuntimeException e) {
      throw wrong("has a schema that cannot be used (" + ThrownFaults.describe(e) + ")");
    }
  }

  private IllegalArgumentException wrong(String clause) {
    return new AuthorError("tool '" + name + "' " + clause);
  }
}
