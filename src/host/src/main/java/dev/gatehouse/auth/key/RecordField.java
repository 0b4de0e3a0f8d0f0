package dev.gatehouse.auth.key;

/** A field of a record in Redis, declared once by the kind of record that has it. */
public interface RecordField {

  /** The field's name in Redis. */
  String field();
}
