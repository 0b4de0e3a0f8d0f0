package dev.gatehouse.mcp;

import io.vertx.core.Future;

/**
 * Enters each request of a method in the audit log, however it ends. One that names nothing is malformed and not entered, as with tools.
 *
 * @param method answers it
 * @param accounting the audit log
 */
record AuditedMethod<R extends McpRequest.OfFeature>(Route.Handler<R> method, Accounting accounting) implements Route.Handler<R> {

  @Override
  public Future<? extends McpResult> handle(McpCall call, R request) {
    if (request.subject() == null) {
      return method.handle(call, request);
    }
    CallAudit booked = new CallAudit(accounting, call, request);
    return Attempt.<McpResult>of(() -> method.handle(call, request))
        .recover(failure -> Future.failedFuture(booked.told(failure)))
        .onComplete(booked::enter);
  }
}
