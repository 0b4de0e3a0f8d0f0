package peers;

import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.file.Files;
import java.util.Map;
import org.apache.catalina.startup.Tomcat;

/** The MCP Java SDK's stateless server on an embedded Tomcat with its defaults, on the port of the first argument. */
public final class Main {

  private static final Map<String, Object> SCHEMA = Map.of("type", "object", "properties",
      Map.of("a", Map.of("type", "integer"), "b", Map.of("type", "integer")), "required", java.util.List.of("a", "b"));

  private Main() {
  }

  public static void main(String[] args) throws Exception {
    var transport = HttpServletStatelessServerTransport.builder()
        .jsonMapper(new JacksonMcpJsonMapper(new com.fasterxml.jackson.databind.ObjectMapper())).messageEndpoint("/mcp").build();
    McpServer.sync(transport).serverInfo("peer", "1").capabilities(ServerCapabilities.builder().tools(false).build())
        .toolCall(Tool.builder().name("add").description("Adds two numbers.").inputSchema(SCHEMA).build(),
            (context, call) -> sum(call.arguments()))
        .build();
    serve(transport, Integer.parseInt(args[0]));
  }

  private static CallToolResult sum(Map<String, Object> arguments) {
    int sum = ((Number) arguments.get("a")).intValue() + ((Number) arguments.get("b")).intValue();
    return CallToolResult.builder().addTextContent(Integer.toString(sum)).build();
  }

  private static void serve(HttpServletStatelessServerTransport transport, int port) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    // A connection is kept for 100 requests by default: 64 callers would measure connecting.
    tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
    var context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "mcp", transport).setAsyncSupported(true);
    context.addServletMappingDecoded("/mcp", "mcp");
    tomcat.start();
    tomcat.getServer().await();
  }
}
