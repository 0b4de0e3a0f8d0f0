// The project that the manual's page for plugin authors shows, made, built, tried and installed by the commands of that page.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts, jar, newHome, repository, startHost, stopAndRemove } from './host.mjs';
import { createKey, until } from './keys.mjs';
import { Raw } from './raw.mjs';
import { blockWith } from './readme.mjs';

const jackson = /<jackson.version>(.*?)</.exec(readFileSync(join(repository, 'pom.xml'), 'utf8'))[1];
const sh = (command, cwd) => promisify(execFile)('sh', ['-ec', command],
  { cwd, timeout: 600_000, env: { ...process.env, GATEHOUSE: host.home.dir } });

let host;
before(async () => {
  // Maven keeps what it once had of a version; this one is still being built.
  rmSync(join(homedir(), '.m2/repository/dev/gatehouse/local'), { recursive: true, force: true });
  host = await startHost(await newHome());
});
after(() => host && stopAndRemove(host));

/** The project, made by the command; a space in its path makes sure that it minds none. A unit test holds that the page shows its files. */
async function project() {
  const dir = mkdtempSync(join(process.env.INTEROP_TMP ?? tmpdir(), 'author '));
  symlinkSync(jar, join(dir, 'gatehouse.jar'));
  await sh(blockWith('make the project', 'plugins.md'), dir);
  return join(dir, 'greeter');
}

/** The answer of the tool, as soon as it is this one. */
async function answers(text) {
  const client = new Raw(host.base, await createKey(host.home, { tools: '*' }));
  await until(async () => (await client.call('greet', { name: 'Ada' })).body.result?.content[0].text === text);
}

it('a plugin is built and served with nothing but a JDK', { timeout: 900_000 }, async () => {
  await sh(blockWith('with a JDK alone', 'plugins.md'), await project());
  await answers('Hello, Ada!');
});

it('a plugin that needs a library is served with it', { timeout: 900_000 }, async () => {
  const dir = await project();
  edit(dir, 'pom.xml', '</dependencies>', `<dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId>
    <version>${jackson}</version></dependency></dependencies>`);
  edit(dir, 'src/main/java/example/Greeter.java', '"Hello, " + name + "!"',
    'new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode().put("hello", name).toString()');

  for (let i = 0; i < 2; i++) edit(dir, 'src/test/java/example/GreeterTest.java', '"Hello, Ada!"', '"{\\"hello\\":\\"Ada\\"}"');

  rmSync(join(host.home.dir, 'tools-plugins/demo/greeter.jar'), { force: true }); // a folder goes before it, but this names a fault
  await sh(blockWith('with Maven', 'plugins.md'), dir);

  const jars = readdirSync(join(host.home.dir, 'tools-plugins/demo/greeter'));
  assert.ok(jars.includes('greeter.jar') && jars.includes(`jackson-databind-${jackson}.jar`) && !jars.some(jar => jar.startsWith('gatehouse')), String(jars));
  await answers('{"hello":"Ada"}');
});

it('its test passes with the test kit', { timeout: 900_000 }, async () => {
  const dir = await project();

  await sh('mvn -q test', dir);

  const report = readFileSync(join(dir, 'target/surefire-reports/example.GreeterTest.txt'), 'utf8');
  assert.match(report, /Tests run: 3, Failures: 0, Errors: 0, Skipped: 0/);
});

it('it is served while it is written', { timeout: 900_000 }, async () => {
  const dir = await project();
  const [port] = await freePorts(1);
  await sh('mvn -q compile', dir);
  const dev = spawn('sh', ['-ec', `exec ${blockWith('try it', 'plugins.md').trim()} --port ${port}`], { cwd: join(dir, '..') });
  let out = '', err = '';
  dev.stdout.on('data', text => { out += text; });
  dev.stderr.on('data', text => { err += text; });
  const ended = new Promise(resolve => dev.on('exit', resolve));
  try {
    const client = new Raw(`http://127.0.0.1:${port}/t/dev`);
    const says = async text => (await client.call('greet', { name: 'Ada' }).catch(() => null))?.body.result?.content[0].text === text;
    await until(() => says('Hello, Ada!'));
    edit(dir, 'src/main/java/example/Greeter.java', 'Hello', 'Bye');
    await sh('mvn -q compile', dir);
    await until(() => says('Bye, Ada!'));
    while (!/^-> #\d+ tool greet \{"name":"Ada"\}\n<- #\d+ ok, \d+ ms$/m.test(out)) await sleep(50);
  } catch (failure) {
    throw new Error(`${failure.message}; it said:\n${out}${err}`);
  } finally {
    dev.kill('SIGINT');
  }
  assert.equal(await ended, 0);
});

function edit(project, path, before, then) {
  const text = readFileSync(join(project, path), 'utf8');
  assert.ok(text.includes(before), `${path} of plugins.md has no ${before}`);
  writeFileSync(join(project, path), text.replace(before, then));
}
