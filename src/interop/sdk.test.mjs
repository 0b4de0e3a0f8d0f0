// What every official client gets from a host that checks keys: its tools, its answer, and a refusal that says
// what was refused and when to come back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { apiKey, bearer, clients, connect, statusOf, using } from './clients.mjs';
import { newHome, startHost, stopAndRemove } from './host.mjs';
import { createKey, inForce, redis, unknownKey, wrongSecret } from './keys.mjs';

let host;
before(async () => { host = await startHost(await newHome()); });
after(() => host && stopAndRemove(host));

const keyFor = fields => createKey(host.home, fields);
const five = { a: 2, b: 3 };
const text = result => result.content.map(part => part.text).join('\n');

for (const kind of clients) {
  const connected = (key, work) => using(kind, host.base, bearer(key.text), work);

  describe(kind.name, { timeout: 300_000 }, () => {
    for (const [header, headers] of [['Authorization: Bearer', bearer], ['X-API-Key', apiKey]]) {
      it(`connects with ${header}, lists what the key may call, and calls it`, async () => {
        const key = await keyFor({ tools: 'add' });
        const session = await connect(kind, host.base, headers(key.text));
        assert.deepEqual(await session.tools(), ['add']);
        assert.equal(text(await session.call('add', five)), '5');
        if (kind.speaks) assert.equal(session.version, kind.speaks);
        assert.deepEqual(session.problems, []);
        await session.close();
      });
    }

    it('lists by patterns, where a denial wins', async () => {
      const all = await keyFor({ tools: '*' });
      assert.deepEqual(await connected(all, session => session.tools()), ['add', 'subtract']);
      const allButOne = await keyFor({ tools: '* !sub*' });
      assert.deepEqual(await connected(allButOne, session => session.tools()), ['add']);
      const none = await keyFor({});
      assert.deepEqual(await connected(none, session => session.tools()), []);
    });

    it('names the tool that the key may not call', async () => {
      const key = await keyFor({ tools: 'add' });
      await connected(key, async session => {
        await assert.rejects(session.call('subtract', five), error => {
          assert.equal(statusOf(error), 403, String(error));
          assert.match(error.message, /subtract/);
          return true;
        });
        assert.equal(text(await session.call('add', five)), '5', 'a refusal must not end the session');
      });
    });

    it('refuses a name the same way whether or not such a tool exists', async () => {
      const key = await keyFor({ tools: 'add' });
      await connected(key, session => assert.rejects(session.call('no_such_tool', {}), error =>
        statusOf(error) === 403 && error.message.includes('no_such_tool')));
    });

    it('says how long to wait when the rate of the key is used up', async () => {
      const key = await keyFor({ tools: 'add', rate: '2/1h' });
      await connected(key, async session => {
        await session.tools(); // lists are not counted
        await session.call('add', five);
        await session.call('add', five);
        await assert.rejects(session.call('add', five), error => {
          assert.equal(statusOf(error), 429, String(error));
          // Two an hour: the next one is free half an hour after the first.
          assert.ok(waits(error.message).some(seconds => seconds > 1700 && seconds <= 1800),
            `no wait of about half an hour in: ${error.message}`);
          return true;
        });
      });
    });

    it('shows arguments that do not fit as the error of the tool', async () => {
      const key = await keyFor({ tools: 'add' });
      const result = await connected(key, session => session.call('add', { a: 'two' }));
      assert.equal(result.isError, true);
    });

    it('is cut off by a revocation in the middle of a session', async () => {
      const key = await keyFor({ tools: 'add' });
      await connected(key, async session => {
        await session.call('add', five);
        await redis(host.home, 'SADD', 'mcp:revoked', key.id);
        await inForce(host);
        await assert.rejects(session.call('add', five), error => statusOf(error) === 401);
      });
    });

    for (const [what, headersOf] of Object.entries(refusedCredentials())) {
      it(`gets 401 with ${what}`, async () => {
        const headers = await headersOf();
        await assert.rejects(connect(kind, host.base, headers), error => {
          assert.equal(statusOf(error), 401, String(error));
          return true;
        });
      });
    }
  });
}

// What a client sends later in its life, too: every way in checks the key before anything else.
describe('without a valid key every endpoint answers 401', () => {
  const requests = [
    ['POST', '/mcp'], ['GET', '/mcp'], ['DELETE', '/mcp'], ['GET', '/sse'], ['POST', '/messages'],
    ['POST', '/t/demo/mcp'], ['GET', '/t/demo/sse'], ['POST', '/t/demo/messages'],
    ['POST', '/t/nowhere/mcp'], ['GET', '/t/nowhere/sse'],
  ];
  for (const [method, path] of requests) {
    it(`${method} ${path}`, async () => {
      for (const [what, headersOf] of Object.entries(refusedCredentials())) {
        const response = await fetch(host.base + path, {
          method,
          headers: { ...await headersOf(), Accept: 'application/json, text/event-stream', 'Content-Type': 'application/json' },
          body: method === 'POST' ? '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' : undefined,
        });
        const body = await response.text();
        assert.equal(response.status, 401, `with ${what}: ${body}`);
      }
    });
  }
});

function refusedCredentials() {
  const past = () => Math.floor(Date.now() / 1000) - 60;
  return {
    'no key': async () => ({}),
    'an unknown key': async () => bearer(unknownKey()),
    'a wrong secret': async () => bearer(wrongSecret(await keyFor({ tools: '*' }))),
    'a malformed key': async () => apiKey('gth_nonsense'),
    'an expired key': async () => bearer((await keyFor({ tools: '*', exp: past() })).text),
    'a disabled key': async () => bearer((await keyFor({ tools: '*', status: 'disabled' })).text),
    'a revoked key': async () => {
      const key = await keyFor({ tools: '*' });
      await redis(host.home, 'SADD', 'mcp:revoked', key.id);
      return bearer(key.text);
    },
  };
}

/** Every duration that the sentence names, in seconds. */
function waits(sentence) {
  const unit = { s: 1, m: 60, h: 3600 };
  return [...sentence.matchAll(/(\d+) ?(s|sec|seconds?|m|min|minutes?|h|hours?)\b/g)].map(([, n, u]) => n * unit[u[0]]);
}

// A client with an OAuth provider reacts to 401 by asking for one, and shows its user what the registration answers.
describe('a client that looks for OAuth', () => {
  const authProvider = {
    redirectUrl: 'http://localhost/callback', clientMetadata: { redirect_uris: ['http://localhost/callback'] },
    clientInformation() {}, saveClientInformation() {}, tokens() {}, saveTokens() {}, redirectToAuthorization() {}, saveCodeVerifier() {}, codeVerifier: () => 'x',
  };
  for (const kind of clients) {
    it(`is told that this host takes API keys: ${kind.name}`, async () => {
      const [client, transport] = kind.open(new URL(`${host.base}/${kind.endpoint}`), { authProvider }, {});
      await assert.rejects(client.connect(transport, { timeout: 60_000 }), /this host takes API keys/);
    });
  }
});
