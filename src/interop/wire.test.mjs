// The wire by hand: what neither the official suite nor the official clients send.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEverything } from './everything.mjs';
import { inForce, until } from './keys.mjs';
import { Raw, events, next, rest } from './raw.mjs';
import { WireCheck, unavailable } from './schemas.mjs';

let everything, ann, bob;
before(async () => {
  everything = await startEverything();
  ann = new Raw(everything.direct, await everything.newKey());
  bob = new Raw(everything.direct, await everything.newKey());
});
after(() => everything?.stop());

const limit = { timeout: 180_000 };
/** So far nothing counts to the end: half a minute at the least. */
const far = 500;
const legacy = ['2025-03-26', '2025-06-18', '2025-11-25'];
const tool = (name, args = {}, progressToken) => ({ name, arguments: args, ...(progressToken ? { _meta: { progressToken } } : {}) });
const progress = event => event.data?.params?.progress;

describe('batches', limit, () => {
  const batch = () => [ann.message('ping'), { jsonrpc: '2.0', method: 'notifications/roots/list_changed' }, ann.message('tools/call', tool('test_simple_text'))];

  it('are answered on 2025-03-26, one response for each request', async () => {
    const session = await ann.session('2025-03-26');
    const sent = batch();
    const response = await session.post(sent);
    assert.equal(response.status, 200);
    assert.deepEqual((await response.json()).map(({ id }) => id).sort(), [sent[0].id, sent[2].id]);
  });

  it('become a stream when something goes before the answers', async () => {
    const session = await ann.session('2025-03-26');
    const sent = [ann.message('ping'), ann.message('tools/call', tool('count', { to: 2 }, 'p'))];
    const all = await rest(events(await session.post(sent)));
    assert.deepEqual(all.map(progress).filter(Boolean), [1, 2]);
    assert.deepEqual(all.at(-1).data.map(({ id }) => id), sent.map(({ id }) => id));
  });

  it('of notifications alone are taken without an answer', async () => {
    const session = await ann.session('2025-03-26');
    const response = await session.post([batch()[1]]);
    assert.deepEqual([response.status, await response.text()], [202, '']);
  });

  it('never hold initialize', async () => {
    const session = await ann.session('2025-03-26');
    const [answer] = await (await session.post([ann.message('initialize', { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 'raw', version: '1' } })])).json();
    assert.equal(answer.error.code, -32600);
  });

  for (const revision of ['2025-06-18', '2025-11-25']) {
    it(`are refused on ${revision}`, async () => {
      const response = await (await ann.session(revision)).post(batch());
      assert.equal(response.status, 400);
      assert.equal((await response.json()).error.code, -32600);
    });
  }

  it('are refused on 2026-07-28', async () => {
    const response = await ann.fetch('/mcp', { body: batch(), headers: { 'MCP-Protocol-Version': '2026-07-28' } });
    assert.equal(response.status, 400);
    assert.equal((await response.json()).error.code, -32600);
  });
});

describe('HTTP+SSE', limit, () => {
  async function open() {
    const leaving = new AbortController();
    const stream = events(await ann.fetch('/sse', { method: 'GET', signal: leaving.signal }));
    const first = await next(stream);
    assert.equal(first.event, 'endpoint');
    const post = (body, as = ann) => as.fetch(first.data, { body });
    return { stream, post, leave: () => leaving.abort() };
  }
  const initialize = revision => ann.message('initialize', { protocolVersion: revision, capabilities: {}, clientInfo: { name: 'raw', version: '1' } });

  it('answers down the stream what is posted beside it', async () => {
    const { stream, post, leave } = await open();
    assert.equal((await post(initialize('2024-11-05'))).status, 202);
    const answer = await next(stream);
    assert.equal(answer.event, 'message');
    assert.equal(answer.data.result.protocolVersion, '2024-11-05');
    await post(ann.message('tools/call', tool('count', { to: 3 }, 7)));
    const told = [await next(stream), await next(stream), await next(stream)];
    assert.deepEqual(told.map(progress), [1, 2, 3]);
    assert.equal((await next(stream)).data.result.content[0].text, 'Counted to 3');
    leave();
  });

  it('takes nothing for a stream from another key, and nothing for none', async () => {
    const { post, leave } = await open();
    assert.equal((await post(ann.message('ping'), bob)).status, 404);
    assert.equal((await ann.fetch('/messages', { body: ann.message('ping') })).status, 404);
    leave();
  });

  it('ends the session with its stream', async () => {
    const { post, leave } = await open();
    leave();
    await until(async () => (await post(ann.message('ping'))).status === 404);
  });
});

describe('a stream that is cut in the middle of a call', limit, () => {
  it('is resumed on 2025-11-25 with every event once', async () => {
    const session = await ann.session('2025-11-25');
    const cut = new AbortController();
    const stream = events(await session.request('tools/call', tool('count', { to: 20 }, 'p'), { signal: cut.signal }));
    const seen = [await next(stream), await next(stream), await next(stream)];
    assert.equal(seen[0].data, '', 'the first tells an id before there is anything to lose');
    cut.abort();
    await sleep(200); // the call goes on meanwhile
    seen.push(...await rest(events(await session.get(seen.at(-1).id))));
    assert.deepEqual(seen.map(progress).filter(Boolean), Array.from({ length: 20 }, (_, i) => i + 1));
    assert.equal(seen.at(-1).data.result.content[0].text, 'Counted to 20');
    assert.equal(new Set(seen.map(({ id }) => id)).size, seen.length);
  });

  it('is resumed after the call has ended, too, and again', async () => {
    const session = await ann.session('2025-11-25');
    const cut = new AbortController();
    const first = await next(events(await session.request('tools/call', tool('count', { to: 3 }, 'p'), { signal: cut.signal })));
    cut.abort();
    await sleep(400);
    for (const time of ['once', 'twice']) {
      const all = await rest(events(await session.get(first.id)));
      assert.deepEqual(all.map(progress), [1, 2, 3, undefined], time);
    }
  });

  it('is primed for no older client', async () => {
    const session = await ann.session('2025-06-18');
    const all = await rest(events(await session.request('tools/call', tool('count', { to: 2 }, 'p'))));
    assert.ok(all.every(({ data }) => data !== ''));
  });

  it('lets no older client go that could not know to come back', async () => {
    const session = await ann.session('2025-06-18');
    const { result } = await (await session.request('tools/call', tool('test_reconnection'))).json();
    assert.match(result.content[0].text, /completed/);
  });
});

describe('a session', limit, () => {
  for (const revision of legacy) {
    it(`of ${revision} is another key's 404, for every verb`, async () => {
      const session = await ann.session(revision);
      const stolen = session.as(bob);
      for (const attempt of [stolen.request('ping'), stolen.get(), stolen.delete(), stolen.get('0-1')]) assert.equal((await attempt).status, 404);
      assert.deepEqual((await (await session.request('ping')).json()).result, {}, 'its owner is not disturbed');
    });
  }

  it('shows no other session\'s events', async () => {
    const [one, other] = [await ann.session('2025-11-25'), await ann.session('2025-11-25')];
    const all = await rest(events(await one.request('tools/call', tool('count', { to: 2 }, 'p'))));
    for (const { id } of all) assert.equal((await other.get(id)).status, 404, id);
    for (const id of ['nonsense', '-1', '99-1', '1', '']) assert.notEqual((await one.get(`x${id}`)).status, 200, id);
  });

  it('that was ended is gone', async () => {
    const session = await ann.session('2025-11-25');
    assert.ok((await session.delete()).ok);
    await inForce(everything.host); // every host has heard of it
    assert.equal((await session.request('ping')).status, 404);
    assert.equal((await session.get()).status, 404);
    assert.equal((await session.delete()).status, 404);
  });

  it('of a version that nobody knows is refused', async () => {
    const session = await ann.session('2025-11-25');
    session.headers['MCP-Protocol-Version'] = '1999-01-01';
    for (const attempt of [session.request('ping'), session.get(), session.delete()]) assert.equal((await attempt).status, 400);
  });

  it('answers a cancelled request with an empty stream', async () => {
    const session = await ann.session('2025-11-25');
    const call = ann.message('tools/call', tool('count', { to: far }));
    let answered = false;
    const answer = session.post(call).finally(() => { answered = true; });
    // One that comes before the call is about nothing.
    while (!answered) {
      await session.post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: call.id } });
      await sleep(100);
    }
    const response = await answer;
    assert.deepEqual([response.status, response.headers.get('content-type'), await response.text()], [200, 'text/event-stream', '']);
  });

  it('ends the stream of a cancelled request without a response', async () => {
    const session = await ann.session('2025-11-25');
    const call = ann.message('tools/call', tool('count', { to: far }, 'p'));
    const stream = events(await session.post(call));
    const first = await next(stream);
    await session.post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: call.id } });
    const left = await rest(stream);
    assert.ok(left.every(({ data }) => !data.result && !data.error), JSON.stringify(left));
    // There is nothing to come back for, as soon as the end is in the log.
    await until(async () => (await session.get((left.at(-1) ?? first).id)).status === 204);
    await stands();
  });
});

describe('a client that goes away', limit, () => {
  async function leaveDuring(start) {
    const leaving = new AbortController();
    const stream = await start(leaving.signal);
    await next(stream);
    leaving.abort();
  }

  it('has cancelled its call on 2026-07-28', async () => {
    await leaveDuring(async signal => (await ann.call('count', { to: far }, { signal, meta: { progressToken: 1 } })).events);
    await stands();
  });

  for (const [i, revision] of legacy.entries()) {
    it(`has not on ${revision}`, async () => {
      const to = 15 + i; // what no test before it has counted to
      const session = await ann.session(revision);
      await leaveDuring(async signal => {
        const stream = events(await session.request('tools/call', tool('count', { to }, 1), { signal }));
        return stream;
      });
      await until(async () => (await counted()).includes(to));
    });
  }
});

describe('a header that differs from the body', limit, () => {
  const base64 = value => `=?base64?${Buffer.from(value).toString('base64')}?=`;
  const region = (headers, args = { region: 'eu' }) => () => ann.call('query_region', args, { headers });
  const text = headers => () => ann.call('test_simple_text', {}, { headers });
  const mismatches = {
    'no version': text({ 'MCP-Protocol-Version': null }),
    'another version': text({ 'MCP-Protocol-Version': '2025-11-25' }),
    'no method': text({ 'Mcp-Method': null }),
    'another method': text({ 'Mcp-Method': 'tools/list' }),
    'the method in capitals': text({ 'Mcp-Method': 'TOOLS/CALL' }),
    'the method in base64': text({ 'Mcp-Method': base64('tools/call') }),
    'no name': text({ 'Mcp-Name': null }),
    'another name': text({ 'Mcp-Name': 'weather' }),
    'another name in base64': text({ 'Mcp-Name': base64('weather') }),
    'base64 without its padding': text({ 'Mcp-Name': '=?base64?dGVzdF9zaW1wbGVfdGV4dA?=' }),
    'base64 of another alphabet': text({ 'Mcp-Name': '=?base64?!!!!?=' }),
    'another prompt': () => ann.modern('prompts/get', { name: 'test_simple_prompt' }, { headers: { 'Mcp-Name': 'x' } }),
    'another resource': () => ann.modern('resources/read', { uri: 'test://static-text' }, { headers: { 'Mcp-Name': 'test://static-binary' } }),
    'no argument': region({}),
    'another argument': region({ 'Mcp-Param-Region': 'us' }),
    'an argument in broken base64': region({ 'Mcp-Param-Region': '=?base64?ZXU?=' }),
  };
  for (const [what, send] of Object.entries(mismatches)) {
    it(`is refused: ${what}`, async () => {
      const { status, id, body } = await send();
      assert.deepEqual([status, body.error?.code, body.id], [400, -32020, id], JSON.stringify(body));
    });
  }

  const matches = {
    'white space around it': text({ 'Mcp-Name': '  test_simple_text\t' }),
    'the name in base64': text({ 'Mcp-Name': base64('test_simple_text') }),
    'an argument in base64': region({ 'Mcp-Param-Region': base64('zürich') }, { region: 'zürich' }),
    'a parameter that nobody declared': text({ 'Mcp-Param-Unknown': 'x' }),
    'a session of the other era': text({ 'Mcp-Session-Id': 'x' }),
  };
  for (const [what, send] of Object.entries(matches)) {
    it(`is none: ${what}`, async () => {
      const { status, body } = await send();
      assert.equal(status, 200, JSON.stringify(body));
      assert.ok(body.result && !body.result.isError, JSON.stringify(body));
    });
  }
});

describe('requestState', limit, () => {
  const name = 'test_input_required_result_request_state';
  const capabilities = { elicitation: {} };
  const accepted = { confirm: { action: 'accept', content: { ok: true } } };
  const ask = async () => (await ann.call(name, {}, { capabilities })).body.result.requestState;
  const retry = (requestState, { who = ann, tool: called = name, args = {}, inputResponses = accepted } = {}) =>
    who.call(called, args, { capabilities, params: { requestState, inputResponses } });

  it('carries what the tool remembered', async () => {
    const { body } = await retry(await ask());
    assert.equal(body.result.content[0].text, 'state-ok: ACCEPT');
  });

  const wrong = {
    'changed at its end': async () => retry(`${await ask()}A`),
    'changed in its middle': async () => {
      const state = await ask();
      return retry(state.slice(0, 40) + (state[40] === 'A' ? 'B' : 'A') + state.slice(41));
    },
    'made up': () => retry('eyJhbnN3ZXJzIjp7fX0'),
    'no text': () => retry(17),
    'of another key': async () => retry(await ask(), { who: bob }),
    'of another tool': async () => retry(await ask(), { tool: 'test_input_required_result_tampered_state' }),
    'of other arguments': async () => retry(await ask(), { args: { more: 1 } }),
  };
  for (const [what, send] of Object.entries(wrong)) {
    it(`is refused when it is ${what}`, async () => {
      const { status, body } = await send();
      assert.deepEqual([status, body.error?.code], [200, -32602], JSON.stringify(body));
    });
  }
});

describe('subscriptions/listen', limit, () => {
  const subscriptionId = 'io.modelcontextprotocol/subscriptionId';
  const listen = async (notifications, options) => (await ann.modern('subscriptions/listen', { notifications }, options));

  it('acknowledges first, then tells only what was asked for, marked with its id', async () => {
    const leaving = new AbortController();
    const { id, events: stream } = await listen({ promptsListChanged: true, resourceSubscriptions: ['test://watched-resource', 'other://one'] }, { signal: leaving.signal });
    const { data: first } = await next(stream);
    assert.equal(first.method, 'notifications/subscriptions/acknowledged');
    assert.deepEqual(first.params.notifications, { promptsListChanged: true, resourceSubscriptions: ['test://watched-resource'] },
      'what the key may not read is not honoured');
    for (const trigger of ['test_trigger_tool_change', 'trigger_resource_change', 'test_trigger_prompt_change']) await ann.call(trigger);
    const told = [(await next(stream)).data, (await next(stream)).data];
    // Each host announces on its own what its calls changed, so that the news of two calls has no order.
    assert.deepEqual(told.map(({ method }) => method).sort(), ['notifications/prompts/list_changed', 'notifications/resources/updated']);
    for (const { params } of [first, ...told]) assert.strictEqual(params._meta[subscriptionId], id);
    leaving.abort();
  });

  it('ends with its result when the host is stopped', limit, async () => {
    const own = await startEverything();
    const raw = new Raw(own.direct, own.key);
    const { id, events: stream } = await raw.modern('subscriptions/listen', { notifications: { toolsListChanged: true } });
    await next(stream);
    const [left] = await Promise.all([rest(stream), own.host.stop()]);
    assert.deepEqual(left.map(({ data }) => [data.id, data.result?.resultType, data.result?._meta[subscriptionId]]), [[id, 'complete', id]]);
    await own.close();
    assert.deepEqual(own.check.problems, []);
  });
});

// Each answer is also held against the schema of its revision, see the last test.
describe('everything the plugin serves', limit, () => {
  const reads = [
    ['tools/list'], ['prompts/list'], ['resources/list'], ['resources/templates/list'],
    ...['test_simple_text', 'test_image_content', 'test_audio_content', 'test_embedded_resource', 'test_multiple_content_types', 'link_resource',
      'test_error_handling', 'who_am_i'].map(name => ['tools/call', tool(name)]),
    ['tools/call', tool('weather', { city: 'Bern' })],
    ...['test_simple_prompt', 'test_prompt_with_image'].map(name => ['prompts/get', { name }]),
    ['prompts/get', { name: 'test_prompt_with_embedded_resource', arguments: { resourceUri: 'test://x' } }],
    ...['test://static-text', 'test://static-binary', 'test://template/1/data'].map(uri => ['resources/read', { uri }]),
    ['completion/complete', { ref: { type: 'ref/resource', uri: 'test://template/{id}/data' }, argument: { name: 'id', value: '12' } }],
  ];
  const unknown = ['resources/read', { uri: 'test://nothing' }];

  for (const revision of ['2024-11-05', ...legacy]) {
    it(`is served on ${revision}, and no more than it knows`, async () => {
      const session = await ann.session(revision);
      for (const [method, params] of reads) {
        const response = await session.request(method, params);
        const answer = await response.json();
        assert.ok(response.status === 200 && answer.result, `${method}: ${JSON.stringify(answer)}`);
        assert.deepEqual(Object.keys(answer.result).filter(name => ['resultType', 'ttlMs', 'cacheScope', '_meta'].includes(name)), [], method);
      }
      assert.equal((await (await session.request(...unknown)).json()).error.code, -32002);
      assert.deepEqual((await (await session.request('no/such/method')).json()).error.code, -32601);
    });
  }

  it('is served on 2026-07-28', async () => {
    for (const [method, params] of reads) {
      const { status, body } = await ann.modern(method, params);
      assert.ok(status === 200 && body.result, `${method}: ${JSON.stringify(body)}`);
    }
    const { body: { error } } = await ann.modern(...unknown);
    assert.deepEqual([error.code, error.data], [-32602, { uri: 'test://nothing' }]);
    assert.equal((await ann.modern('no/such/method')).status, 404);
  });
});

describe('the metadata of a request', limit, () => {
  const logged = level => ann.call('test_logging_tool', {}, { meta: { 'io.modelcontextprotocol/logLevel': level } });

  it('opts in to log messages, from a level on', async () => {
    const all = await rest((await logged('warning')).events);
    assert.deepEqual(all.map(({ data }) => data.params?.level ?? data.result.resultType), ['warning', 'complete']);
  });

  for (const level of ['loud', 7, null]) {
    it(`has no level ${level}`, async () => {
      const { status, body } = await logged(level);
      assert.deepEqual([status, body.error?.code], [200, -32602], JSON.stringify(body));
    });
  }

  it('brings the trace context to the tool', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { body } = await ann.call('who_am_i', {}, { meta: { traceparent } });
    assert.equal(body.result.structuredContent.traceparent, traceparent);
  });

  it('does not make the tool speak to a client that has no token', async () => {
    assert.equal((await ann.call('count', { to: 2 })).body.result.content[0].text, 'Counted to 2');
  });
});

describe('the check of messages', { skip: unavailable }, () => {
  it('refuses what the schema does not know', () => {
    const check = new WireCheck();
    const body = JSON.stringify({ ...ann.message('tools/list', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } }), id: 1 });
    for (const result of [{}, { resultType: 'complete', tools: [{ name: 1 }] }]) {
      const seen = check.exchange({ path: '/mcp', headers: {}, body, status: 200, answerHeaders: {} });
      seen.chunk(JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
      seen.end();
    }
    assert.ok(check.problems.length >= 2, String(check.problems));
  });

  it('has nothing to say of all that went by here', () => {
    assert.deepEqual(everything.check.problems, []);
    for (const revision of ['2024-11-05', ...legacy, '2026-07-28']) assert.ok(everything.check.checked[revision] > 0, revision);
  });
});

/** How far the last count of each process has come. */
const counted = () => Promise.all(everything.host.bases.map(async base =>
  Number((await new Raw(base, everything.key).call('counted')).body.result.content[0].text)));

/** Waits until the count goes on no more, which it did not do to its end. */
async function stands() {
  let at;
  await until(async () => {
    at = await counted();
    await sleep(300);
    return String(await counted()) === String(at);
  });
  assert.ok(at.every(count => count < far), `it counted on to ${at}`);
}
