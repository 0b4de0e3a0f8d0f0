package dev.gatehouse.plugin.bind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.feature.Call;
import dev.gatehouse.feature.CallParams;
import dev.gatehouse.feature.DeclinedException;
import dev.gatehouse.feature.Feature;
import dev.gatehouse.feature.ResourceInfo;
import dev.gatehouse.feature.ResourceResult;
import dev.gatehouse.feature.UriTemplate;
import dev.gatehouse.plugin.client.Contexts;
import dev.gatehouse.plugin.type.TypeRef;
import dev.gatehouse.record.ResourceUri;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.spi.BlobResourceContents;
import dev.gatehouse.spi.Resource;
import dev.gatehouse.spi.ResourceContents;
import dev.gatehouse.spi.ResourceResponse;
import dev.gatehouse.spi.ResourceTemplate;
import dev.gatehouse.spi.ResourceTemplateArg;
import dev.gatehouse.spi.Role;
import dev.gatehouse.spi.TextResourceContents;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds methods as resources, which have a fixed URI, and as resource templates, whose variables are parameters. */
record ResourceBinder(ClassLoader loader, Contexts contexts) {

  Feature bind(Annotated method, Resource resource) {
    ResourceUri uri = method.checked(": its uri '" + resource.uri() + "' ", () -> ResourceUri.of(resource.uri()), "");
    TextSlots slots = TextSlots.of(method, contexts, (parameter, javaName, optional) -> {
      throw method.refusal(", which has a fixed URI and so no arguments; remove the parameter '" + parameter.getName()
          + "' or make it a @ResourceTemplate");
    });
    ResourceInfo info = new ResourceInfo(uri, null, method.name(resource.name()), TextSlots.orNull(resource.title()),
        TextSlots.orNull(resource.description()), TextSlots.orNull(resource.mimeType()),
        resource.size() < 0 ? null : resource.size(), annotations(method, resource.annotations()), null);
    return new Feature(info, body(method, slots, info), method.blocking());
  }

  Feature bind(Annotated method, ResourceTemplate resource) {
    UriTemplate template = method.checked(": ", () -> UriTemplate.of(resource.uriTemplate()), "");
    Set<String> unused = new HashSet<>(template.variables());
    TextSlots slots = TextSlots.of(method, contexts, (parameter, javaName, optional) -> {
      ResourceTemplateArg arg = parameter.getAnnotation(ResourceTemplateArg.class);
      String name = TextSlots.name(method, arg == null ? "" : arg.name(), javaName);
      if (!unused.remove(name)) {
        throw method.refusal(", whose parameter '" + name + "' is no variable of " + template + ", or there twice");
      }
      return call -> ((CallParams.Reading) call.params()).variables().get(name);
    });
    if (!unused.isEmpty()) {
      throw method.refusal(", which has no parameter for " + String.join(", ", unused) + " of " + template);
    }
    ResourceInfo info = new ResourceInfo(template.text(), template, method.name(resource.name()), TextSlots.orNull(resource.title()),
        TextSlots.orNull(resource.description()), TextSlots.orNull(resource.mimeType()), null,
        annotations(method, resource.annotations()), null);
    return new Feature(info, body(method, slots, info), method.blocking());
  }

  private MethodBody body(Annotated method, TextSlots slots, ResourceInfo info) {
    if (!returnsContents(method.result())) {
      throw method.refusal(", whose result must be a String, byte[], ResourceContents, a list of these, or ResourceResponse");
    }
    return new MethodBody(loader, new ResourceShape(info.mimeType(), slots), method);
  }

  private static boolean returnsContents(TypeRef result) {
    return result.raw() == ResourceResponse.class || isContents(result.raw())
        || Collection.class.isAssignableFrom(result.raw()) && isContents(result.argument(0).raw());
  }

  private static boolean isContents(Class<?> type) {
    return type == String.class || type == byte[].class || ResourceContents.class.isAssignableFrom(type);
  }

  private static @Nullable ObjectNode annotations(Annotated method, Resource.Annotations hints) {
    ObjectNode node = Json.object();
    if (hints.audience().length > 0) {
      ArrayNode audience = node.putArray("audience");
      for (Role role : hints.audience()) {
        audience.add(role.name().toLowerCase(Locale.ROOT));
      }
    }
    if (hints.priority() > 1) {
      throw method.refusal(": its priority must be from 0 to 1");
    }
    if (hints.priority() >= 0) {
      node.put("priority", hints.priority());
    }
    if (!hints.lastModified().isEmpty()) {
      node.put("lastModified", hints.lastModified());
    }
    return node.isEmpty() ? null : node;
  }

  /** The call shape of both; the MIME type is that of what is returned as text or bytes, or null. */
  private record ResourceShape(@Nullable String mimeType, TextSlots slots) implements CallShape {

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
}
