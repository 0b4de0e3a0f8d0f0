// The TypeScript SDK's server with sessions, which costs it less than a new server for each call, on the port of the first argument.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { z } from 'zod';

const sessions = new Map();

async function open() {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    enableJsonResponse: true,
    onsessioninitialized: id => sessions.set(id, transport),
    onsessionclosed: id => sessions.delete(id),
  });
  const server = new McpServer({ name: 'peer', version: '1' });
  server.registerTool('add', { description: 'Adds two numbers.', inputSchema: { a: z.number().int(), b: z.number().int() } },
    ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }] }));
  await server.connect(transport);
  return transport;
}

createServer(async (request, response) => {
  const transport = sessions.get(request.headers['mcp-session-id']) ?? await open();
  await transport.handleRequest(request, response);
}).listen(Number(process.argv[2]), '127.0.0.1');
