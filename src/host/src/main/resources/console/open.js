// What clients have open at this host: sessions of the older revisions, and streams of the newest.
import { ask, poll } from './api.js';
import { card, chip, count, empty, h, head, part, select, span } from './dom.js';
import { table } from './table.js';

const key = id => id ? h('a', { class: 'mono', href: `#/keys/${encodeURIComponent(id)}` }, id) : '–';

export default function open(page, { filters, signal, note }) {
  const tenant = select('tenant', [['', 'All tenants'], ...(filters.tenant ? [[filters.tenant, filters.tenant]] : [])], filters.tenant ?? '');
  tenant.setAttribute('aria-label', 'Tenant');
  const tiles = part(now => h('dl', { class: 'card tiles' }, [['Running calls', now.running], ['Waiting calls', now.waiting], ['Sessions', now.sessions], ['Streams', now.streams], ['Connections', now.connections]]
    .map(([label, number]) => h('div', { class: 'tile' }, h('dt', {}, label), h('dd', {}, count(number))))));
  const sessions = table(signal, 'Sessions', [
    { title: 'Tenant', field: 'tenant', keep: 0 },
    { title: 'Key', field: 'key', keep: 0, width: 130, cell: row => h('span', {}, row.keys.length === 0 ? '–' : row.keys.map(key)) },
    { title: 'Revision', field: 'revision', keep: 1 },
    { title: 'State', field: 'state', keep: 1, width: 120, cell: row => row.running > 0 ? chip('ok', `${count(row.running)} running`) : row.reading ? chip('ok', 'Listening') : chip('off', 'Idle') },
    { title: 'Idle for', field: 'idleSeconds', number: true, keep: 2, cell: row => row.idleSeconds === 0 ? '–' : span(row.idleSeconds) },
  ], { nothing: empty('No sessions', 'Clients of the revisions before 2026-07-28 open one. Nobody has one at this host now.') });
  const streams = table(signal, 'Streams', [
    { title: 'Tenant', field: 'tenant', keep: 0 },
    { title: 'Key', field: 'key', keep: 0, width: 130, cell: row => key(row.key) },
    { title: 'Hears of', field: 'hears', keep: 1, grow: 2, cell: row => row.changes.map(change => change.replace('ListChanged', '')).join(', ') || '–' },
    { title: 'Resources', field: 'resources', number: true, keep: 2, cell: row => count(row.resources) },
    { title: 'Open for', field: 'ageSeconds', number: true, keep: 1, cell: row => span(row.ageSeconds) },
  ], { nothing: empty('No streams', 'A client of 2026-07-28 opens one to hear of changes (subscriptions/listen).') });
  page.append(head('Open now', 'Sessions and streams that clients have open at this host. A session’s id is a secret and is not shown.', h('div', { class: 'field' }, tenant)),
    h('div', { class: 'stack' }, tiles, card('Sessions', 'revisions before 2026-07-28', sessions.element), card('Streams', '2026-07-28', streams.element)));
  tenant.addEventListener('change', () => { note({ tenant: tenant.value }); turn(); });

  const before = {};
  const turn = poll(signal, 2000, async () => {
    const [found, listed] = await Promise.all([ask('open', { tenant: tenant.value }, signal), ask('tenants', {}, signal)]);
    const known = new Set([...tenant.options].map(option => option.value));
    for (const { name } of listed.tenants) if (!known.has(name)) tenant.append(h('option', { value: name }, name));
    tiles.show({ running: found.running, waiting: found.waiting, sessions: found.sessions, streams: found.streams, connections: found.connections });
    for (const [name, grid, rows] of [['sessions', sessions, found.sessionList], ['streams', streams, found.streamList]]) {
      const text = JSON.stringify(rows);
      if (text !== before[name]) await grid.show(rows.map((row, id) => ({ id, ...row })));
      before[name] = text;
    }
  });
}
