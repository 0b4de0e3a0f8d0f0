package dev.gatehouse.client.servers;

import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitUrlRequest;

/** Somebody who answers what servers ask (MCP elicitation). Called from the servers' threads, also at the same time. */
public interface Questions {

  /** Fill in a form. */
  ElicitResult form(String server, ElicitFormRequest request);

  /** Visit a page. */
  ElicitResult url(String server, ElicitUrlRequest request);
}
