// What a stranger sees: start, paste the printed curl line, get an answer; and again after everything that a
// terminal does to a program.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import { newHome, removeHome, repository, startHost } from './host.mjs';
import { redis } from './keys.mjs';
import { blockWith } from './readme.mjs';

const sh = async (script, home) => {
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script], { cwd: home.dir, timeout: 60_000 });
  return stdout + stderr;
};

let home;
let host;
let curl;
before(async () => { home = await newHome(); });
after(async () => {
  await host?.end('SIGKILL').catch(() => {});
  removeHome(home);
});

const answersFive = async () => assert.match(await sh(curl, home), /"text"\s*:\s*"5"/);
const printedKeys = () => (host.stdout + host.stderr).match(/gth_\w+/g) ?? [];

it('the first start prints one key and a curl line that answers 5', async () => {
  host = await startHost(home);
  assert.equal(new Set(printedKeys()).size, 1, 'exactly one key');
  curl = curlLine(host.stdout + host.stderr);
  await answersFive();
});

it('the printed lines let redis-cli in, and nothing else does', async () => {
  const lines = (host.stdout + host.stderr).split('\n').map(line => line.trim());
  const login = lines.find(line => line.startsWith('export REDISCLI_AUTH='));
  const look = lines.find(line => line.startsWith('redis-cli -p') && line.includes('HGETALL'));
  assert.match(await sh(`${login}\n${look}`, home), /^tenant\ndemo$/m);
  assert.match(await sh(look, home), /NOAUTH/);
});

it('the health port says ready', async () => {
  for (const path of ['live', 'ready']) {
    const response = await fetch(`http://127.0.0.1:${home.ports.admin}/health/${path}`);
    assert.equal(response.status, 200, await response.text());
  }
});

it('Ctrl-C drains and ends with 0, and takes the embedded Redis along', async () => {
  assert.deepEqual(await host.end('SIGINT'), { code: 0, signal: null });
  await assert.rejects(redis(home, 'PING'), 'nothing may listen on the port of Redis any more');
});

it('the second start prints no key, and the first one still works', async () => {
  host = await startHost(home);
  assert.deepEqual(printedKeys(), []);
  await answersFive();
});

it('kill -9 loses nothing', async () => {
  assert.equal((await host.end('SIGKILL')).signal, 'SIGKILL');
  host = await startHost(home);
  assert.deepEqual(printedKeys(), []);
  await answersFive();
});

it('a second host on the same ports exits with 3 and names what is taken', async () => {
  await assert.rejects(startHost(home), error => {
    assert.equal(error.exit?.code, 3, error.message);
    assert.match(error.message, /http\.port|admin\.port|redis\.embedded\.port/);
    return true;
  });
  await answersFive();
});

it('SIGTERM drains and ends with 0', () => host.stop());

it('the first commands of the README build and start a fresh copy', { timeout: 900_000 }, async () => {
  const copy = { dir: mkdtempSync(join(process.env.INTEROP_TMP ?? tmpdir(), 'copy-')), ports: home.ports };
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-z'], { cwd: repository });
  for (const file of stdout.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(copy.dir, file)), { recursive: true });
    cpSync(join(repository, file), join(copy.dir, file));
  }
  writeFileSync(join(copy.dir, 'conf/gatehouse.json'), JSON.stringify(home.config));
  writeFileSync(join(copy.dir, 'redis.port'), String(home.ports.redis)); // for the last cleanup in ./run
  try {
    host = await startHost(copy, {}, { command: ['sh', '-ec', blockWith('build and start', 'README.md')], seconds: 600 });
    assert.match(await sh(curlLine(host.stdout + host.stderr), copy), /"text"\s*:\s*"5"/);
  } finally {
    await host.end('SIGINT');
    removeHome(copy);
  }
});

/** The printed command: the line that starts with curl and the lines that a backslash joins to it. */
function curlLine(output) {
  const found = /^[ \t$]*(curl\b(?:.*\\\n)*.*)$/m.exec(output);
  assert.ok(found, `no curl line in:\n${output}`);
  return found[1];
}
