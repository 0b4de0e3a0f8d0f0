package dev.gatehouse.plugin.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Streams, iterators and enumerations as results, written as arrays. Streams are closed. */
final class StreamType {

  private static final Map<Class<?>, TypeRef> PRIMITIVE = Map.of(IntStream.class, new TypeRef(int.class, List.of()),
      LongStream.class, new TypeRef(long.class, List.of()), DoubleStream.class, new TypeRef(double.class, List.of()));

  private StreamType() {
  }

  /** The type of the items; null when the type is no stream, iterator or enumeration. */
  static @Nullable TypeRef item(TypeRef ref) {
    for (Map.Entry<Class<?>, TypeRef> one : PRIMITIVE.entrySet()) {
      if (one.getKey().isAssignableFrom(ref.raw())) {
        return one.getValue();
      }
    }
    return Stream.<Class<?>>of(Stream.class, Iterator.class, Enumeration.class).filter(base -> base.isAssignableFrom(ref.raw()))
        .findFirst().map(base -> ref.asKnown(base).argument(0)).orElse(null);
  }

  static JsonType of(TypeRef ref, JsonType item) {
    return new OutputType(ref.toString(), schemas -> Items.schema(item, schemas), (value, writing) -> write(value, item, writing));
  }

  private static JsonNode write(Object value, JsonType item, Writing writing) {
    if (value instanceof BaseStream<?, ?> stream) {
      try (stream) {
        // Not by its iterator, which first puts by all that a flatMap gives for one item.
        return Items.writeEach(boxed(stream.sequential())::forEachOrdered, item, value, writing);
      }
    }
    return Items.write(value instanceof Enumeration<?> some ? some.asIterator() : (Iterator<?>) value, item, value, writing);
  }

  private static Stream<?> boxed(Object stream) {
    if (stream instanceof IntStream ints) {
      return ints.boxed();
    }
    return stream instanceof LongStream longs ? longs.boxed() : stream instanceof DoubleStream doubles ? doubles.boxed()
        : (Stream<?>) stream;
  }
}
