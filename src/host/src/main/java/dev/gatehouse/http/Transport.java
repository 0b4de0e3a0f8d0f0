package dev.gatehouse.http;

/**
 * A transport of MCP over HTTP. To add one, implement this and name it in {@link PublicServer}; what goes over it is the business of a wire
 * in {@code mcp}.
 */
interface Transport {

  /** Adds its paths to the router of one event loop. Called once for each. */
  void mount(TransportRoutes routes);
}
