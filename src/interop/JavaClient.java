import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The official Java client, driven over stdin and stdout: each line is a JSON object, {@code {"op":"open","base":…}},
 * {@code {"op":"list"}} or {@code {"op":"call","name":…,"arguments":{…}}}, and is answered by a line with {@code result} or
 * {@code error}. The key is in the environment variable {@code GATEHOUSE_KEY}.
 */
final class JavaClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private McpSyncClient client;

  public static void main(String[] none) throws IOException {
    JavaClient driver = new JavaClient();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(JSON.writeValueAsString(driver.answer(JSON.readTree(line))));
    }
    driver.close();
    System.exit(0);
  }

  private Map<String, Object> answer(JsonNode request) {
    try {
      return Map.of("result", switch (request.get("op").textValue()) {
        case "open" -> open(request.get("base").textValue());
        case "list" -> client.listTools().tools().stream().map(Tool::name).toList();
        default -> call(request);
      });
    } catch (RuntimeException e) {
      return Map.of("error", words(e));
    }
  }

  private String open(String base) {
    HttpRequest.Builder withKey = HttpRequest.newBuilder().header("Authorization", "Bearer " + System.getenv("GATEHOUSE_KEY"));
    client = McpClient.sync(HttpClientStreamableHttpTransport.builder(base).requestBuilder(withKey).build()).build();
    return client.initialize().protocolVersion();
  }

  private String call(JsonNode request) {
    @SuppressWarnings("unchecked")
    Map<String, Object> arguments = JSON.convertValue(request.get("arguments"), Map.class);
    CallToolRequest call = new CallToolRequest(request.get("name").textValue(), arguments);
    return ((TextContent) client.callTool(call).content().get(0)).text();
  }

  /** What the exception and its causes say, each once. */
  private static String words(Throwable thrown) {
    Set<String> words = new LinkedHashSet<>();
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      words.add(String.valueOf(each.getMessage()));
    }
    return String.join(": ", words);
  }

  private void close() {
    if (client != null) {
      client.close();
    }
  }
}
