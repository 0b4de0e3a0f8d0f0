package dev.gatehouse.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.rpc.Json;

/**
 * Who the host says it is (MCP {@code Implementation}).
 *
 * @param name the product's name
 * @param version its version
 */
public record ServerIdentity(String name, String version) {

  /** This build: the version comes from the jar's manifest, {@code dev} outside a jar. */
  public static ServerIdentity current() {
    String version = ServerIdentity.class.getPackage().getImplementationVersion();
    return new ServerIdentity("gatehouse", version == null ? "dev" : version);
  }

  /** As JSON; a new object each time, since whoever gets it may put it into a tree. */
  public ObjectNode json() {
    return Json.object().put("name", name).put("version", version);
  }
}
