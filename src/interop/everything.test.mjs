// What the official clients can do with a plugin that does everything: the same jar, written once, for every era.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, clients, hear } from './clients.mjs';
import { startEverything } from './everything.mjs';
import { unavailable } from './schemas.mjs';

let everything;
before(async () => { everything = await startEverything(); });
after(() => everything?.stop());

const text = result => result.content.map(part => part.text).join('\n');
const patience = 60_000;

/** A client that answers whatever it is asked. */
async function connected(kind, work) {
  const can = { capabilities: { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} } };
  const [client, transport] = kind.open(new URL(`${everything.keyless}/${kind.endpoint}`), {}, can);
  answer(client, 'elicitation/create', ({ params }) => (params.url ? { action: 'accept' } : { action: 'accept', content: filledIn(params.requestedSchema) }));
  answer(client, 'sampling/createMessage', ({ params }) => ({
    role: 'assistant', model: 'a model', content: { type: 'text', text: `You said: ${[params.messages[0].content].flat()[0].text}` },
  }));
  answer(client, 'roots/list', () => ({ roots: [{ uri: 'file:///home/ann/work', name: 'work' }] }));
  await client.connect(transport, { timeout: patience });
  const call = (name, args = {}, options = {}) => client.callTool({ name, arguments: args }, ...(client.listen ? [] : [undefined]), { timeout: patience, ...options });
  try {
    await work({ client, call, modern: kind.speaks === '2026-07-28' });
  } finally {
    await transport.terminateSession?.().catch(() => {});
    await client.close();
  }
}

/** Every field of the form with a value of its type. */
const filledIn = schema => Object.fromEntries(Object.entries(schema.properties).map(([name, { type }]) =>
  [name, type === 'boolean' ? true : type === 'string' ? `my ${name}` : 7]));

for (const kind of clients) {
  describe(kind.name, { timeout: 600_000 }, () => {
    it('lists and uses tools, prompts, resources and completions', () => connected(kind, async ({ client, call }) => {
      const tools = (await client.listTools()).tools.map(({ name }) => name);
      assert.ok(tools.includes('test_simple_text') && tools.includes('weather'), String(tools));
      assert.equal((await call('weather', { city: 'Bern' })).structuredContent.city, 'Bern');
      // The client has compiled the output schema, a oneOf with bounds, and holds the answer to it.
      assert.deepEqual((await call('scale_shape', { shape: { type: 'Circle', radius: 2 }, factor: 1.5 })).structuredContent, { type: 'Circle', radius: 3 });
      assert.match(text(await call('reserve', { flight: 'lx40', names: ['Ada'] })), /\/flight: must match/);
      assert.ok((await client.listPrompts()).prompts.some(({ name }) => name === 'test_prompt_with_arguments'));
      const prompt = await client.getPrompt({ name: 'test_prompt_with_arguments', arguments: { arg1: 'one', arg2: 'two' } });
      assert.match(prompt.messages[0].content.text, /one.*two/);
      assert.ok((await client.listResources()).resources.some(({ uri }) => uri === 'test://static-text'));
      const { contents: [data] } = await client.readResource({ uri: 'test://template/123/data' });
      assert.equal(JSON.parse(data.text).id, '123');
      const { completion } = await client.complete({
        ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' }, argument: { name: 'arg1', value: 'te' },
      });
      assert.deepEqual(completion.values, ['test', 'testing']);
    }));

    it('is asked for what the user, the model and the client know', () => connected(kind, async ({ call }) => {
      assert.match(text(await call('test_elicitation', { message: 'Who are you?' })), /ACCEPT.*my username/);
      assert.equal(text(await call('ask_to_visit')), 'Visit: ACCEPT');
      assert.equal(text(await call('test_sampling', { prompt: 'hello' })), 'LLM response: You said: hello');
      assert.match(text(await call('list_roots')), /1 roots: file:\/\/\/home\/ann\/work/);
    }));

    it('is asked several things at once, and one thing after the other', () => connected(kind, async ({ call }) => {
      assert.equal(text(await call('ask_all')), 'You said: Say hello. my name');
      assert.equal(text(await call('test_input_required_result_multi_round')), 'Hello, my name! Your favorite color is my color.');
    }));

    it('is told how far a call is', () => connected(kind, async ({ client, call }) => {
      const told = [];
      // A client of HTTP+SSE forgets the call before it looks at what came in one read with the result, which it reports as an error.
      client.onerror = ({ message }) => {
        const [, late] = /for an unknown token: (.*)$/s.exec(message) ?? [];
        if (late) told.push(JSON.parse(late).params.progress);
      };
      const result = await call('count', { to: 5 }, { onprogress: ({ progress }) => told.push(progress) });
      assert.equal(text(result), 'Counted to 5');
      assert.deepEqual(told, [1, 2, 3, 4, 5]);
    }));

    it('hears of changes', () => connected(kind, async ({ client, call, modern }) => {
      const tools = once(then => hear(client, 'notifications/tools/list_changed', then));
      const resource = once(then => hear(client, 'notifications/resources/updated', ({ params }) => then(params.uri)));
      const uri = 'test://watched-resource';
      const listening = modern
        ? await client.listen({ toolsListChanged: true, resourceSubscriptions: [uri] })
        : await client.subscribeResource({ uri });
      const heard = Promise.all([tools, resource]);
      let settled = false;
      heard.then(() => { settled = true; }, () => { settled = true; });
      // Such a client opens its stream beside what it asks, and what is told before that is told to nobody.
      const opensBeside = !modern && kind.endpoint === 'mcp';
      do {
        await call('test_trigger_tool_change');
        await call('trigger_resource_change');
        if (opensBeside) await Promise.race([heard, sleep(500)]);
      } while (opensBeside && !settled);
      assert.equal((await heard)[1], uri);
      if (modern) await listening.close();
    }));

    if (kind.speaks !== '2026-07-28') {
      it('hears the log from the level on that it set', () => connected(kind, async ({ client, call }) => {
        const levels = [];
        hear(client, 'notifications/message', ({ params }) => { levels.push(params.level); });
        await client.setLoggingLevel('info');
        await call('test_logging_tool');
        assert.deepEqual(levels, ['info', 'warning']);
      }));
    }

    if (kind.speaks === '2025-11-25') {
      it('comes back for the result of a call that let it go', () => connected(kind, async ({ call }) => {
        const tokens = new Set();
        const result = await call('test_reconnection', {}, { onresumptiontoken: token => tokens.add(token) });
        assert.match(text(result), /completed successfully/);
        assert.equal(tokens.size, 2, `the first event and the result, but: ${[...tokens]}`);
      }));
    }
  });
}

describe('every message of these conversations', () => {
  it('is one that the schema of its revision knows', { skip: unavailable }, () => {
    assert.deepEqual(everything.check.problems, []);
    for (const revision of ['2025-11-25', '2026-07-28']) assert.ok(everything.check.checked[revision] > 20, revision);
  });
});

/** What the first call of the handler gets. */
function once(register) {
  return new Promise((done, fail) => {
    const timer = setTimeout(fail, patience, new Error('not heard of'));
    register(what => { clearTimeout(timer); done(what); });
  });
}
