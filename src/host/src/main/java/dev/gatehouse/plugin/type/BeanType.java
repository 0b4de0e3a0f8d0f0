package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bean: an object with a member for each property. Many can only be read or only be written; one that
 * cannot be used as needed is refused when the schema is made.
 */
@SuppressWarnings("NullAway.Init") // compile sets the rest, since a bean may hold itself
final class BeanType implements NamedType {

  private final TypeRef ref;
  private JsonTypes types;
  private BeanReader reader;
  private List<Property> written;
  private List<MethodHandle> getters;
  private @Nullable MethodHandle others;
  private @Nullable UnsupportedTypeException notRead;
  private @Nullable UnsupportedTypeException notWritten;

  BeanType(TypeRef ref) {
    this.ref = ref;
  }

  @Override
  public void compile(JsonTypes.Compiler compiler) {
    types = compiler.types();
    notRead = attempt(() -> {
      reader = BeanReader.of(ref, compiler);
    });
    notWritten = attempt(() -> {
      BeanScanner.Writer found = compiler.beans().written(ref);
      others = found.others();
      getters = found.members().stream().map(Member::handle).toList();
      written = found.members().stream().map(member -> BeanReader.property(ref, member, compiler)).toList();
    });
    if (notRead != null && notWritten != null) {
      throw notWritten;
    }
  }

  private static @Nullable UnsupportedTypeException attempt(Runnable half) {
    try {
      half.run();
      return null;
    } catch (UnsupportedTypeException e) {
      return e;
    }
  }

  @Override
  public ObjectNode schema(SchemaWriter schemas) {
    UnsupportedTypeException missing = schemas.isInput() ? notRead : notWritten;
    if (missing != null) {
      throw missing;
    }
    return schemas.named(ref, () -> schemas.isInput() ? reader.schema(schemas) : Properties.schema(written, schemas));
  }

  @Override
  public Object read(JsonNode node) {
    if (notRead != null) {
      throw notRead;
    }
    return reader.read(node);
  }

  /** Writes by the runtime class of the value: members that a subclass adds are written, too. */
  @Override
  public JsonNode write(Object value, Writing writing) {
    JsonType actual = value.getClass() == ref.raw() ? this : types.written(value.getClass());
    if (actual == this || !(actual instanceof RecordType || actual instanceof BeanType bean && bean.notWritten == null)) {
      return writeAsDeclared(value, writing);
    }
    return actual.write(value, writing);
  }

  private JsonNode writeAsDeclared(Object value, Writing writing) {
    if (notWritten != null) {
      throw new UnwritableException(notWritten.clause());
    }
    ObjectNode object = Properties.write(value, written, getters, writing);
    Object more = others == null ? null : Handles.call(others, value);
    return more == null ? object : types.any().write(more, writing).<ObjectNode>require().setAll(object);
  }
}
