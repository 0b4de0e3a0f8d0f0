// The project of tools-plugins/README.md with a library of its own, built and dropped in by the commands that stand there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import { newHome, repository, startHost, stopAndRemove } from './host.mjs';
import { createKey, until } from './keys.mjs';
import { Raw } from './raw.mjs';

const readme = readFileSync(join(repository, 'tools-plugins/README.md'), 'utf8');
const jackson = /<jackson.version>(.*?)</.exec(readFileSync(join(repository, 'pom.xml'), 'utf8'))[1];
const sh = (command, cwd) => promisify(execFile)('sh', ['-ec', command], { cwd, timeout: 600_000 });

/** The first of the README's commands that this finds. */
function command(pattern) {
  const found = pattern.exec(readme);
  assert.ok(found, `tools-plugins/README.md has no command ${pattern}`);
  return found[0].slice(1, -1);
}

let host;
before(async () => { host = await startHost(await newHome()); });
after(() => host && stopAndRemove(host));

it('a plugin that needs a library is served with it', { timeout: 900_000 }, async () => {
  const project = mkdtempSync(join(process.env.INTEROP_TMP ?? tmpdir(), 'author-'));
  for (const [, path, text] of readme.matchAll(/`(pom\.xml|src\/main\/[\w./-]+)`:\n\n```\w*\n([\s\S]*?)```\n/g)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  edit(project, 'pom.xml', '</dependencies>', `<dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId>
    <version>${jackson}</version></dependency></dependencies>`);
  edit(project, 'src/main/java/example/Greeter.java', '"Hello, " + name + "!"',
    'new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode().put("hello", name).toString()');

  await sh(command(/`mvn -q -pl src\/spi -am install -DskipTests`/), repository);
  await sh(command(/`mvn -q package`/), project);
  await sh(command(/`cp -r target\/greeter …\/tools-plugins\/demo\/`/).replace('…', `"${host.home.dir}"`), project);

  const jars = readdirSync(join(host.home.dir, 'tools-plugins/demo/greeter'));
  assert.ok(jars.includes('greeter.jar') && jars.includes(`jackson-databind-${jackson}.jar`) && !jars.some(jar => jar.startsWith('gatehouse')), String(jars));
  const client = new Raw(host.base, await createKey(host.home, { tools: '*' }));
  await until(async () => (await client.modern('tools/list')).body.result.tools.some(tool => tool.name === 'greet'));
  assert.equal((await client.call('greet', { name: 'Ada' })).body.result.content[0].text, '{"hello":"Ada"}');
});

function edit(project, path, before, then) {
  const text = readFileSync(join(project, path), 'utf8');
  assert.ok(text.includes(before), `${path} of tools-plugins/README.md has no ${before}`);
  writeFileSync(join(project, path), text.replace(before, then));
}
