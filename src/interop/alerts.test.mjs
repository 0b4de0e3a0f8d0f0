// conf/alerts.yml and conf/grafana.json: promtool reads and tests the rules, and a Prometheus that scrapes a host evaluates every rule and
// every query of the dashboard.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { freePorts, newHome, repository, startHost, stopAndRemove } from './host.mjs';
import { createKey, inForce, until } from './keys.mjs';
import { Raw } from './raw.mjs';

const alerts = join(repository, 'conf/alerts.yml');
const tests = join(import.meta.dirname, 'alerts.promtool.yml');
const rules = parse(readFileSync(alerts, 'utf8')).groups.flatMap(group => group.rules);
const dashboard = JSON.parse(readFileSync(join(repository, 'conf/grafana.json'), 'utf8'));
const panels = dashboard.panels.filter(panel => panel.type !== 'row');
const queries = panels.flatMap(panel => panel.targets.map(({ expr }) => ({ title: panel.title, expr: filled(expr) })));
const run = promisify(execFile);

/** A query with what Grafana puts in the place of its variables. */
function filled(expr) {
  const values = { __rate_interval: '10s', __range: '1m', job: 'gatehouse', instance: '.*', tenant: '.*' };
  return expr.replace(/\$(\w+)/g, (whole, name) => values[name] ?? assert.fail(`${whole} in ${expr}`));
}

describe('the rules', () => {
  it('are read by promtool', async () => {
    await run('promtool', ['check', 'rules', alerts]);
  });

  it('fire when they should, and not before', async () => {
    await run('promtool', ['test', 'rules', tests], { cwd: import.meta.dirname });
  });

  it('have a test each, of silence and of an alert', () => {
    const tested = parse(readFileSync(tests, 'utf8')).tests.flatMap(test => test.alert_rule_test);
    for (const { alert } of rules) {
      const its = tested.filter(({ alertname }) => alertname === alert);
      assert.ok(its.some(({ exp_alerts }) => exp_alerts.length === 0) && its.some(({ exp_alerts }) => exp_alerts.length > 0), alert);
    }
  });

  it('have a severity and one sentence each', () => {
    for (const { alert, labels, annotations } of rules) {
      assert.match(labels.severity, /^(critical|warning|info)$/, alert);
      assert.match(annotations.summary, /^[A-Z{].*\.$/, alert);
    }
  });
});

describe('the dashboard', () => {
  it('asks the Prometheus that is chosen', () => {
    for (const { title, datasource, targets } of panels) {
      for (const source of [datasource, ...targets.map(target => target.datasource)]) assert.equal(source.uid, '${datasource}', title);
    }
  });

  it('has each panel once, and none on another', () => {
    assert.equal(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
    const cells = new Map();
    for (const { title, gridPos: { x, y, w, h } } of dashboard.panels) {
      assert.ok(x + w <= 24, title);
      for (let i = 0; i < w * h; i++) {
        const cell = `${x + i % w},${y + Math.floor(i / w)}`;
        assert.equal(cells.get(cell), undefined, `${title} lies on ${cells.get(cell)}`);
        cells.set(cell, title);
      }
    }
  });
});

describe('a Prometheus that scrapes a host', { timeout: 180_000 }, () => {
  let host, prometheus, base;
  before(async () => {
    host = await startHost(await newHome(config => { config.calls = { queueTimeout: '5s' }; }));
    const dir = host.home.dir;
    const [port] = await freePorts(1);
    base = `http://127.0.0.1:${port}`;
    writeFileSync(join(dir, 'prometheus.yml'), JSON.stringify({
      global: { scrape_interval: '2s', evaluation_interval: '1s' }, // the host renders its metrics once a second
      rule_files: [alerts],
      scrape_configs: [{ job_name: 'gatehouse', static_configs: [{ targets: [`127.0.0.1:${host.home.ports.admin}`] }] }],
    }));
    prometheus = spawn('prometheus', ['--config.file', join(dir, 'prometheus.yml'), '--storage.tsdb.path', join(dir, 'prometheus'),
      '--web.listen-address', `127.0.0.1:${port}`], { stdio: 'ignore' });
    const key = await createKey(host.home, { tools: 'add', rate: '3/1h' });
    await inForce(host);
    const raw = new Raw(host.base, key);
    for (const name of ['add', 'add', 'add', 'add', 'subtract']) await raw.modern('tools/call', { name, arguments: { a: 2, b: 3 } });
    await until(async () => (await query('count_over_time(up{job="gatehouse"}[1m]) >= 3')).length === 1);
  });
  after(async () => {
    if (prometheus?.exitCode === null && prometheus.kill()) await once(prometheus, 'exit');
    await stopAndRemove(host);
  });

  async function api(path) {
    try {
      const response = await fetch(`${base}/api/v1/${path}`);
      return await response.json();
    } catch (cause) {
      return { status: 'error', error: String(cause), data: { result: [] } };
    }
  }
  const query = async expr => (await api(`query?query=${encodeURIComponent(expr)}`)).data?.result ?? [];
  const states = async () => (await api('rules')).data.groups.flatMap(group => group.rules);

  /** What a busy machine alone makes true for a moment. */
  const ofTheMachine = ['GatehouseDown', 'GatehouseEventLoopBlocked', 'GatehouseRedisSlow'];

  it('evaluates every rule, and finds a healthy host healthy', async () => {
    await until(async () => (await states()).every(({ health }) => health !== 'unknown'));
    const found = await states();
    assert.equal(found.length, rules.length);
    for (const { name, health, lastError, state } of found) {
      const shown = state === 'pending' && ofTheMachine.includes(name) ? 'inactive' : state;
      assert.deepEqual({ name, health, lastError, state: shown }, { name, health: 'ok', lastError: undefined, state: 'inactive' });
    }
  });

  it('answers every query of the dashboard', async () => {
    for (const { title, expr } of queries) {
      const { status, error } = await api(`query?query=${encodeURIComponent(expr)}`);
      assert.equal(status, 'success', `${title}: ${expr}: ${error}`);
    }
    for (const title of ['Hosts up', 'Calls a second', 'Calls by outcome', 'Refusals by reason', 'Limits that refuse', 'Time of Redis commands',
      'Age of the cache link', 'Event-loop lag', 'Heap', 'Versions']) {
      const { expr } = queries.find(one => one.title === title);
      await until(async () => (await query(expr)).length !== 0).catch(() => assert.fail(`${title}: ${expr}`));
    }
  });

  it('alerts of a plugin that is not served', async () => {
    const torn = join(host.home.dir, 'tools-plugins/demo/torn.jar');
    writeFileSync(torn, 'no jar');
    const state = async () => (await states()).find(({ name }) => name === 'GatehousePluginNotServed').state;
    await until(async () => await state() === 'pending');
    rmSync(torn);
    await until(async () => await state() === 'inactive');
  });

  it('finds that names, types and units follow its conventions', async () => {
    const page = await (await fetch(`http://127.0.0.1:${host.home.ports.admin}/metrics`)).text();
    const check = run('promtool', ['check', 'metrics']);
    check.child.stdin.end(page);
    // It says so of names of the JVM's, too, which are those of a library.
    const said = await check.then(({ stderr }) => stderr, ({ stderr }) => stderr);
    const faults = said.split('\n').filter(line => line.startsWith('gatehouse_'));
    assert.deepEqual(faults, []);
  });
});
