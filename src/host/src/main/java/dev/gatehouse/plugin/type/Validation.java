package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import dev.gatehouse.rpc.Json;
import java.util.List;
import java.util.function.Consumer;

/** A compiled JSON Schema 2020-12. What it costs is bounded by the size of the document, whoever wrote that. */
public final class Validation {

  /** The validator compares items by hash codes that can be made to collide; reading a set sees to it instead. */
  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012()).keyword(new AnnotationKeyword("uniqueItems"))
          .keyword(new AnnotationKeyword("x-mcp-header")).keyword(new AnnotationKeyword("enumNames"))
          .keywords(NumberKeyword.ALL).format(new DurationFormat()).formats(BoundedFormat::replace).build();

  /** Fetches nothing, from the network, the disk or a class path: a schema may only refer to itself. */
  private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialect(DIALECT,
      registry -> registry.schemaCacheEnabled(false).schemaLoader(loader -> loader.fetchRemoteResources(false).allow(iri -> false))
          .schemaRegistryConfig(SchemaRegistryConfig.builder().formatAssertionsEnabled(true)
              .regularExpressionFactory(BoundedPattern::new).build()));

  private static final int MOST_FAULTS = 5;

  private final JsonNode document;
  private final Schema schema;
  private final ExecutionConfig config;

  /**
   * Compiles a document, and follows all that it refers to.
   *
   * @throws RuntimeException when that cannot be done
   */
  public Validation(JsonNode document) {
    this.document = document;
    schema = REGISTRY.getSchema(document);
    config = schema.createExecutionContext().getExecutionConfig();
    // Now, not in the first call.
    schema.initializeValidators();
    schema.validate(Json.object());
  }

  /** The schema as it is written. */
  public JsonNode document() {
    return document;
  }

  /** What of a document makes it no JSON Schema 2020-12: where, as a JSON Pointer, and why; the first of it. */
  public static List<String> faultsOfSchema(JsonNode document) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // The library brings the meta-schema along, but looks for it by the thread's loader, which is a plugin's here.
    thread.setContextClassLoader(Validation.class.getClassLoader());
    try {
      return Meta.SCHEMA.validate(document).stream().map(error -> error.getInstanceLocation() + " " + error.getMessage()).distinct()
          .limit(MOST_FAULTS).toList();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Read when first needed. */
  private static final class Meta {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
        registry -> registry.schemaLoader(loader -> loader.fetchRemoteResources(false)))
        .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
  }

  /**
   * All that is wrong; when that is more than a limit, the first beyond it as the last. So many too when their places are long.
   *
   * @throws MismatchException when the check takes too many steps, or the thread is interrupted
   */
  public List<Error> errors(JsonNode instance, int limit) {
    List<Error> errors = new BoundedErrors(limit);
    schema.validate(new BoundedCheck(limit, config, instance), instance, OutputFormat.DEFAULT,
        (Consumer<ExecutionContext>) context -> context.setErrors(errors));
    return errors;
  }
}
