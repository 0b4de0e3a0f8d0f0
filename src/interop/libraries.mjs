// Client libraries, each used as a program uses it, behind one small face: `open` connects, `list` gives the names of the tools, `call`
// the text of the answer, and what goes wrong is thrown as the library throws it. `changed` resolves when the client heard of a change.
import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { MCPServerStreamableHttp, setTracingDisabled } from '@openai/agents';
import { createMCPClient as aiSdk1 } from 'ai-sdk-mcp-1';
import { createMCPClient as aiSdk2 } from 'ai-sdk-mcp-2';
import { bearer, clients, hear } from './clients.mjs';
import { installed } from './installed.mjs';

setTracingDisabled(true); // the agents' library would report to its maker

const textOf = content => content.map(part => part.text).join('\n');

/** What remains of the answer: some keep only its status. */
const words401 = kind => (kind.endpoint === 'sse' ? /\(401\)/ : kind.speaks === '2026-07-28' ? /\(HTTP 401\)/ : undefined);

/** An official client, as in clients.mjs. */
function official(kind) {
  const name = kind.name.startsWith('SDK 1') ? '@modelcontextprotocol/sdk' : '@modelcontextprotocol/client';
  return {
    name, version: installed(name), how: kind.name.split(', ')[1], reads: { 401: words401(kind) },
    async open({ base, key }) {
      const [client, transport] = kind.open(new URL(`${base}/${kind.endpoint}`), { requestInit: { headers: bearer(key) } });
      client.onerror = () => {}; // a stream that ends with the host is told here as well
      const changed = new Promise(heard => hear(client, 'notifications/tools/list_changed', heard));
      await client.connect(transport);
      if (kind.speaks === '2026-07-28') await client.listen({ toolsListChanged: true });
      return {
        changed,
        list: async () => (await client.listTools()).tools.map(tool => tool.name),
        call: async (name, args) => textOf((await client.callTool({ name, arguments: args })).content),
        close: () => client.close(),
      };
    },
  };
}

/** The AI SDK gives a program functions to hand to a model. */
const aiSdk = (module, create) => ({
  name: `@ai-sdk/mcp ${module.at(-1)}`, version: installed(module),
  async open({ base, key }) {
    const client = await create({ transport: { type: 'http', url: `${base}/mcp`, headers: bearer(key) } });
    let tools = await client.tools();
    return {
      list: async () => Object.keys(tools = await client.tools()),
      call: async (name, args) => textOf((await tools[name].execute(args, { toolCallId: '1', messages: [] })).content),
      close: () => client.close(),
    };
  },
});

const agents = {
  name: '@openai/agents', version: installed('@openai/agents'),
  reads: { 401: /the server requires authorization \(HTTP 401\)/ },
  async open({ base, key }) {
    const server = new MCPServerStreamableHttp({ name: 'gatehouse', url: `${base}/mcp`, requestInit: { headers: bearer(key) } });
    await server.connect();
    return {
      list: async () => (await server.listTools()).map(tool => tool.name),
      call: async (name, args) => textOf(await server.callTool(name, args)),
      close: () => server.close(),
    };
  },
};

const langchain = {
  name: '@langchain/mcp-adapters', version: installed('@langchain/mcp-adapters'), keepsList: true,
  async open({ base, key }) {
    const client = new MultiServerMCPClient({ gatehouse: { transport: 'http', url: `${base}/mcp`, headers: bearer(key) } });
    const tools = await client.getTools();
    return {
      list: async () => tools.map(tool => tool.name),
      call: async (name, args) => String(await tools.find(tool => tool.name === name).invoke(args)),
      close: () => client.close(),
    };
  },
};

export const libraries = [...clients.map(official), aiSdk('ai-sdk-mcp-1', aiSdk1), aiSdk('ai-sdk-mcp-2', aiSdk2), agents, langchain];
