package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The dialects of JSON Schema that are supported. A document declares its dialect by {@code $schema}; the default is 2020-12. */
public enum SchemaDialect {

  /** Draft-07. */
  DRAFT_07("draft-07", SpecificationVersion.DRAFT_7, Dialects::getDraft7),
  /** Draft 2019-09. */
  DRAFT_2019_09("2019-09", SpecificationVersion.DRAFT_2019_09, Dialects::getDraft201909),
  /** Draft 2020-12, MCP's default (SEP-1613). */
  DRAFT_2020_12("2020-12", SpecificationVersion.DRAFT_2020_12, Dialects::getDraft202012);

  private final String title;
  private final SpecificationVersion specification;
  private final Supplier<Dialect> dialect;
  private volatile @Nullable SchemaRegistry registry;
  private volatile @Nullable Schema meta;

  SchemaDialect(String title, SpecificationVersion specification, Supplier<Dialect> dialect) {
    this.title = title;
    this.specification = specification;
    this.dialect = dialect;
  }

  /**
   * Fetches nothing, from the network, the disk or a class path: a schema may only refer to itself. The validator compares items by
   * hash codes that can be made to collide, so that {@code uniqueItems} only annotates; reading a set sees to it instead. Its
   * messages are in English whatever the default locale becomes.
   */
  private static SchemaRegistry registry(Dialect dialect) {
    Dialect bounded = Dialect.builder(dialect).keyword(new AnnotationKeyword("uniqueItems"))
        .keyword(new AnnotationKeyword("x-mcp-header")).keyword(new AnnotationKeyword("enumNames"))
        .keywords(NumberKeyword.ALL).format(new DurationFormat()).formats(BoundedFormat::replace).build();
    return SchemaRegistry.withDialect(bounded, registry -> registry.schemaCacheEnabled(false)
        .schemaLoader(loader -> loader.fetchRemoteResources(false).allow(iri -> false))
        .schemaRegistryConfig(SchemaRegistryConfig.builder().formatAssertionsEnabled(true).locale(Locale.ENGLISH)
            .regularExpressionFactory(BoundedPattern::new).build()));
  }

  /** The dialect that a document declares; empty when it is none of these. */
  public static Optional<SchemaDialect> of(JsonNode document) {
    String declared = withoutFragment(document.path("$schema").asText(DRAFT_2020_12.id()));
    return Stream.of(values()).filter(dialect -> withoutFragment(dialect.id()).equals(declared)).findFirst();
  }

  private static String withoutFragment(String id) {
    return id.endsWith("#") ? id.substring(0, id.length() - 1) : id;
  }

  /** What a {@code $schema} may be, as a list in words. */
  public static String known() {
    return Arrays.stream(values()).map(SchemaDialect::id).collect(Collectors.joining(", "));
  }

  private String id() {
    return specification.getDialectId();
  }

  Schema compile(JsonNode document) {
    SchemaRegistry known = registry;
    if (known == null) {
      known = registry(dialect.get());
      registry = known;
    }
    return known.getSchema(document);
  }

  /** The dialect's meta-schema, read when first needed. */
  Schema meta() {
    Schema known = meta;
    if (known == null) {
      known = SchemaRegistry.withDefaultDialect(specification,
          registry -> registry.schemaLoader(loader -> loader.fetchRemoteResources(false))
              .schemaRegistryConfig(SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build()))
          .getSchema(SchemaLocation.of(id()));
      meta = known;
    }
    return known;
  }

  /** As it is called, such as {@code draft-07}. */
  @Override
  public String toString() {
    return title;
  }
}
