// One trace from the official TypeScript client through the host to the plugin, as an OpenTelemetry collector gets it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { bearer, clients } from './clients.mjs';
import { startEverything } from './everything.mjs';

process.env.OTEL_BSP_SCHEDULE_DELAY = '100'; // of the host; else each trace comes after five seconds
const spans = [];
let everything, collector;
before(async () => {
  collector = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    if (request.url === '/v1/traces') spans.push(...decodeTraces(body));
    response.end();
  });
  await new Promise(done => collector.listen(0, '127.0.0.1', done));
  const endpoint = `http://127.0.0.1:${collector.address().port}`;
  everything = await startEverything(config => { config.telemetry = { endpoint, sampling: 0 }; });
});
after(() => { collector?.close(); return everything?.stop(); });

for (const kind of clients) {
  describe(kind.name, { timeout: 120_000 }, () => {
    it('is the parent of the call, and the plugin is its grandchild', async () => {
      const [trace, parent] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
      const [client, transport] = kind.open(new URL(`${everything.host.base}/${kind.endpoint}`),
        { requestInit: { headers: bearer(everything.key.text) } });
      await client.connect(transport, { timeout: 60_000 });
      const told = await client.callTool({ name: 'who_am_i', arguments: {}, _meta: { traceparent: `00-${trace}-${parent}-01` } });
      await transport.terminateSession?.().catch(() => {});
      await client.close();

      const of = wanted => spans.filter(span => span.trace === trace).filter(wanted);
      const named = name => of(span => span.name === name)[0];
      while (!named('tools/call who_am_i')) await sleep(50);
      const call = named('tools/call who_am_i');
      assert.equal(call.parent, parent);
      assert.equal(call.attributes['gen_ai.tool.name'], 'who_am_i');
      if (kind.speaks) assert.equal(call.attributes['mcp.protocol.version'], kind.speaks);
      const steps = of(span => span.parent === call.id).map(({ name }) => name);
      assert.deepEqual(['admission', 'answer', 'limits', 'run'].filter(step => !steps.includes(step)), []);
      const { traceparent } = told.structuredContent ?? JSON.parse(told.content[0].text);
      assert.ok(of(({ name }) => name === 'run').some(({ id }) => traceparent === `00-${trace}-${id}-01`), traceparent);
      assert.ok(!JSON.stringify(spans).includes(everything.key.text.split('_')[1]), 'no span names a key');
    });
  });
}

/** The fields of a protobuf message by their numbers: each a list of numbers and bytes (protobuf, encoding). */
function fields(bytes) {
  const all = {};
  let at = 0;
  const varint = () => {
    let [value, shift] = [0n, 0n];
    for (; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = length => bytes.subarray(at, at += length);
  while (at < bytes.length) {
    const tag = Number(varint());
    const value = { 0: varint, 1: () => take(8), 2: () => take(Number(varint())), 5: () => take(4) }[tag & 7]();
    (all[tag >> 3] ??= []).push(value);
  }
  return all;
}

/** The spans of an ExportTraceServiceRequest (opentelemetry/proto/trace/v1/trace.proto). */
function decodeTraces(body) {
  const parts = (message, number) => (fields(message)[number] ?? []);
  return parts(body, 1).flatMap(resource => parts(resource, 2)).flatMap(scope => parts(scope, 2)).map(span => {
    const { 1: [trace], 2: [id], 4: [parent] = [Buffer.alloc(0)], 5: [name], 9: attributes = [] } = fields(span);
    return {
      trace: trace.toString('hex'), id: id.toString('hex'), parent: parent.toString('hex'), name: name.toString(),
      attributes: Object.fromEntries(attributes.map(attribute => {
        const { 1: [key], 2: [value] } = fields(attribute);
        return [key.toString(), fields(value)[1]?.[0].toString()];
      })),
    };
  });
}
