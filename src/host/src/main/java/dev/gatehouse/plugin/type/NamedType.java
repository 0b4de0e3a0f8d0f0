package dev.gatehouse.plugin.type;

/** A recursive type: it is known by name before it is compiled. */
interface NamedType extends JsonType {

  /** Compiles what it consists of. */
  void compile(JsonTypes.Compiler compiler);
}
