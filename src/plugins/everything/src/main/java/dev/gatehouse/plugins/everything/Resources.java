package dev.gatehouse.plugins.everything;

import dev.gatehouse.spi.CompleteResourceTemplate;
import dev.gatehouse.spi.Resource;
import dev.gatehouse.spi.ResourceNotFoundException;
import dev.gatehouse.spi.ResourceTemplate;
import dev.gatehouse.spi.Role;
import java.util.List;
import java.util.stream.Stream;

/** Resources, templates of them, and what completes their variables. */
public final class Resources {

  @Resource(uri = "test://static-text", name = "static-text", title = "Static text", description = "A text that never changes",
      mimeType = "text/plain", annotations = @Resource.Annotations(audience = {Role.USER, Role.ASSISTANT}, priority = 0.5))
  public String text() {
    return "This is the content of the static text resource.";
  }

  @Resource(uri = "test://static-binary", name = "static-binary", description = "An image that never changes",
      mimeType = "image/png")
  public byte[] binary() {
    return Samples.PNG.clone();
  }

  @Resource(uri = "test://watched-resource", name = "watched-resource", description = "A text that clients can watch",
      mimeType = "text/plain")
  public String watched() {
    return "Watch this.";
  }

  @ResourceTemplate(uriTemplate = "test://template/{id}/data", name = "template", description = "Data by its id",
      mimeType = "application/json")
  public String data(String id) {
    if (id.equals("unknown")) {
      throw new ResourceNotFoundException("There is no data of the id 'unknown'");
    }
    return "{\"id\":\"" + id.replace("\\", "\\\\").replace("\"", "\\\"") + "\",\"templateTest\":true}";
  }

  @CompleteResourceTemplate("template")
  public List<String> completeId(String id) {
    return Stream.of("123", "124", "200").filter(value -> value.startsWith(id)).toList();
  }
}
