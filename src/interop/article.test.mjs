// The three servers of the article this project grew from, as three sets of keys of one host: open to everyone, one
// key for everything, and a table of keys and tools.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { apiKey, bearer, clients, connect, statusOf, using } from './clients.mjs';
import { addTenant, newHome, startHost, stopAndRemove } from './host.mjs';
import { createKey, registerOpaqueKey } from './keys.mjs';

// The table, as it stood in the article: short keys that were handed out elsewhere.
const table = { key1: ['add', 'subtract'], key2: ['add'], key3: ['subtract'] };
const answers = { add: '5', subtract: '-1' };

let host;
let master;
before(async () => {
  const home = await newHome(config => {
    config.auth = { opaqueKeys: true };
    config.tenants.open = { anonymous: { tools: '*' } };
  });
  addTenant(home, 'open');
  host = await startHost(home);
  master = await createKey(home, { tools: '*' });
  for (const [key, tools] of Object.entries(table)) await registerOpaqueKey(home, key, { tools: tools.join(' ') });
});
after(() => host && stopAndRemove(host));

for (const kind of clients) {
  describe(kind.name, { timeout: 300_000 }, () => {
    it('open server: no key at all', () => using(kind, host.base, {}, async session => {
      assert.deepEqual(await session.tools(), ['add', 'subtract']);
      await mayCall(session, ['add', 'subtract']);
    }, 'open'));

    it('open server: a bad key is refused, not taken for none', async () => {
      await assert.rejects(connect(kind, host.base, apiKey('key9'), 'open'), error => statusOf(error) === 401);
    });

    it('one key for all tools', () => using(kind, host.base, bearer(master.text), async session => {
      assert.deepEqual(await session.tools(), ['add', 'subtract']);
      await mayCall(session, ['add', 'subtract']);
    }));

    for (const [key, tools] of Object.entries(table)) {
      it(`${key} may call ${tools.join(' and ')}`, () => using(kind, host.base, apiKey(key), async session => {
        assert.deepEqual(await session.tools(), tools);
        await mayCall(session, tools);
      }));
    }

    it('a key that is not in the table gets 401', async () => {
      await assert.rejects(connect(kind, host.base, apiKey('key4'), undefined), error => statusOf(error) === 401);
    });
  });
}

it('only a path reaches the open tenant, and only its own keys or none', async () => {
  const post = (path, headers) => fetch(host.base + path, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' },
    body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
  });
  assert.equal((await post('/mcp', {})).status, 401);
  const another = await post('/t/open/mcp', bearer(master.text));
  const nobody = await post('/t/nowhere/mcp', bearer(master.text));
  assert.deepEqual([another.status, nobody.status], [404, 404]);
  assert.equal(await another.text(), await nobody.text(), 'the answers must not tell the two apart');
});

async function mayCall(session, allowed) {
  for (const [tool, answer] of Object.entries(answers)) {
    const call = session.call(tool, { a: 2, b: 3 });
    if (allowed.includes(tool)) {
      assert.equal((await call).content[0].text, answer);
    } else {
      await assert.rejects(call, error => statusOf(error) === 403 && error.message.includes(tool));
    }
  }
}
