package dev.gatehouse.plugin.type;

/** A type that may contain itself, so that it is known before it is compiled. */
interface NamedType extends JsonType {

  /** Compiles what it consists of. */
  void compile(JsonTypes.Compiler compiler);
}
