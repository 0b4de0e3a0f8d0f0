// What ./run has installed, and programs of it with a key that no command line shows.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const modules = join(import.meta.dirname, 'node_modules');

/** The newest clients need a newer Node than the one that may have started ./run. */
export const node = join(modules, 'node/bin/node');

/** The version of the npm package. */
export const installed = name => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version;
