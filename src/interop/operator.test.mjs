// An operator's day, by the commands of the manual alone: ten teams with 200 keys, ceilings, the monthly report, an alert, a leaver, old
// keys, who called what, backup and restore, a bad jar and back.
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { newHome, removeHome, startHost } from './host.mjs';
import { awayFromMidnight, inForce, redis, until } from './keys.mjs';
import { Raw } from './raw.mjs';
import { blocksOf, blockWith, openShell, page } from './readme.mjs';

const marked = name => blocksOf('operate.md', page('operate.md')).find(block => block.name === name).script;
const block = text => blockWith(text, 'operate.md');

let home;
let host;
let shell;
let keys;
before(async () => {
  await awayFromMidnight(10);
  home = await newHome();
  host = await startHost(home);
  shell = openShell(host);
  await shell.run(marked('login'));
});
after(async () => {
  shell?.close();
  await host?.end('SIGKILL').catch(() => {});
  removeHome(home);
});

const file = name => readFileSync(join(home.dir, name), 'utf8');
const rows = text => text.trim().split('\r\n').slice(1).map(line => line.split(','));
const of = (team, n = 0) => keys.filter(key => key.owner === team)[n];
/** The HTTP status of a call. */
const call = async (key, tool) => (await new Raw(host.base, key).call(tool, { a: 2, b: 3 })).status;
/** What a block prints; a command that ends with another status than 0 fails it. */
const run = text => shell.run(block(text));

it('ten teams get twenty keys each', async () => {
  assert.match(await run('ten teams'), /^\s*200$/m);
  keys = rows(file('keys.csv')).map(([id, tenant, owner, name, text]) => ({ id, tenant, owner, name, text }));
  assert.equal(keys.length, 200);
  assert.equal(statSync(join(home.dir, 'keys.csv')).mode & 0o777, 0o600);
  assert.equal(new Set(keys.map(key => key.owner)).size, 10);
  await inForce(host);
  assert.equal(await call(of('team-01'), 'add'), 200);
  assert.equal(await call(of('team-10', 19), 'subtract'), 200);
});

it('a team has a ceiling', async () => {
  await run('ceilings');
  await inForce(host);
  assert.equal(await call(of('team-03'), 'subtract'), 403);
  assert.equal(await call(of('team-03'), 'add'), 200);
  assert.equal(await call(of('team-04'), 'subtract'), 200);
});

it('keys are listed', async () => {
  const printed = await run('what keys');
  assert.equal(printed.match(/ team-03 .* active /g)?.length, 20, printed);
  assert.match(printed, /none of the 20\d keys matches/);
});

it('the monthly report has every team that called', async () => {
  await until(async () => / 4 +0 +1$/m.test((await shell.run('java -jar target/gatehouse.jar usage --tenant demo --by owner')).match(/^total.*$/m)?.[0] ?? ''));
  const printed = await run('monthly report');
  assert.match(printed, /^team-03 +1 +0 +1$/m);
  assert.match(printed, /^team-10 +1 +0 +0$/m);
  const report = rows(file('report.csv'));
  assert.deepEqual(report.find(([id]) => id === of('team-03').id), [of('team-03').id, 'team-03', 'service 1', '1', '0', '1']);
});

it('an alert is traced to its key and its rule', async () => {
  const printed = await run('an alert');
  assert.match(printed, new RegExp(`^${of('team-03').id} +team-03 +tools/call +subtract +forbidden .* 1 `, 'm'));
  const why = await shell.run(`java -jar target/gatehouse.jar explain ${of('team-03').id} subtract || true`);
  assert.match(why, /^denied: cut by the ceiling: nothing in tools of owner 'team-03' allows it$/m);
});

it('who called a tool', async () => {
  const printed = await run('who called');
  for (const team of ['team-04', 'team-10']) assert.match(printed, new RegExp(` ${team} +tool +subtract +ok `));
  assert.doesNotMatch(printed, / add /);
});

it('a leaver is out, and nobody else', async () => {
  assert.equal(await call(of('team-07'), 'add'), 200);
  await run('a leaver');
  await inForce(host);
  assert.equal(await call(of('team-07'), 'add'), 401);
  assert.equal(await call(of('team-07', 19), 'add'), 401);
  assert.equal(await call(of('team-08'), 'add'), 200);
});

it('old keys get successors, and both work for the overlap', async () => {
  const made = Math.floor(Date.now() / 1000) - 100 * 86_400;
  for (const { id } of keys.filter(key => key.owner === 'team-05')) await redis(home, 'HSET', `mcp:key:${id}`, 'created', made);
  await run('keys get old');
  const fresh = rows(file('new-keys.csv'));
  assert.equal(fresh.length, 20);
  const [replaces, , , owner, , text] = fresh[0];
  assert.equal(owner, 'team-05');
  await inForce(host);
  assert.equal(await call({ text }, 'add'), 200);
  assert.equal(await call(keys.find(key => key.id === replaces), 'add'), 200);
  assert.ok(Number(await redis(home, 'TTL', `mcp:key:${replaces}`)) <= 86_400);
  rmSync(join(home.dir, 'new-keys.csv'));
  assert.match(await run('keys get old'), /no active key is older than 90d and without a successor/);
});

it('a bad jar changes nothing for callers, is told, and goes away', async () => {
  const doctor = `${block('is everything').trim()} 2>log.txt || echo "status $?"`;
  assert.equal(await shell.run(doctor), '');
  const jar = join(home.dir, 'tools-plugins/demo/math.jar');
  copyFileSync(jar, join(home.dir, 'math.old'));
  writeFileSync(`${jar}.new`, 'no jar');
  renameSync(`${jar}.new`, jar);
  await until(async () => /problem  ports: .*DEGRADED/.test(await shell.run(doctor)));
  const told = await shell.run(doctor);
  assert.match(told, /^problem  plugins: demo\/math: /m);
  assert.match(told, /^  remedy: /m);
  assert.match(told, /^status 1$/m);
  assert.equal(await call(of('team-01'), 'add'), 200);
  copyFileSync(join(home.dir, 'math.old'), `${jar}.new`);
  renameSync(`${jar}.new`, jar);
  await until(async () => await shell.run(doctor) === '');
  assert.equal(await call(of('team-01'), 'add'), 200);
});

it('a backup brings back what was lost', async () => {
  await shell.run(marked('backup'));
  await redis(home, 'DEL', `mcp:key:${of('team-01').id}`);
  await inForce(host);
  assert.equal(await call(of('team-01'), 'add'), 401);
  await host.stop();
  rmSync(join(home.dir, 'data/redis/appendonlydir'), { recursive: true });
  cpSync(join(home.dir, 'backup/appendonlydir'), join(home.dir, 'data/redis/appendonlydir'), { recursive: true });
  host = await startHost(home);
  assert.equal(await call(of('team-01'), 'add'), 200);
  assert.equal(await call(of('team-07'), 'add'), 401, 'the revocation was there before the backup');
});
