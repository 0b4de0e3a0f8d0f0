// docker-compose.yml as far as it can be checked without a Docker engine: what it must say, and both
// configurations at work, with the host and a Redis started side by side instead of in containers.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { bearer, clients, using } from './clients.mjs';
import { freePorts, jar, newHome, removeHome, repository, startHost } from './host.mjs';
import { createKey } from './keys.mjs';

const text = readFileSync(join(repository, 'docker-compose.yml'), 'utf8');
const password = 'n0tForProduction';
const compose = interpolate(parse(text), { REDIS_PASSWORD: password });
const { host, redis } = compose.services;
const hostConfig = readFileSync(join(repository, compose.configs.gatehouse.file), 'utf8');

describe('docker-compose.yml', () => {
  it('refuses to start without a password', () => {
    assert.throws(() => interpolate(parse(text), {}), /REDIS_PASSWORD: set it/);
  });

  it('builds the jar as the README does and runs it as nobody special', () => {
    const file = host.build.dockerfile_inline;
    assert.match(file, /^RUN .*mvn -q -DskipTests package$/m);
    const [build, run] = file.split(/(?=^FROM )/m);
    assert.match(build, /^FROM maven:\S*17 AS build$/m);
    assert.match(run, /^FROM \S*17-jre$/m);
    assert.match(run, /^USER [1-9]\d*/m);
    for (const [, path] of run.matchAll(/^COPY --from=build \/src\/(\S+)/gm)) {
      assert.ok(['target/gatehouse.jar', 'tools-plugins'].includes(path), `${path} is not made by the build`);
    }
  });

  it('lets only this machine in, and nobody to Redis', () => {
    assert.deepEqual(host.ports, ['127.0.0.1:8080:8080']);
    assert.equal(redis.ports, undefined);
  });

  it('keeps the data and the plugins in named volumes', () => {
    for (const mount of [...host.volumes, ...redis.volumes]) assert.ok(mount.split(':')[0] in compose.volumes, mount);
    assert.ok(redis.volumes.some(mount => mount.endsWith(':/data')), 'where the image keeps appendonly files');
  });

  it('keeps copies of plugins where its user can write', () => {
    const { copies } = JSON.parse(hostConfig).plugins;
    assert.ok(host.volumes.includes(`last-good:/app/${copies}`), 'the rest of the file system is read-only');
    const [, user] = /^USER (\d+)/m.exec(host.build.dockerfile_inline.split(/(?=^FROM )/m)[1]);
    assert.match(host.build.dockerfile_inline, new RegExp(`^RUN install -d -m 700 -o ${user} -g ${user} ${copies}$`, 'm'));
  });

  it('mounts each configuration where its program looks for it', () => {
    const targets = [host, redis].flatMap(service => service.configs).map(config => [config.source, config.target]);
    assert.deepEqual(targets, [['gatehouse', '/app/conf/gatehouse.json'], ['redis', redis.command[1]]]);
    assert.match(host.build.dockerfile_inline, /^WORKDIR \/app$/m, 'conf/gatehouse.json is relative to it');
  });

  it('copies no configuration into a root that is read-only', () => {
    assert.equal(host.read_only, true);
    for (const service of Object.values(compose.services).filter(service => service.read_only)) {
      for (const { source } of service.configs) assert.deepEqual(Object.keys(compose.configs[source]), ['file'], source);
    }
  });

  it('shows no password on a command line', () => {
    assert.ok(!JSON.stringify([host.command, host.healthcheck, redis.command, redis.healthcheck]).includes(password));
    assert.equal(redis.environment.REDISCLI_AUTH, password);
  });

  it('asks the health port that the configuration opens', () => {
    const { admin } = JSON.parse(hostConfig);
    assert.ok(host.healthcheck.test.includes(`http://${admin.host}:${admin.port}/health/ready`));
  });
});

describe('the configurations of docker-compose.yml at work', { timeout: 300_000 }, () => {
  const environment = { REDIS_PASSWORD: password, REDISCLI_AUTH: password };
  let home;
  let server;
  let running;
  after(async () => {
    await running?.end('SIGKILL').catch(() => {});
    if (server?.exitCode === null) server.kill('SIGKILL');
    if (home) removeHome(home);
    delete process.env.REDISCLI_AUTH;
  });

  it('the host accepts its own as it stands', async () => {
    home = await newHome();
    const file = join(home.dir, 'conf/compose.json');
    writeFileSync(file, hostConfig);
    await promisify(execFile)('java', ['-jar', jar, 'check', file], { cwd: home.dir, env: { ...process.env, ...environment } });
  });

  it('Redis starts with its own, keeps everything and asks for the password', async () => {
    // The binary comes from a first run with the embedded Redis; the image brings its own.
    const first = await startHost(home);
    await first.stop();
    const bin = join(home.dir, 'data/redis/bin');
    [home.ports.redis] = await freePorts(1);
    server = spawn(join(bin, readdirSync(bin).find(name => name.startsWith('redis-server'))),
      ['-', '--bind', '127.0.0.1', '--port', home.ports.redis, '--dir', home.dir], { stdio: ['pipe', 'ignore', 'inherit'] });
    server.stdin.end(compose.configs.redis.content);
    const cli = async (...command) => (await promisify(execFile)('redis-cli', ['-p', home.ports.redis, ...command])).stdout.trim();
    while (!/NOAUTH/.test(await cli('PING').catch(String))) await sleep(50);
    process.env.REDISCLI_AUTH = password; // what the container has
    assert.equal(await cli('PING'), 'PONG');
    assert.match(await cli('CONFIG', 'GET', 'maxmemory-policy'), /noeviction/);
    assert.match(await cli('CONFIG', 'GET', 'appendonly'), /yes/);
  });

  it('the host logs in to that Redis, is ready, and serves a key made with redis-cli', async () => {
    const config = JSON.parse(hostConfig);
    config.redis.url = config.redis.url.replace('@redis:6379', `@127.0.0.1:${home.ports.redis}`);
    Object.assign(config.http, { host: '127.0.0.1', port: home.ports.http });
    config.admin.port = home.ports.admin;
    writeFileSync(join(home.dir, 'conf/gatehouse.json'), JSON.stringify(config));
    running = await startHost(home, environment);
    assert.ok(!/gth_/.test(running.stdout + running.stderr), 'no demo key beside a real Redis');
    await promisify(execFile)('curl', ['-fsS', `http://127.0.0.1:${home.ports.admin}/health/ready`]);
    const key = await createKey(home, { tools: 'add' });
    await using(clients[0], running.base, bearer(key.text), async session => {
      assert.equal((await session.call('add', { a: 2, b: 3 })).content[0].text, '5');
    });
  });

  it('the host stops and leaves that Redis alone', async () => {
    await running.stop();
    assert.equal(server.exitCode, null);
    server.kill('SIGTERM');
    await once(server, 'exit');
  });
});

/** Compose's ${NAME}, ${NAME:-default}, ${NAME:?message} and $$, in every string of the tree. */
function interpolate(node, environment) {
  if (typeof node === 'string') {
    return node.replace(/\$\$|\$\{(\w+)(?::([-?])([^}]*))?\}|\$/g, (found, name, operator, rest) => {
      if (found === '$$') return '$';
      if (!name) throw new Error(`a bare $ in: ${node}`);
      if (environment[name]) return environment[name];
      if (operator === '-') return rest;
      throw new Error(`${name}: ${rest ?? 'is not set'}`);
    });
  }
  if (node === null || typeof node !== 'object') return node;
  if (Array.isArray(node)) return node.map(child => interpolate(child, environment));
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, interpolate(child, environment)]));
}
