// Three hosts behind conf/haproxy.cfg and conf/nginx.conf: a session that no host owns, hosts that are killed and restarted under load, and
// what the proxies do with a request that a host did not answer.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { bearer, clients, connect } from './clients.mjs';
import { startEverything } from './everything.mjs';
import { startFront } from './front.mjs';
import { freePorts, newHome, removeHome } from './host.mjs';
import { inForce, until } from './keys.mjs';
import { Raw, events, next, rest } from './raw.mjs';

const limit = { timeout: 300_000 };
const fronts = ['haproxy', 'nginx'];
const names = ['one', 'two', 'three'];
const tool = (name, args = {}, progressToken) => ({ name, arguments: args, ...(progressToken ? { _meta: { progressToken } } : {}) });
const progress = event => event.data?.params?.progress;
const text = result => result.content[0].text;

/** Another front for the same hosts: its base and how to close it. */
async function besides(home, front) {
  const [tls] = await freePorts(1);
  const { close } = await startFront({ ...home, front, ports: { ...home.ports, tls } });
  return { base: `https://localhost:${tls}`, close };
}

describe('three hosts', limit, () => {
  let everything, host, key, each, nginx;
  const through = i => each[i];
  before(async () => {
    everything = await startEverything(config => { config.shutdown = { notReady: '8s' }; }, { hosts: 3 });
    ({ host } = everything);
    key = await everything.newKey();
    await inForce(host);
    each = host.bases.map(base => new Raw(base, key));
    nginx = await besides(host.home, 'nginx');
  });
  after(async () => {
    await nginx?.close();
    await everything?.stop();
  });
  const bases = () => ({ haproxy: host.base, nginx: nginx.base });
  const up = i => until(() => host.front.said.lastIndexOf(`/${names[i]} is UP`) > host.front.said.lastIndexOf(`/${names[i]} is DOWN`));
  const down = (i, already) => until(() => host.front.said.split(`/${names[i]} is DOWN`).length > already);
  /** How many calls this host has answered. */
  const served = async i => {
    const text = await (await fetch(`http://127.0.0.1:${host.home.members[i].admin}/metrics`)).text();
    return [...text.matchAll(/^gatehouse_calls_seconds_count\{.*\btool="test_simple_text".*\} (\S+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const timesDown = i => host.front.said.split(`/${names[i]} is DOWN`).length;

  it('a session goes on after kill -9 of the host that opened it, with all that was written', limit, async () => {
    const session = await through(0).session('2025-11-25', { elicitation: { form: {} } });
    const own = events(await session.get());
    const call = events(await session.request('tools/call', tool('count', { to: 1000 }, 'p')));
    const seen = [await next(call), await next(call), await next(call)];

    // A tool on the second host asks, and the third hears the answer.
    const asking = events(await session.as(through(1)).request('tools/call', tool('test_elicitation', { message: 'Who are you?' })));
    let question;
    do question = await next(asking); while (question.data.method !== 'elicitation/create');
    const answered = await session.as(through(2)).post({ jsonrpc: '2.0', id: question.data.id, result: { action: 'accept', content: { username: 'ann', email: 'ann@example.com' } } });
    assert.equal(answered.status, 202);
    assert.match(text((await rest(asking)).at(-1).data.result), /ACCEPT.*ann/);

    let asked;
    do { asked = Date.now(); seen.push(await next(call)); } while (Date.now() - asked < 20); // no more that waited here
    await sleep(20); // between two counts: what the client has seen is in the log
    await host.members[0].end('SIGKILL');
    await assert.rejects(rest(own), 'its streams break');
    for (;;) { // what had reached the client when the host was killed
      const { value, done } = await call.next().catch(() => ({ done: true }));
      if (done) break;
      seen.push(value);
    }
    const replayed = await rest(events(await session.as(through(1)).get(seen[0].id)));
    const counts = replayed.map(progress);
    assert.deepEqual(counts, counts.map((_, i) => i + 1), 'each once, in order');
    assert.ok(counts.length >= seen.length - 1, `${seen.length - 1} were seen, ${counts.length} are there`);
    const resume = await session.as(through(2)).get(seen.at(-1).id);
    const resumed = resume.status === 204 ? [] : await rest(events(resume)); // it may have seen all
    assert.deepEqual([...seen.slice(1), ...resumed].map(progress), counts, 'nothing is lost or told twice');
    assert.equal((await session.as(through(2)).get(replayed.at(-1).id)).status, 204, 'there is nothing to come back for');

    // It goes on: another stream of its own, and what is told on it by a third host.
    const left = session.as(through(1));
    await left.request('resources/subscribe', { uri: 'test://watched-resource' });
    const again = events(await left.get());
    // The head comes before the host has taken the stream, and what is told before that is told to nobody.
    const trigger = () => session.as(through(2)).request('tools/call', tool('trigger_resource_change')).catch(() => {});
    await trigger();
    const triggers = setInterval(trigger, 500);
    try {
      let told;
      do told = (await next(again)).data; while (told.method !== 'notifications/resources/updated');
    } finally {
      clearInterval(triggers);
    }
    assert.equal((await session.as(through(2)).delete()).status, 204);
    await until(async () => (await left.request('ping')).status === 404);
    await host.restart(0);
    await up(0);
  });

  it('a host that drains is taken out by its health check, while it still serves', limit, async () => {
    const already = timesDown(1);
    const stopped = host.members[1].stop();
    await down(1, already);
    const calls = await served(1);
    for (let i = 0; i < 9; i++) assert.equal((await new Raw(host.base, key).call('test_simple_text')).status, 200);
    assert.equal((await through(1).call('test_simple_text')).status, 200, 'it serves');
    assert.equal(await served(1), calls + 1, 'only what was sent past the proxy');
    await stopped;
    await host.restart(1);
    await up(1);
  });

  it('no call fails while the hosts are restarted one by one', limit, async () => {
    const { calls, failures } = await underLoad(host.base, key, async () => {
      for (let i = 0; i < 3; i++) {
        await host.members[i].stop();
        await host.restart(i);
        await up(i);
      }
    });
    assert.deepEqual(failures, []);
    for (const [name, count] of Object.entries(calls)) assert.ok(count > 20, `${name} made only ${count}`);
  });

  it('kill -9 fails no call but those that the host had', limit, async () => {
    let killed;
    const { failures } = await underLoad(host.base, key, async () => {
      await sleep(2000);
      await host.members[2].end('SIGKILL');
      killed = Date.now(); // it is gone
      await sleep(4000);
    });
    await host.restart(2);
    await up(2);
    console.log(`kill -9: ${failures.length} calls failed: ${failures.map(({ name, began, error }) => `${name}, ${began - killed} ms: ${error}`).join('; ')}`);
    assert.deepEqual(failures.filter(({ began }) => began > killed + 1000), []);
  });

  for (const front of fronts) describe(front, limit, () => {
    const raw = () => new Raw(bases()[front], key);

    it('passes events on one by one', async () => {
      const { events: stream } = await raw().call('count', { to: 1000 }, { meta: { progressToken: 1 } });
      for (const count of [1, 2, 3]) assert.equal(progress(await next(stream)), count); // the last would come after 50 s
      await stream.return();
    });

    it('brings a question and its answer', async () => {
      const session = await raw().session('2025-11-25', { elicitation: { form: {} } });
      const stream = events(await session.request('tools/call', tool('test_elicitation', { message: 'Who are you?' })));
      let question;
      do question = await next(stream); while (question.data.method !== 'elicitation/create');
      await session.post({ jsonrpc: '2.0', id: question.data.id, result: { action: 'decline' } });
      assert.match(text((await rest(stream)).at(-1).data.result), /DECLINE/);
    });

    it('tells a host that the client of a silent call has gone', async () => {
      const leaving = new AbortController();
      const counted = () => Promise.all(each.map(async one => Number(text((await one.call('counted')).body.result))));
      const earlier = await counted();
      const call = raw().call('count', { to: 200 }, { signal: leaving.signal }).catch(() => {});
      await until(async () => String(await counted()) !== String(earlier));
      leaving.abort();
      await call;
      await until(async () => {
        const now = await counted();
        await sleep(300);
        return String(await counted()) === String(now);
      });
      assert.ok((await counted()).every(count => count < 200));
    });

    it('lets no client write a prefix, and lets the host say what is too large', async () => {
      const stream = events(await raw().fetch('/sse', { method: 'GET', headers: { 'X-Forwarded-Prefix': '/evil' } }));
      assert.match((await next(stream)).data, /^\/messages/);
      await stream.return();
      const { status, body } = await raw().call('test_simple_text', { more: 'x'.repeat(1_200_000) });
      assert.equal(status, 413);
      assert.ok(body.error, JSON.stringify(body));
    });
  });
});

/** Does the work while clients of today and of before call again and again. How many calls they made, and what failed. */
async function underLoad(base, key, work) {
  const modern = await connect(clients.find(kind => kind.name.includes('pinned')), base, bearer(key.text));
  const older = await connect(clients.find(kind => kind.name.startsWith('SDK 1.x, Streamable')), base, bearer(key.text));
  const raw = new Raw(base, key);
  const session = await raw.session('2025-11-25');
  const kinds = {
    'SDK, 2026-07-28': async () => text(await modern.call('test_simple_text', {})),
    'SDK, 2025-11-25': async () => text(await older.call('test_simple_text', {})),
    'stream, 2026-07-28': async () => text((await rest((await raw.call('count', { to: 10 }, { meta: { progressToken: 1 } })).events)).at(-1).data.result),
    'stream, 2025-11-25': async () => text((await rest(events(await session.request('tools/call', tool('count', { to: 10 }, 1))))).at(-1).data.result),
  };
  const calls = Object.fromEntries(Object.keys(kinds).map(name => [name, 0]));
  const failures = [];
  let on = true;
  const repeat = async (name, call) => {
    while (on) {
      const began = Date.now();
      await call().then(() => calls[name]++, error => failures.push({ name, began, error: String(error.cause ?? error) }));
      await sleep(10);
    }
  };
  const all = Promise.all(Object.entries(kinds).flatMap(([name, call]) => [repeat(name, call), repeat(name, call)]));
  try {
    await work();
  } finally {
    on = false;
    await all;
    await Promise.all([modern.close(), older.close()]);
  }
  return { calls, failures };
}

for (const front of fronts) describe(`what ${front} does with a request that has reached a host`, limit, () => {
  let home, proxy, servers, act, seen;
  before(async () => {
    home = await newHome(undefined, { hosts: 3, front });
    servers = await Promise.all(home.members.map(({ http }) => listening(http, (request, response) => {
      seen++;
      request.resume().on('end', () => act(request, response, seen));
    })));
    servers.push(...await Promise.all(home.members.map(({ admin }) => listening(admin, (request, response) => response.end()))));
    proxy = await startFront(home);
  });
  after(async () => {
    await proxy?.close();
    for (const server of servers ?? []) { server.close(); server.closeAllConnections(); }
    removeHome(home);
  });
  const post = async then => {
    [act, seen] = [then, 0];
    const response = await fetch(`${home.base}/mcp`, { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } });
    await response.text();
    return response.status;
  };
  const fine = (request, response) => response.end('{}');

  it('sends it once when the host closes the connection without an answer', async () => {
    assert.equal(await post(request => request.socket.destroy()), 502);
    assert.equal(seen, 1);
    for (let i = 0; i < 9; i++) assert.equal(await post(fine), 200);
    for (let i = 0; i < 3; i++) { // on connections that have been used before
      await post(request => request.socket.destroy()).catch(() => {}); // HAProxy may close the client's connection without a word
      assert.equal(seen, 1);
    }
  });

  it('sends it once when the host refuses it for now', async () => {
    assert.equal(await post((request, response) => response.writeHead(503).end()), 503);
    assert.equal(seen, 1);
  });

  it('sends it to another host when one takes no connection', async () => {
    for (const gone of servers.slice(0, 2)) { gone.close(); gone.closeAllConnections(); }
    for (let i = 0; i < 6; i++) {
      assert.equal(await post(fine), 200);
      assert.equal(seen, 1);
    }
  });
});

const listening = (port, answer) => new Promise(done => {
  const server = createServer(answer);
  server.keepAliveTimeout = 0;
  server.listen(port, '127.0.0.1', () => done(server));
});
