package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import dev.gatehouse.rpc.Json;
import java.util.List;
import java.util.function.Consumer;

/**
 * A compiled JSON Schema, of the dialect that it declares. The cost of a validation is bounded by the size of the document, whatever the
 * schema.
 */
public final class Validation {

  private static final int MOST_FAULTS = 5;

  private final JsonNode document;
  private final QuickCheck quick;
  private final Schema schema;
  private final ExecutionConfig config;

  /**
   * Compiles a document, and follows all that it refers to.
   *
   * @throws RuntimeException when that cannot be done
   */
  public Validation(JsonNode document) {
    this.document = document;
    SchemaDialect dialect = SchemaDialect.of(document).orElseThrow(() -> new IllegalArgumentException("unknown $schema"));
    schema = dialect.compile(document);
    quick = QuickCheck.of(document, dialect);
    config = schema.createExecutionContext().getExecutionConfig();
    // Now, not in the first call.
    schema.initializeValidators();
    schema.validate(Json.object());
  }

  /** The schema as it is written. */
  public JsonNode document() {
    return document;
  }

  /** What of a document makes it no JSON Schema of a dialect: where, as a JSON Pointer, and why; the first of it. */
  public static List<String> faultsOfSchema(JsonNode document, SchemaDialect dialect) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // The library brings the meta-schema along, but looks for it by the thread's loader, which is a plugin's here.
    thread.setContextClassLoader(Validation.class.getClassLoader());
    try {
      return dialect.meta().validate(document).stream().map(error -> error.getInstanceLocation() + " " + error.getMessage())
          .distinct().limit(MOST_FAULTS).toList();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * All that is wrong; when that is more than a limit, the first beyond it as the last. So many too when their places are long.
   *
   * @throws MismatchException when the check takes too many steps, or the thread is interrupted
   */
  public List<Error> errors(JsonNode instance, int limit) {
    if (quick.accepts(instance)) {
      return List.of();
    }
    List<Error> errors = new BoundedErrors(limit);
    schema.validate(new BoundedCheck(limit, config, instance), instance, OutputFormat.DEFAULT,
        (Consumer<ExecutionContext>) context -> context.setErrors(errors));
    return errors;
  }
}
