// The official TypeScript clients, each over the transports it speaks, behind one small face for the tests.
import * as v2 from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport as SseV1 } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as StreamableV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as schemas from '@modelcontextprotocol/sdk/types.js';

const me = { name: 'gatehouse-interop', version: '1.0.0' };
const negotiation = mode => ({ versionNegotiation: { mode } });

/** `speaks` is the revision that the connection must end up with; the 1.x SSE transport does not tell it. */
export const clients = [
  { name: 'SDK 1.x, Streamable HTTP', endpoint: 'mcp', speaks: '2025-11-25',
    open: (url, options, can) => [new ClientV1(me, can), new StreamableV1(url, options)] },
  { name: 'SDK 1.x, HTTP+SSE', endpoint: 'sse',
    open: (url, options, can) => [new ClientV1(me, can), new SseV1(url, options)] },
  { name: 'SDK 2.x, default negotiation', endpoint: 'mcp', speaks: '2025-11-25',
    open: (url, options, can) => [new v2.Client(me, can), new v2.StreamableHTTPClientTransport(url, options)] },
  { name: 'SDK 2.x, automatic negotiation', endpoint: 'mcp', speaks: '2026-07-28',
    open: (url, options, can) => [new v2.Client(me, { ...can, ...negotiation('auto') }), new v2.StreamableHTTPClientTransport(url, options)] },
  { name: 'SDK 2.x, pinned to 2026-07-28', endpoint: 'mcp', speaks: '2026-07-28',
    open: (url, options, can) => [new v2.Client(me, { ...can, ...negotiation({ pin: '2026-07-28' }) }), new v2.StreamableHTTPClientTransport(url, options)] },
  { name: 'SDK 2.x, HTTP+SSE', endpoint: 'sse',
    open: (url, options, can) => [new v2.Client(me, can), new v2.SSEClientTransport(url, options)] },
];

export const bearer = key => ({ Authorization: `Bearer ${key}` });
export const apiKey = key => ({ 'X-API-Key': key });

/** Connects; `tenant` uses the path of that tenant instead of leaving the tenant to the key. */
export async function connect(kind, base, headers, tenant) {
  const url = new URL(`${base}${tenant ? `/t/${tenant}` : ''}/${kind.endpoint}`);
  const [client, transport] = kind.open(url, { requestInit: { headers } });
  const problems = []; // what the client only reports on the side, such as a GET stream that it could not open
  client.onerror = problem => problems.push(problem);
  try {
    await client.connect(transport, { timeout: 60_000 });
  } catch (error) {
    await client.close().catch(() => {});
    throw error;
  }
  return {
    problems,
    version: transport.protocolVersion,
    tools: async () => (await client.listTools()).tools.map(tool => tool.name).sort(),
    call: (name, args) => client.callTool({ name, arguments: args }),
    close: async () => {
      await transport.terminateSession?.(); // close() alone would leave the session to time out
      await client.close();
    },
  };
}

/** Connects, does the work, always closes. */
export async function using(kind, base, headers, work, tenant) {
  const session = await connect(kind, base, headers, tenant);
  try {
    return await work(session);
  } finally {
    await session.close().catch(() => {});
  }
}

// 1.x names a method by its schema.
const named = {
  'elicitation/create': schemas.ElicitRequestSchema,
  'sampling/createMessage': schemas.CreateMessageRequestSchema,
  'roots/list': schemas.ListRootsRequestSchema,
  'notifications/tools/list_changed': schemas.ToolListChangedNotificationSchema,
  'notifications/resources/updated': schemas.ResourceUpdatedNotificationSchema,
  'notifications/message': schemas.LoggingMessageNotificationSchema,
};
const method = (client, name) => (client instanceof ClientV1 ? named[name] : name);

/** Has the client answer a request of the server, or hear its notification. */
export const answer = (client, name, how) => client.setRequestHandler(method(client, name), how);
export const hear = (client, name, how) => client.setNotificationHandler(method(client, name), how);

/** The status that an SDK error carries: HTTP's or JSON-RPC's, each client keeps it somewhere else. */
export function statusOf(error) {
  const fields = [error.code, error.status, error.data?.status].find(Number.isInteger);
  return fields ?? Number(/\(HTTP (\d{3})\)/.exec(error.message)?.[1]);
}
