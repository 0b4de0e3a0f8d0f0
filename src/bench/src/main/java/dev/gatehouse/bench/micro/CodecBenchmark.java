package dev.gatehouse.bench.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.rpc.Json;
import dev.gatehouse.rpc.RpcCodec;
import dev.gatehouse.rpc.RpcId;
import dev.gatehouse.rpc.RpcMessage;
import dev.gatehouse.rpc.RpcResponse;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;

/** JSON-RPC: a request from bytes, and an answer to bytes. */
public class CodecBenchmark extends Micro {

  private static final byte[] CALL = """
      {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add","arguments":{"a":2,"b":3},"_meta":\
      {"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}"""
      .getBytes(StandardCharsets.UTF_8);

  private final Buffer body = Buffer.buffer(CALL);
  private final ObjectMapper plain = new ObjectMapper();
  private final RpcResponse answer = RpcResponse.of(new RpcId(Json.mapper().getNodeFactory().numberNode(1)), result());

  private static JsonNode result() {
    var result = Json.object();
    result.putArray("content").addObject().put("type", "text").put("text", "5");
    return result.put("resultType", "complete");
  }

  /** A call from the bytes of its body. */
  @Benchmark
  public RpcMessage read() throws IOException {
    return RpcCodec.read(Json.read(body));
  }

  /** The baseline: Jackson makes a tree of the same bytes. */
  @Benchmark
  public JsonNode readPlain() throws IOException {
    return plain.readTree(CALL);
  }

  /** An answer as bytes. */
  @Benchmark
  public Buffer write() {
    return Json.write(RpcCodec.write(answer));
  }
}
