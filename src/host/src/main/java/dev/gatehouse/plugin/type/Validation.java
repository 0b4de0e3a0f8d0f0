package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.FailFastAssertionException;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.path.NodePath;
import dev.gatehouse.rpc.Json;
import java.util.ArrayList;
import java.util.Collection;
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

  /** On average, of all errors of one check. */
  private static final int CHARACTERS_OF_A_PLACE = 1000;

  /** A step is a keyword that is looked at, and takes about a tenth of a microsecond. */
  private static final long STEPS_PER_VALUE = 200;
  private static final long SPARE_STEPS = 1_000_000;
  private static final long INTERVAL = 0x3ff;

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
    List<Error> errors = new Errors(limit);
    schema.validate(new Looking(limit, config, instance), instance, OutputFormat.DEFAULT,
        (Consumer<ExecutionContext>) context -> context.setErrors(errors));
    return errors;
  }

  /** Ends the validation when full. */
  private static final class Errors extends ArrayList<Error> {

    private static final long serialVersionUID = 1L;

    private final int limit;
    private long characters;

    Errors(int limit) {
      super(0);
      this.limit = limit;
      characters = (long) limit * CHARACTERS_OF_A_PLACE;
    }

    @Override
    public boolean add(Error error) {
      super.add(error);
      count(error);
      return true;
    }

    /** So alternatives hand theirs over, past {@link #add}. */
    @Override
    public boolean addAll(Collection<? extends Error> more) {
      boolean changed = super.addAll(more);
      more.forEach(this::count);
      return changed;
    }

    /** Each one's place is written out later, with all names on the way to it, which are the caller's. */
    private void count(Error error) {
      characters -= characters(error.getInstanceLocation());
      if (size() > limit || characters < 0) {
        throw new FailFastAssertionException(error);
      }
    }

    private static int characters(NodePath place) {
      int characters = 0;
      for (NodePath at = place; at != null; at = at.getParent()) {
        characters += at.getElement(-1) instanceof String name ? name.length() : 1;
      }
      return characters;
    }
  }

  /**
   * What an alternative finds is kept until all have been tried: of a long list, for each of its items. As much as is looked at is enough,
   * and one that does not fit has some of it left.
   *
   * <p>Alternatives within alternatives of a schema that refers to itself take steps without end for some deep documents of a few bytes:
   * steps have a bound, by the document's size.
   */
  private static final class Looking extends ExecutionContext {

    private final int limit;
    private final JsonNode instance;
    private long steps;
    private long most = SPARE_STEPS;

    Looking(int limit, ExecutionConfig config, JsonNode instance) {
      super(config);
      this.limit = limit;
      this.instance = instance;
    }

    @Override
    public void evaluationPathAddLast(String keyword) {
      step();
      super.evaluationPathAddLast(keyword);
    }

    @Override
    public void evaluationPathAddLast(int index) {
      step();
      super.evaluationPathAddLast(index);
    }

    private void step() {
      if ((++steps & INTERVAL) == 0 && (Thread.currentThread().isInterrupted() || steps > most && steps > bound())) {
        throw new MismatchException("would take too long to check against the schema; give less of it, or less deep");
      }
    }

    /** Not counted before it is needed, which is rare. */
    private long bound() {
      most = SPARE_STEPS + STEPS_PER_VALUE * values(instance);
      return most;
    }

    private static long values(JsonNode node) {
      long values = 1;
      for (JsonNode child : node) {
        values += values(child);
      }
      return values;
    }

    @Override
    public void addError(Error error) {
      if (getErrors().size() <= limit) {
        super.addError(error);
      }
    }

    @Override
    public void setErrors(List<Error> next) {
      List<Error> until = getErrors();
      if (until.size() > limit + 1) {
        until.subList(limit + 1, until.size()).clear();
      }
      super.setErrors(next);
    }
  }
}
