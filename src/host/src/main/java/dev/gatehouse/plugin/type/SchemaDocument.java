package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A schema in two forms: for clients and for validation.
 *
 * @param published as clients read it
 * @param checked as the host checks by it: it allows the same, but says what is wrong of the one alternative that was meant, and
 *     looks at no other
 */
public record SchemaDocument(ObjectNode published, ObjectNode checked) {

  /** One that an author wrote word for word. */
  public static SchemaDocument literal(ObjectNode schema) {
    return new SchemaDocument(schema, schema);
  }
}
