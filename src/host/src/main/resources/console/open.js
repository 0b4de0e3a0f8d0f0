// What clients have open at this host: sessions of the older revisions, and streams of the newest.
import { ask, poll } from './api.js';
import { card, chip, count, empty, h, head, keyLink, part, span, tenantField } from './dom.js';
import { table } from './table.js';

/** Says that a list is cut. */
const cut = () => part(([shown, all]) => shown < all ? h('p', { class: 'foot' }, `${count(shown)} of ${count(all)} are shown.`) : null);

export default function open(page, { filters, signal, note }) {
  let chosen = filters.tenant ?? '';
  const tenant = tenantField(chosen, 'All tenants', name => { chosen = name; note({ tenant: name }); turn(); });
  tenant.input.setAttribute('aria-label', 'Tenant');
  const tiles = part(now => h('dl', { class: 'card tiles' }, [['Running calls', now.running], ['Waiting calls', now.waiting], ['Sessions', now.sessions], ['Streams', now.streams], ['Connections', now.connections]]
    .filter(([, number]) => number !== null).map(([label, number]) => h('div', { class: 'tile' }, h('dt', {}, label), h('dd', {}, count(number))))));
  const sessions = table(signal, 'Sessions', [
    { title: 'Tenant', field: 'tenant', keep: 0 },
    { title: 'Key', field: 'key', keep: 0, width: 130, cell: row => h('span', {}, row.keys.length === 0 ? '–' : row.keys.map(keyLink)) },
    { title: 'Revision', field: 'revision', keep: 1 },
    { title: 'State', field: 'state', keep: 1, width: 120, cell: row => row.running > 0 ? chip('ok', `${count(row.running)} running`) : row.reading ? chip('ok', 'Listening') : chip('off', 'Idle') },
    { title: 'Idle for', field: 'idleSeconds', number: true, keep: 2, cell: row => row.idleSeconds === 0 ? '–' : span(row.idleSeconds) },
  ], { nothing: empty('No sessions', 'Clients of the revisions before 2026-07-28 open one. Nobody has one at this host now.') });
  const streams = table(signal, 'Streams', [
    { title: 'Tenant', field: 'tenant', keep: 0 },
    { title: 'Key', field: 'key', keep: 0, width: 130, cell: row => keyLink(row.key) },
    { title: 'Hears of', field: 'hears', keep: 1, grow: 2, cell: row => row.changes.map(change => change.replace('ListChanged', '')).join(', ') || '–' },
    { title: 'Resources', field: 'resources', number: true, keep: 2, cell: row => count(row.resources) },
    { title: 'Open for', field: 'ageSeconds', number: true, keep: 1, cell: row => span(row.ageSeconds) },
  ], { nothing: empty('No streams', 'A client of 2026-07-28 opens one to hear of changes (subscriptions/listen).') });
  const cuts = { sessions: cut(), streams: cut() };
  page.append(head('Open now', 'Sessions and streams that clients have open at this host. A session’s id is a secret and is not shown.', h('div', { class: 'field' }, tenant.element)),
    h('div', { class: 'stack' }, tiles, card('Sessions', 'revisions before 2026-07-28', sessions.element, cuts.sessions), card('Streams', '2026-07-28', streams.element, cuts.streams)));

  const before = {};
  const turn = poll(signal, 2000, async own => {
    const [found, listed] = await Promise.all([ask('open', { tenant: chosen }, own), ask('tenants', {}, own)]);
    tenant.suggest(listed.tenants);
    tiles.show({ running: found.running, waiting: found.waiting, sessions: found.sessions, streams: found.streams, connections: found.connections });
    for (const [name, grid, rows] of [['sessions', sessions, found.sessionList], ['streams', streams, found.streamList]]) {
      cuts[name].show([rows.length, found[name]]);
      const text = JSON.stringify(rows);
      if (text !== before[name]) await grid.show(rows.map((row, id) => ({ id, ...row })));
      before[name] = text;
    }
  });
}
