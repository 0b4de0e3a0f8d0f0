// The marked blocks (see readme.mjs) of the README and then of the manual, in order, against a running host; and what the manual lists of it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { jar, newHome, startHost, stopAndRemove } from './host.mjs';
import { awayFromMidnight, everywhere, inForce } from './keys.mjs';
import { Raw } from './raw.mjs';
import { blocksOf, newestKey, openShell, page } from './readme.mjs';

// The key of the README is used until keys.md makes its own, whose $id operate.md explains.
const pages = ['README.md', 'clients.md', 'plugins.md', 'keys.md', 'operate.md', 'reference.md', 'tokens.md'];
const blocks = Object.fromEntries(pages.map(name => [name, blocksOf(name, page(name))]));
const lifecycle = ['create', 'narrow', 'limit', 'expire', 'revoke'];
const modern = '2026-07-28';

let host;
let shell;
let key;
before(async () => {
  await awayFromMidnight(5);
  host = await startHost(await newHome());
  shell = openShell(host);
});
after(async () => {
  shell?.close();
  if (host) await stopAndRemove(host);
});

it('the manual shows the whole life of a key in blocks that are run', () => {
  const names = blocks['keys.md'].map(block => block.name);
  for (const name of lifecycle) assert.ok(names.includes(name), `keys.md has no block marked <!-- test: ${name} … -->`);
});

for (const [name, some] of Object.entries(blocks)) describe(name, () => {
  for (const block of some) {
    it(`line ${block.line}: ${block.name}`, async () => {
      const printed = await shell.run(block.script, key);
      key = newestKey(printed) ?? key;
      await inForce(host);
      for (const { serves, prints, form, tool, outcome } of block.expectations) {
        if (serves) await everywhere(host, async base => (await served(base)).includes(serves));
        else if (prints !== undefined) assert.ok(printed.includes(prints), `it should print ${prints}, it printed:\n${printed}`);
        else if (form) assert.match(printed, form);
        else assert.equal(await call(tool), outcome, `${tool}, after the block printed:\n${printed}`);
      }
    });
  }
});

it('the manual\'s TypeScript example prints the answer and ends', async () => {
  const example = page('clients.md').match(/^```js\n([\s\S]*?)^```$/m)[1];
  // Beside this file, where its imports are found.
  const script = join(import.meta.dirname, `.readme-example-${process.pid}.mjs`);
  writeFileSync(script, example.replaceAll('http://127.0.0.1:8080', host.base));
  try {
    const minted = await promisify(execFile)('java', ['-jar', jar, 'mint', '--tenant', 'demo', '--tools', 'add', '--apply', '--json'],
      { cwd: host.home.dir });
    const { stdout } = await promisify(execFile)(process.execPath, [script],
      { env: { ...process.env, GATEHOUSE_KEY: JSON.parse(minted.stdout).key }, timeout: 60_000 });
    assert.match(stdout, /text: '5'/);
  } finally {
    rmSync(script, { force: true });
  }
});

it('the reference lists every command', async () => {
  const { stdout } = await promisify(execFile)('java', ['-jar', jar, '--help']);
  const commands = [...stdout.split('Commands:')[1].matchAll(/^  (\w+) /gm)].map(([, name]) => name);
  assert.ok(commands.includes('run') && commands.includes('help'), stdout);
  for (const name of commands) assert.match(page('reference.md'), new RegExp(`^\\| \`${name}\\b`, 'm'), `reference.md has no command ${name}`);
});

it('the reference lists every metric', async () => {
  const text = await (await fetch(`http://127.0.0.1:${host.home.ports.admin}/metrics`)).text();
  const metrics = [...text.matchAll(/^# TYPE (gatehouse_\w+)/gm)].map(([, name]) => name);
  assert.ok(metrics.length > 15, text);
  for (const name of metrics) assert.ok(page('reference.md').includes(`\`${name}\``), `reference.md has no metric ${name}`);
});

/** What the newest key is served. */
async function served(base) {
  const { body } = await new Raw(base, { text: key }).modern('tools/list');
  return body.result.tools.map(tool => tool.name);
}

/** Calls the tool with 2 and 3: its answer, or the HTTP status of the refusal. */
async function call(tool) {
  const response = await fetch(`${host.base}/mcp`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`, Accept: 'application/json, text/event-stream', 'Content-Type': 'application/json',
      'MCP-Protocol-Version': modern, 'Mcp-Method': 'tools/call', 'Mcp-Name': tool,
    },
    body: JSON.stringify({
      jsonrpc: '2.0', id: 1, method: 'tools/call', params: {
        name: tool, arguments: { a: 2, b: 3 },
        _meta: { 'io.modelcontextprotocol/protocolVersion': modern, 'io.modelcontextprotocol/clientCapabilities': {} },
      },
    }),
  });
  if (!response.ok) return String(response.status);
  const { result, error } = await response.json();
  return result?.content[0].text ?? `error ${error.code}`;
}
