package dev.gatehouse.http;

/**
 * A transport of MCP over HTTP. To add one, implement this and name it in {@link PublicServer}; a wire in {@code mcp} handles its messages.
 */
interface Transport {

  /** Adds its paths to the router of one event loop. Called once for each. */
  void mount(TransportRoutes routes);
}
