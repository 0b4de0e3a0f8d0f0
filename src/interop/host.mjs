// One Gatehouse per home: a folder with a configuration, plugins and the data of its Redis. A home can be started
// again, so that tests can ask what survives a restart. With INTEROP_HOSTS (./run --hosts) it is several processes that
// share the folder and its Redis, with HAProxy in front. With INTEROP_WORKERS (./run --workers) it is an edge, and workers that
// serve the folder's plugins.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFront } from './front.mjs';

export const repository = resolve(import.meta.dirname, '../..');
export const jar = join(repository, 'target/gatehouse.jar');
export const clientJar = join(repository, 'target/gatehouse-client.jar');
export const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java';
const startSeconds = 120;
const stopSeconds = 45;

/** A home on free ports; `change` may edit the configuration before it is written. `base` is where clients will find it. */
export async function newHome(change = () => {}, { hosts = Number(process.env.INTEROP_HOSTS ?? 1), front = 'haproxy',
  workers = Number(process.env.INTEROP_WORKERS ?? 0) } = {}) {
  // The space is on purpose: every path that the host hands to Redis or a class loader has one.
  const dir = mkdtempSync(join(process.env.INTEROP_TMP ?? tmpdir(), 'gatehouse home '));
  const [http, admin, redis, tls, ...others] = await freePorts(2 + 2 * hosts);
  const home = { dir, front, ports: { http, admin, redis, tls }, base: hosts > 1 ? `https://localhost:${tls}` : `http://127.0.0.1:${http}` };
  const config = {
    http: { host: '127.0.0.1', port: http },
    admin: { host: '127.0.0.1', port: admin },
    redis: { embedded: { port: redis, dir: 'data/redis' } },
    plugins: { dir: 'tools-plugins' },
    tenants: { demo: { plugins: { math: {} } } },
  };
  if (hosts > 1) behindAProxy(config, home);
  change(config);
  mkdirSync(join(dir, 'conf'));
  const ports = [home.ports, ...pairs(others)];
  const members = ports.map(({ http, admin }, i) => ({ http, admin, file: `conf/${i ? `host-${i + 1}` : 'gatehouse'}.json` }));
  for (const { file, ...its } of members) {
    writeFileSync(join(dir, file), JSON.stringify(hosts > 1 ? ofMember(config, its) : config, null, 2));
  }
  writeFileSync(join(dir, 'redis.port'), String(redis)); // for the last cleanup in ./run
  cpSync(join(repository, 'tools-plugins'), join(dir, 'tools-plugins'), { recursive: true });
  for (const built of ['target', 'src']) symlinkSync(join(repository, built), join(dir, built));
  return Object.assign(home, { config, members, workers: await withWorkers(home, config, workers) });
}

/** Makes the host an edge, and writes the configurations of its workers. */
async function withWorkers({ dir }, config, count) {
  if (count === 0) return [];
  const [edge, ...ports] = await freePorts(1 + 2 * count);
  const cluster = { host: '127.0.0.1', port: edge, members: [], secret: randomBytes(32).toString('hex') };
  writeFileSync(join(dir, 'conf/gatehouse.json'), JSON.stringify({ ...config, cluster }, null, 2));
  return pairs(ports).map(({ http: port, admin }, i) => {
    const file = `conf/worker-${i + 1}.json`;
    writeFileSync(join(dir, file), JSON.stringify({
      ...config, admin: { ...config.admin, port: admin }, plugins: { ...config.plugins, copies: `data/copies-${admin}` },
      cluster: { ...cluster, port, members: [`127.0.0.1:${edge}`] },
    }, null, 2));
    return file;
  });
}

/** What hosts behind one proxy share, as the manual says. */
function behindAProxy(config, { base }) {
  Object.assign(config.http, { publicUrl: base, trustedProxies: ['127.0.0.1/32'] });
  config.auth = { stateSecrets: [randomBytes(32).toString('hex')] };
}

const ofMember = (config, { http, admin }) => ({
  ...config, http: { ...config.http, port: http }, admin: { ...config.admin, port: admin },
  plugins: { ...config.plugins, copies: `data/copies-${http}` },
});

const pairs = ports => Array.from({ length: ports.length / 2 }, (_, i) => ({ http: ports[2 * i], admin: ports[2 * i + 1] }));

/** Gives the tenant a copy of the sample plugin. */
export function addTenant(home, tenant) {
  mkdirSync(join(home.dir, 'tools-plugins', tenant), { recursive: true });
  cpSync(join(home.dir, 'tools-plugins/demo/math.jar'), join(home.dir, 'tools-plugins', tenant, 'math.jar'));
}

/**
 * Starts the host, by another command if one is given, and waits until it says that it is ready. `base` is where clients find it, and
 * `bases` are its processes. Those of a home with several hosts are in `members`, and are stopped together.
 */
export const startHost = (home, env, options) => {
  if (home.members?.length > 1) return startHosts(home, env);
  return home.workers?.length && !options?.command ? startEdge(home, env, options) : startProcess(home, env, options);
};

/** An edge, whose workers have all told what they serve. */
async function startEdge(home, env, options) {
  const command = (role, file) => [java, '-jar', jar, 'run', '--role', role, file];
  const edge = await startProcess(home, env, { ...options, command: command('edge', 'conf/gatehouse.json') });
  const workers = await Promise.all(home.workers.map(file => startProcess(home, env, { command: command('worker', file), ready: /^(ready) worker /m })));
  const health = async () => (await (await fetch(`http://127.0.0.1:${home.ports.admin}/health/ready`)).text());
  const folder = join(home.dir, 'tools-plugins');
  const plugins = readdirSync(folder, { withFileTypes: true }).filter(one => one.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name)).filter(file => file.endsWith('.jar')).map(jar => `${name}/${parse(jar).name}`));
  // Each worker has told of each plugin, and the edge serves it.
  const served = text => plugins.every(id => text.split(`"${id}"`).length > workers.length && text.includes(`"${id.split('/')[1]}":[`));
  for (let text = ''; !served(text); text = await health()) await sleep(50);
  const { end, stop } = edge;
  const then = (first, work) => first.finally(() => Promise.all(workers.map(work)));
  return Object.assign(edge, {
    end: signal => then(end(signal), worker => worker.end(signal)),
    stop: () => then(stop(), worker => worker.stop()),
  });
}

async function startHosts(home, env) {
  const start = ({ file }) => startProcess(home, env, { command: [java, '-jar', jar, 'run', file] });
  const members = [await start(home.members[0])]; // it starts the Redis that the others find
  members.push(...await Promise.all(home.members.slice(1).map(start)));
  const front = await startFront(home);
  const all = work => Promise.all(members.map(work));
  return {
    home, members, front, base: home.base, bases: members.map(({ base }) => base),
    get stdout() { return members.map(({ stdout }) => stdout).join('\n'); },
    get stderr() { return members.map(({ stderr }) => stderr).join('\n'); },
    restart: async i => { members[i] = await start(home.members[i]); },
    end: signal => all(one => one.end(signal)).finally(front.close).then(([how]) => how),
    stop: () => all(one => one.stop()).finally(front.close),
  };
}

async function startProcess(home, env = {}, { command = [java, '-jar', jar], seconds = startSeconds, ready = readyLine } = {}) {
  if (!existsSync(jar)) throw new Error('target/gatehouse.jar is missing: build it first, mvn -q -DskipTests package');
  // A process group of its own, so that a Ctrl-C can be sent the way a terminal sends it: to the whole group.
  const child = spawn(command[0], command.slice(1), {
    cwd: home.dir, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true,
  });
  const pidFile = join(home.dir, `${child.pid}.pid`); // for the last cleanup in ./run
  writeFileSync(pidFile, String(child.pid));
  const host = { home, pid: child.pid, stdout: '', stderr: '', base: '', bases: [] };
  child.stdout.setEncoding('utf8').on('data', text => { host.stdout += text; });
  child.stderr.setEncoding('utf8').on('data', text => { host.stderr += text; });
  let ended;
  const exit = new Promise(done => child
    .on('error', error => { ended = true; host.stderr += error; done({ code: null, signal: null }); })
    .on('close', (code, signal) => { ended = true; rmSync(pidFile, { force: true }); done({ code, signal }); }));
  // A test file that forgets its host, or never gets to its hook, ends all the same and takes the host along.
  for (const handle of [child, child.stdout, child.stderr]) handle.unref();
  const emergency = () => { if (!ended) signalGroup('SIGKILL'); };
  process.on('exit', emergency);

  function signalGroup(signal) {
    try { process.kill(-child.pid, signal); } catch { /* it is gone already */ }
  }

  /** Sends the signal as a terminal would and says how the host ended. */
  host.end = async signal => {
    signalGroup(signal);
    const patience = new AbortController();
    const how = await Promise.race([exit, sleep(stopSeconds * 1000, null, patience)]);
    patience.abort();
    if (how) process.off('exit', emergency);
    else throw new Error(`the host still runs ${stopSeconds} s after ${signal}\n${tail(host)}`);
    return how;
  };
  /** The ordinary stop: SIGTERM must drain and exit with 0. */
  host.stop = async () => {
    const how = await host.end('SIGTERM');
    if (how.code !== 0) throw new Error(`after SIGTERM the host ended with ${JSON.stringify(how)}, not 0\n${tail(host)}`);
  };

  const deadline = Date.now() + seconds * 1000;
  while (!(host.base = ready.exec(host.stdout)?.[1])) {
    if (ended || Date.now() > deadline) {
      const what = ended ? 'ended' : `was not ready in ${seconds} s`;
      const how = await host.end('SIGKILL');
      throw Object.assign(new Error(`the host ${what}; its last words:\n${tail(host)}`), { exit: how });
    }
    await sleep(20);
  }
  host.bases = [host.base];
  return host;
}

/** Stops the host, then removes its home; for `after` hooks, so that it also runs when tests failed. */
export async function stopAndRemove(host) {
  await host.stop();
  removeHome(host.home);
}

/** What lets redis-cli into the home's Redis: the line of the manual, as an environment. */
export function redisLogin(home) {
  const file = join(home.dir, 'data/redis/password');
  return existsSync(file) ? { REDISCLI_AUTH: readFileSync(file, 'utf8').trim() } : {};
}

/** Removes the home; an embedded Redis that a failed test left behind is ended first. */
export function removeHome(home) {
  const env = { ...redisLogin(home), ...process.env };
  spawnSync('redis-cli', ['-p', String(home.ports.redis), 'SHUTDOWN', 'NOSAVE'], { env, stdio: 'ignore', timeout: 5000 });
  rmSync(home.dir, { recursive: true, force: true, maxRetries: 5 });
}

// Maven leaves a colour code before it, when it ran in the same shell.
const readyLine = /^(?:\x1b\[0m)*ready (http:\/\/\S+)\/mcp$/m;

const tail = host => `${host.stdout}\n${host.stderr}`.trim().split('\n').slice(-25).join('\n');

/**
 * Different ports that nobody listens on right now: below those that systems hand out to whoever connects or listens on any port, so
 * that nobody is given one by chance before the host has it. None is given twice.
 */
export async function freePorts(count) {
  const first = Number(process.env.INTEROP_PORTS ?? 20_000); // what runs beside the others has ports of its own
  const ports = [];
  while (ports.length < count) {
    const port = first + Math.floor(Math.random() * 5_000);
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

const handedOut = new Set();

const isFree = port => new Promise(done => {
  const server = createServer().on('error', () => done(false)).listen(port, '127.0.0.1', () => server.close(() => done(true)));
});
