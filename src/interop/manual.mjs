// The tables of src/site/markdown/clients.md, from what the tests saw. A run compares; with INTEROP_WRITE (./run --write) it writes them.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './host.mjs';

const file = join(repository, 'src/site/markdown/clients.md');
const longest = 480;
const marker = name => new RegExp(`(<!-- ${name} -->\\n)([\\s\\S]*?)(<!-- end -->)`);
const label = ({ name, how }) => (how ? `${name}, ${how}` : name);

/** The part of the text that was waited for: its line, without what differs from run to run. */
export function excerpt(text, expected) {
  const lines = text.split('\n').map(line => line.trim()).filter(line => line && !line.startsWith('at '));
  const telling = (lines.find(line => expected.test(line)) ?? lines.join(' '))
    .replace(/https(?=:\/\/localhost:)/g, 'http').replace(/\b(\d+\.){3}\d+:\d+|localhost:\d+/g, 'HOST').replace(/\b\d+ s\b/g, 'N s').replace(/^(\[\d+\] )+/, '').replace(/"id":\d+/, '"id":N').replace(/(Seconds":)\d+/g, '$1N');
  return telling.length > longest ? `${telling.slice(0, longest)}…` : telling;
}

/** A code span that fits into a row. */
const code = text => `\`${text.replaceAll('|', '\\|').replaceAll('`', "'")}\``;

/** A row for each client, in the order in which they were first heard of. Python's stay as they are where there is no Python. */
export class Manual {
  #clients = new Map();

  #row(kind) {
    const row = this.#clients.get(label(kind)) ?? { version: kind.version, told: [] };
    this.#clients.set(label(kind), row);
    return row;
  }

  speaks(kind, revision) { this.#row(kind).speaks = revision; }
  changes(kind, how) { this.#row(kind).changes = how; }
  restarts(kind, how) { this.#row(kind).restarts = how; }
  told(kind, when, text) { this.#row(kind).told.push([when, text]); }

  keep() {
    const kept = readFileSync(file, 'utf8');
    const now = this.#in(this.#in(kept, 'what works', this.#works()), 'what is read', this.#read());
    if (process.env.INTEROP_WRITE) writeFileSync(file, now);
    else assert.equal(now, kept, 'clients.md is not what this run saw; src/interop/run --write clients.test.mjs writes it');
  }

  /** The text with this table's rows replaced. */
  #in(text, name, [header, rows]) {
    return text.replace(marker(name), (all, start, table, end) => {
      const client = row => row.split(' | ')[0];
      const ran = new Set(rows.map(client));
      const others = table.split('\n').filter(row => client(row).endsWith('(Python)') && !ran.has(client(row)));
      return start + [...header, ...rows, ...others].join('\n') + '\n' + end;
    });
  }

  #works() {
    return [['| client | version | speaks | a change of the tools | a restart of the host |', '|---|---|---|---|---|'],
      [...this.#clients].map(([client, { version, speaks, changes, restarts }]) => `| ${[client, version, speaks, changes, restarts].join(' | ')} |`)];
  }

  #read() {
    return [['| client | at | its user reads |', '|---|---|---|'],
      [...this.#clients].flatMap(([client, { told }]) => told.map(([when, text]) => `| ${client} | ${when} | ${code(text)} |`))];
  }
}
