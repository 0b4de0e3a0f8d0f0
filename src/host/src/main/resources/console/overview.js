// Calls over time, what runs now, and the tenants by what they do.
import { ask, poll } from './api.js';
import { chart } from './chart.js';
import { bytes, card, count, empty, fill, h, head, millis, part, rate, span, tenantField } from './dom.js';
import { table } from './table.js';

const spans = [['live', 'Live'], ['day', 'Last day']];

export default function overview(page, { filters, signal, note, problems: found }) {
  const chosen = { tenant: filters.tenant ?? '', span: filters.span === 'day' ? 'day' : 'live' };
  const tenants = tenantField(chosen.tenant, 'All tenants', tenant => choose({ tenant }));
  tenants.input.setAttribute('aria-label', 'Tenant');
  const segments = h('div', { class: 'segments', role: 'group', 'aria-label': 'Time' }, spans.map(([key, label]) =>
    h('button', { type: 'button', 'aria-pressed': String(chosen.span === key), onclick: () => choose({ span: key }) }, label)));
  const tiles = part(tile);
  const totals = part(total);
  const wrong = part(problems);
  const calls = chart(signal, 'Calls per second', [
    { label: 'Calls', colour: '--calls', fill: true }, { label: 'Errors', colour: '--errors', dash: [6, 3] }, { label: 'Refused', colour: '--refused', dash: [2, 3] },
  ], rate);
  const times = chart(signal, 'Latency', [
    { label: 'Median', colour: '--calls' }, { label: '95 %', colour: '--refused', dash: [6, 3] }, { label: '99 %', colour: '--errors', dash: [2, 3] },
  ], millis);
  const busiest = table(signal, 'Tenants', [
    { title: 'Tenant', field: 'name', keep: 0, width: 110, cell: row => h('a', { href: `#/plugins/${encodeURIComponent(row.name)}` }, row.name) },
    { title: 'Calls/s', field: 'calls', number: true, keep: 0, width: 80, cell: row => rate(row.calls) },
    { title: 'Errors/s', field: 'errors', number: true, keep: 2, cell: row => rate(row.errors) },
    { title: 'Refused/s', field: 'refused', number: true, keep: 1, cell: row => rate(row.refused) },
    { title: '95 % within', field: 'p95', number: true, keep: 1, width: 116, cell: row => millis(row.p95) },
    { title: 'Running', field: 'running', number: true, keep: 2, cell: row => count(row.running) },
    { title: 'Waiting', field: 'waiting', number: true, keep: 3, cell: row => count(row.waiting) },
    { title: 'Memory', field: 'memory', number: true, keep: 3, width: 96, cell: row => bytes(row.memory) },
  ], { index: 'name', nothing: empty('No tenants yet', 'A folder in the plugin folder is a tenant.') });
  const more = h('p', { class: 'foot' });

  page.append(head('Overview', 'This host alone, since its start: another host has a console of its own.', h('div', { class: 'field' }, tenants.element), segments),
    h('div', { class: 'stack' }, wrong, tiles, totals, h('div', { class: 'two' },
      card('Calls per second', 'by how they ended', h('div', { class: 'body' }, calls.element)),
      card('Latency', 'of calls that ran, from the histogram’s buckets', h('div', { class: 'body' }, times.element))),
    card('Tenants', 'over the last seconds', busiest.element, more)));

  let last = {};
  let ran;
  const turn = poll(signal, 2000, async own => {
    const [{ series, counts }, host, listed] = await Promise.all([ask('calls', chosen, own), ask('host', {}, own), ask('tenants', {}, own)]);
    last = latest(series);
    tiles.show({ ...host.open, ...last });
    totals.show({ ...counts, seconds: whole(counts.seconds) });
    const summary = `${rate(last.calls)} calls, ${rate(last.errors)} errors and ${rate(last.refused)} refused a second`;
    calls.show([series.t, series.calls, series.errors, series.refused], summary);
    times.show([series.t, series.p50, series.p95, series.p99], `95 % within ${millis(last.p95)}`);
    tenants.suggest(listed.tenants);
    const rows = listed.tenants.map(it => ({ name: it.name, running: it.running, waiting: it.waiting, memory: it.memoryHeld, ...it.rates }));
    const text = JSON.stringify(rows);
    if (text !== ran) await busiest.show(rows);
    ran = text;
    fill(more, h('span', {}, listed.total > rows.length ? `${count(rows.length)} of ${count(listed.total)} tenants` : `${count(listed.total)} ${listed.total === 1 ? 'tenant' : 'tenants'}`));
  });
  wrong.show(found());
  document.addEventListener('problems', event => wrong.show(event.detail), { signal });

  function choose(change) {
    Object.assign(chosen, change);
    note(chosen);
    for (const button of segments.children) button.setAttribute('aria-pressed', String(button.textContent === spans.find(([key]) => key === chosen.span)[1]));
    turn();
  }
}

const latest = series => Object.fromEntries(['calls', 'errors', 'refused', 'p50', 'p95'].map(name => [name, series[name].at(-1)]));

function tile(now) {
  const one = (label, value, unit) => h('div', { class: 'tile' }, h('dt', {}, label), h('dd', {}, value, unit ? h('small', {}, unit) : null));
  return h('dl', { class: 'card tiles' }, one('Calls', rate(now.calls), '/s'), one('Errors', rate(now.errors), '/s'), one('Refused', rate(now.refused), '/s'),
    one('95 % within', millis(now.p95)), one('Running', count(now.running), now.waiting > 0 ? `${count(now.waiting)} wait` : ''),
    one('Sessions', count(now.sessions)), one('Streams', count(now.streams)), one('Connections', count(now.connections)));
}

const day = 86_400;
/** Seconds as they are told, so that the text does not change all the time. */
const whole = seconds => seconds < day ? span(seconds) : null;

const total = ({ calls, errors, refused, seconds }) => h('p', { class: 'muted' },
  `${count(calls)} ${calls === 1 ? 'call' : 'calls'}, ${count(errors)} ${errors === 1 ? 'error' : 'errors'} and ${count(refused)} refused in the last ${seconds ? `${seconds}, since the start` : 'day'}.`);

const problems = found => found?.length > 0 ? h('div', { class: 'callout' }, h('ul', {}, found.map(words => h('li', {}, words)))) : null;
