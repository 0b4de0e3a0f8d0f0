package dev.gatehouse.plugin.bind;

import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.ResourceResult;
import dev.gatehouse.plugin.type.TypeRef;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.spi.BlobResourceContents;
import dev.gatehouse.spi.ResourceContents;
import dev.gatehouse.spi.ResourceResponse;
import dev.gatehouse.spi.TextResourceContents;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The call shape of a resource.
 *
 * @param mimeType of what is returned as text or bytes, or null
 * @param slots the parameters
 */
record ResourceShape(@Nullable String mimeType, TextSlots slots) implements CallShape {

  static boolean accepts(TypeRef result) {
    return result.raw() == ResourceResponse.class || isContents(result.raw())
        || Collection.class.isAssignableFrom(result.raw()) && isContents(result.argument(0).raw());
  }

  private static boolean isContents(Class<?> type) {
    return type == String.class || type == byte[].class || ResourceContents.class.isAssignableFrom(type);
  }

  @Override
  public Object[] arguments(Call call) {
    return slots.of(call);
  }

  /** Null means not found: the protocol has no resource without contents. */
  @Override
  public ResourceResult result(Call call, @Nullable Object value) {
    if (value instanceof ResourceResponse response) {
      return new ResourceResult(response.contents());
    }
    if (value == null || value instanceof Collection<?> none && none.isEmpty()) {
      throw new DeclinedException("Resource not found: '" + uri(call) + "'", true);
    }
    return new ResourceResult(value instanceof Collection<?> many
        ? many.stream().map(one -> contents(call, one)).toList()
        : List.of(contents(call, value)));
  }

  private ResourceContents contents(Call call, Object value) {
    if (value instanceof ResourceContents contents) {
      return contents;
    }
    return value instanceof byte[] bytes
        ? new BlobResourceContents(uri(call).text(), Base64.getEncoder().encodeToString(bytes), mimeType)
        : new TextResourceContents(uri(call).text(), (String) value, mimeType);
  }

  private static ResourceUri uri(Call call) {
    return ((CallParams.Reading) call.params()).uri();
  }
}
