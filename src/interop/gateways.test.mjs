// The host behind nginx and HAProxy as they are installed, and by conf/nginx.conf and conf/haproxy.cfg, of whose three hosts it is the only
// one that runs: a call that says nothing for longer than their timeouts of 60 and 50 seconds, streams that are open for as long, and a path
// prefix.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { bearer, clients, using } from './clients.mjs';
import { startEverything } from './everything.mjs';
import { startFront } from './front.mjs';
import { fetchBy, gateways, startGateway } from './gateways.mjs';
import { freePorts } from './host.mjs';
import { Raw, events, next, rest } from './raw.mjs';

// All of them wait at the same time.
const together = { concurrency: 100, timeout: 240_000 };
/** A count to this, which nobody asked to hear of, takes 70 seconds. */
const silent = { to: 1400 };
const longest = 14_000; // between two signs of life: clients give up after 15
const prefixes = ['', '/gate'];
const fronts = { 'conf/haproxy.cfg': 'haproxy', 'conf/nginx.conf': 'nginx' };
const names = [...gateways.flatMap(gateway => prefixes.map(prefix => gateway.name + prefix)), ...Object.keys(fronts)];
const text = result => result.content[0].text;

let everything, key;
const started = new Map();
before(async () => {
  everything = await startEverything(config => {
    config.http.trustedProxies = ['127.0.0.1/32'];
    config.calls = { timeout: '150s' };
  });
  key = await everything.newKey();
  for (const gateway of gateways) {
    for (const prefix of prefixes) started.set(gateway.name + prefix, await startGateway(gateway, everything.host.home.ports.http, prefix));
  }
  for (const [name, front] of Object.entries(fronts)) started.set(name, await withTwoThatAreDown(front));
});
after(async () => {
  for (const gateway of started.values()) await gateway.close();
  await everything?.stop();
});

async function withTwoThatAreDown(front) {
  const { home } = everything.host;
  const [tls, ...none] = await freePorts(5);
  const members = [home.ports, { http: none[0], admin: none[1] }, { http: none[2], admin: none[3] }];
  const { close } = await startFront({ ...home, front, members, ports: { ...home.ports, tls } });
  const base = `https://localhost:${tls}`;
  return { plain: base, tls: base, ca: readFileSync(process.env.NODE_EXTRA_CA_CERTS, 'utf8'), close };
}

describe('behind', together, () => {
  for (const name of names) {
    for (const kind of clients) {
      it(`${name}: ${kind.name} lists and calls`, () => using(kind, started.get(name).plain, bearer(key.text), async session => {
        assert.ok((await session.tools()).includes('test_simple_text'));
        assert.match(text(await session.call('test_tool_with_logging', {})), /\S/);
      }));
    }
    for (const version of Object.keys(fetchBy)) describe(`${name}, ${version}`, together, () => behind(name, version));
  }
});

function behind(name, version) {
  const raw = () => new Raw(started.get(name).tls, key, fetchBy[version](started.get(name).ca));

  it('a silent call of 2026-07-28 is answered', async () => {
    const { body, events: stream } = await raw().call('count', silent);
    const answer = body ?? (await rest(stream)).at(-1).data;
    assert.equal(text(answer.result), 'Counted to 1400');
  });

  it('a silent call of 2025-11-25 is answered', async () => {
    const session = await raw().session('2025-11-25');
    const response = await session.request('tools/call', { name: 'count', arguments: silent });
    assert.equal(response.status, 200);
    const streams = response.headers.get('content-type').startsWith('text/event-stream');
    const answer = streams ? (await rest(events(response))).at(-1).data : await response.json();
    assert.equal(text(answer.result), 'Counted to 1400');
  });

  it('a silent call over HTTP+SSE is answered', async () => {
    const client = raw();
    const response = await client.fetch('/sse', { method: 'GET' });
    const stream = events(response);
    const endpoint = new URL((await next(stream)).data, `${client.base}/sse`);
    const headers = { ...client.auth, 'Content-Type': 'application/json' };
    const post = async body => {
      const { status } = await client.send(endpoint, { method: 'POST', headers, body: JSON.stringify(body) });
      assert.equal(status, 202);
    };
    await post(client.message('initialize', { protocolVersion: '2024-11-05', capabilities: {}, clientInfo: { name: 'raw', version: '1' } }));
    await next(stream);
    await post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    await post(client.message('tools/call', { name: 'count', arguments: silent }));
    let said;
    do said = (await next(stream)).data; while (said.method); // it also hears of the changes that the other tests make
    assert.equal(text(said.result), 'Counted to 1400');
    await stream.return();
  });

  it('a stream of GET shows that it lives, and brings what is told after a long silence', async () => {
    const session = await raw().session('2025-11-25');
    await lives(() => session.get(), () => session.request('tools/call', { name: 'test_trigger_tool_change', arguments: {} }));
  });

  it('a subscription shows that it lives, and brings what is told after a long silence', async () => {
    const client = raw();
    const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} };
    await lives(() => client.fetch('/mcp', {
      headers: { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'subscriptions/listen' },
      body: client.message('subscriptions/listen', { notifications: { toolsListChanged: true }, _meta: meta }),
    }), () => client.call('test_trigger_tool_change'));
  });
}

/** Reads the stream for 70 seconds, in which something comes again and again, then has it told of a change. */
async function lives(open, change) {
  const end = Date.now() + 70_000;
  const response = await within(longest, open(), 'no head');
  assert.equal(response.status, 200);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  const read = async () => {
    const { value, done } = await within(longest, reader.read(), 'silent');
    assert.ok(!done, 'the stream ended');
    seen += value;
  };
  while (Date.now() < end) await read();
  await change();
  while (!seen.includes('notifications/tools/list_changed')) await read();
  await reader.cancel();
}

function within(millis, promise, what) {
  let timer;
  const late = new Promise((done, fail) => { timer = setTimeout(() => fail(new Error(`${what} for ${millis / 1000} s`)), millis); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
