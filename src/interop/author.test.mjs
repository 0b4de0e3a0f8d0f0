// The project of the manual's page for plugin authors, built and installed by the commands of that page.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import { newHome, repository, startHost, stopAndRemove } from './host.mjs';
import { createKey, until } from './keys.mjs';
import { Raw } from './raw.mjs';
import { blockWith, page } from './readme.mjs';

const manual = page('plugins.md');
const jackson = /<jackson.version>(.*?)</.exec(readFileSync(join(repository, 'pom.xml'), 'utf8'))[1];
const sh = (command, cwd) => promisify(execFile)('sh', ['-ec', command],
  { cwd, timeout: 600_000, env: { ...process.env, GATEHOUSE: host.home.dir } });

let host;
before(async () => { host = await startHost(await newHome()); });
after(() => host && stopAndRemove(host));

/** The project as the page shows it, its test apart. */
function project(folders = 'main') {
  const dir = mkdtempSync(join(process.env.INTEROP_TMP ?? tmpdir(), 'author-'));
  for (const [, path, text] of manual.matchAll(/`(pom\.xml|src\/\w+\/[\w./-]+)`:\n\n```\w*\n([\s\S]*?)```\n/g)) {
    if (path.startsWith('src/') && !folders.includes(path.split('/')[1])) continue;
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

/** The answer of the tool, as soon as it is this one. */
async function answers(text) {
  const client = new Raw(host.base, await createKey(host.home, { tools: '*' }));
  await until(async () => (await client.call('greet', { name: 'Ada' })).body.result?.content[0].text === text);
}

it('a plugin is built and served with nothing but a JDK', { timeout: 900_000 }, async () => {
  await sh(blockWith('with a JDK alone', 'plugins.md'), project());
  await answers('Hello, Ada!');
});

it('a plugin that needs a library is served with it', { timeout: 900_000 }, async () => {
  const dir = project();
  edit(dir, 'pom.xml', '</dependencies>', `<dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId>
    <version>${jackson}</version></dependency></dependencies>`);
  edit(dir, 'src/main/java/example/Greeter.java', '"Hello, " + name + "!"',
    'new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode().put("hello", name).toString()');

  await sh(blockWith('install the SPI', 'plugins.md'), repository);
  rmSync(join(host.home.dir, 'tools-plugins/demo/greeter.jar'), { force: true }); // a folder goes before it, but this names a fault
  await sh(blockWith('with Maven', 'plugins.md'), dir);

  const jars = readdirSync(join(host.home.dir, 'tools-plugins/demo/greeter'));
  assert.ok(jars.includes('greeter.jar') && jars.includes(`jackson-databind-${jackson}.jar`) && !jars.some(jar => jar.startsWith('gatehouse')), String(jars));
  await answers('{"hello":"Ada"}');
});

it('its test passes with the test kit', { timeout: 900_000 }, async () => {
  const dir = project(['main', 'test']);
  const [dependencies, plugin] = [...manual.matchAll(/^```xml\n(<(?:dependency|plugin)>[\s\S]*?)```$/gm)].map(([, xml]) => xml);
  edit(dir, 'pom.xml', '</dependencies>', `${dependencies}</dependencies>`);
  edit(dir, 'pom.xml', '<build><finalName>greeter</finalName><plugins>', `<build><finalName>greeter</finalName><plugins>${plugin}`);

  await sh(blockWith('install the test kit', 'plugins.md'), repository);
  await sh('mvn -q test', dir);

  const report = readFileSync(join(dir, 'target/surefire-reports/example.GreeterTest.txt'), 'utf8');
  assert.match(report, /Tests run: 3, Failures: 0, Errors: 0, Skipped: 0/);
});

function edit(project, path, before, then) {
  const text = readFileSync(join(project, path), 'utf8');
  assert.ok(text.includes(before), `${path} of plugins.md has no ${before}`);
  writeFileSync(join(project, path), text.replace(before, then));
}
