// Other people's clients against a host that checks keys: what they list and call, what their user reads when a call is refused, and what
// becomes of them when the tools change and when the host starts again. The manual's table is written from what is seen here.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pluginJar } from './everything.mjs';
import { newHome, removeHome, startHost } from './host.mjs';
import { createKey, everywhere, inForce, redis, unknownKey, until } from './keys.mjs';
import { libraries } from './libraries.mjs';
import { Manual, excerpt } from './manual.mjs';
import { programs, withoutPython } from './programs.mjs';
import { startProxy } from './proxy.mjs';
import { Raw } from './raw.mjs';
import { WireCheck, unavailable } from './schemas.mjs';

// `reads`: where its user reads something else than the host's sentence, by status. `keepsList`: it lists once, when it connects.
const kinds = [...libraries, ...programs];
const title = ({ name, version, how }) => [`${name} ${version}`, how].filter(Boolean).join(', ');
const five = { a: 2, b: 3 };
const patience = { timeout: 600_000 };
const each = { timeout: 60_000 };

const home = await newHome();
const check = new WireCheck();
const manual = new Manual();
const hosts = [];
const secrets = new Set();
let host;
const start = async () => hosts.push(host = await startHost(home));
before(start);
after(async () => {
  await host?.stop();
  removeHome(home);
});

function open(kind, { text: key }, base = host.base) {
  secrets.add(key);
  return kind.open({ base, key });
}
const set = (key, fields) => redis(home, 'HSET', `mcp:key:${key.id}`, ...Object.entries(fields).flat()).then(() => inForce(host));

/** What the user reads of a failure. It says this, and never the key. */
async function reads(kind, outcome, expected, key, action) {
  const said = await action().then(answer => assert.fail(`it answered ${answer}`), error => error.message);
  assert.ok(!said.includes(key.text), 'the key is in what its user reads');
  assert.match(said, expected);
  manual.told(kind, outcome, excerpt(said, expected));
}

for (const kind of kinds) {
  describe(title(kind), patience, () => {
    it('lists what the key may call, and calls it', each, async () => {
      let revision;
      const proxy = await startProxy(host.base, {}, exchange => {
        revision = exchange.headers['mcp-protocol-version'] ?? revision;
        return check.exchange(exchange);
      }, request => check.sent(request));
      const session = await open(kind, await createKey(home, { tools: 'add' }), proxy.base);
      try {
        assert.deepEqual(await session.list(), ['add']);
        assert.equal(await session.call('add', five), '5');
        manual.speaks(kind, revision ?? '2024-11-05');
      } finally {
        await session.close();
        await proxy.close();
      }
    });

    it('tells its user that the key is none', each, async () => {
      const key = { text: unknownKey() };
      await reads(kind, 'a wrong key', kind.reads?.[401] ?? /Send a valid key/, key, async () => (await open(kind, key)).call('add', five));
    });

    it('tells its user that the key was narrowed', each, async () => {
      const key = await createKey(home, { tools: 'add subtract' });
      const session = await open(kind, key);
      await set(key, { tools: 'add' });
      await reads(kind, 'a tool that the key may not call', kind.reads?.[403] ?? /This key may not call tool 'subtract'/, key, () => session.call('subtract', five));
      assert.equal(await session.call('add', five), '5', 'a refusal ends nothing');
      await session.close();
    });

    it('tells its user how long to wait', each, async () => {
      const key = await createKey(home, { tools: 'add', rate: '2/1m' });
      const session = await open(kind, key);
      await session.call('add', five);
      await session.call('add', five);
      await reads(kind, 'a limit', /The limit of 2\/1m.*?\b\d+ s\b/, key, () => session.call('add', five));
      await session.close();
    });
  });
}

describe('what changes while they are connected', patience, () => {
  const sessions = new Map();
  let key;
  before(async () => {
    key = await createKey(home, { tools: '*' });
    for (const kind of kinds) sessions.set(kind, await open(kind, key));
  });
  after(() => Promise.allSettled([...sessions.values()].map(session => session.close())));

  describe('a plugin that is dropped in', () => {
    before(async () => {
      for (const session of sessions.values()) assert.ok((await session.list()).length === 2);
      cpSync(pluginJar(), join(home.dir, 'tools-plugins/demo/everything.jar'));
      await everywhere(host, async base => (await new Raw(base, key).modern('tools/list')).body.result.tools.length > 2);
    });
    for (const kind of kinds) {
      it(`is seen by ${title(kind)}`, each, async () => {
        const session = sessions.get(kind);
        if (session.changed) await Promise.race([session.changed, sleep(30_000, null, { ref: false }).then(() => assert.fail('it was not told'))]);
        const asked = kind.keepsList ? await open(kind, key) : session;
        assert.ok((await asked.list()).includes('test_simple_text'));
        if (kind.keepsList) await asked.close();
        manual.changes(kind, session.changed ? 'is told at once' : kind.keepsList ? 'when it connects again' : 'when it lists again');
      });

      it(`answers ${title(kind)} by a tool that logs while it runs`, { timeout: 30_000 }, async () => {
        const session = kind.keepsList ? await open(kind, key) : sessions.get(kind);
        assert.match(await session.call('test_tool_with_logging', {}), /\S/);
        if (kind.keepsList) await session.close();
      });
    }
  });

  describe('a host that starts again', () => {
    before(async () => {
      await host.stop();
      await start();
    });
    for (const kind of kinds) {
      it(`is survived by ${title(kind)}`, each, async () => {
        const call = () => sessions.get(kind).call('add', five);
        await until(() => call().then(answer => answer === '5', () => false)); // a stream that it comes back by takes a moment
        manual.restarts(kind, 'goes on');
      });
    }
  });
});

it('Python, too', { skip: withoutPython }, () => {});

it('the host sent only messages that the schema of their revision knows', { skip: unavailable }, () => assert.deepEqual(check.problems, []));

it('the host logged no key', () => {
  const log = hosts.map(({ stdout, stderr }) => stdout + stderr).join('');
  assert.ok(log && ![...secrets].some(secret => log.includes(secret)), 'a key is in the log');
});

it('the manual says what was seen', () => manual.keep());
