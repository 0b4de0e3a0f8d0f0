package dev.gatehouse.rpc;

/** One JSON-RPC 2.0 message. */
public sealed interface RpcMessage permits RpcRequest, RpcNotification, RpcResponse {
}
