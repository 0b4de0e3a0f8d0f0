// Runs the shell blocks of the README and the manual. A block takes part when an HTML comment, which readers never see, stands
// above its fence:
//
//   <!-- test: revoke expects add=401 -->
//   ```sh
//   redis-cli SADD mcp:revoked $id
//   ```
//
// All blocks run in one sh, page by page and in their order there, so that a later one sees the variables of an earlier one.
// `expects` lists, in order, what must hold after the block:
//   add=5  subtract=-1   the tool, called with 2 and 3 and the newest key, answers this
//   add=403              … is refused with this HTTP status (401, 403, 404, 429)
//   prints:"some text"   the block printed this
//   prints:/\d+ keys/    … or text of this form, a regular expression over lines
//   serves:greet         the list of the newest key has this tool, now or within half a minute
// The newest key is the last `gth_…` that any block printed; later blocks find it in $KEY. redis-cli, the addresses
// 127.0.0.1:8080 and 127.0.0.1:8081 (or localhost) and `-p 6379` are pointed at the host under test; the working
// directory holds conf/, src/, target/ and tools-plugins/ like the repository's root. Other markers are explained in the manual's develop.md.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './host.mjs';

/** A page of the manual as text, or the README. */
export const page = name => readFileSync(join(repository, name === 'README.md' ? '' : 'src/site/markdown', name), 'utf8');

/** The shell block with this text that a page marks as `run by` another test. */
export function blockWith(text, name) {
  const found = [...page(name).matchAll(/^<!-- run by \S+: (.+) -->\n```sh\n([\s\S]*?)^```$/gm)].find(([, marked]) => marked === text);
  if (!found) throw new Error(`${name} has no block that is marked with "${text}"`);
  return found[2];
}

/** The marked blocks of a page, as { name, line, script, expectations }. */
export function blocksOf(page, markdown) {
  const marker = /^<!-- test: (\S+)(?: expects (.+?))? -->[ \t]*\n(?:[ \t]*\n)*```(\S*)\n([\s\S]*?)^```[ \t]*$/gm;
  const blocks = [...markdown.matchAll(marker)].map(match => {
    const [, name, expectations = '', language, script] = match;
    const line = markdown.slice(0, match.index).split('\n').length;
    if (language !== 'sh') throw new Error(`${page}:${line}: the block under the marker "${name}" must be fenced with sh`);
    return { name, line, script, expectations: parseExpectations(expectations, `${page}:${line}`) };
  });
  const markers = markdown.match(/^<!-- test:/gm)?.length ?? 0;
  if (markers !== blocks.length) {
    throw new Error(`${page}: ${markers} markers but ${blocks.length} blocks: a fence must follow each "<!-- test: name -->" directly`);
  }
  return blocks;
}

function parseExpectations(text, where) {
  const found = [...text.matchAll(/\s*(?:serves:([\w.-]+)|prints:"([^"]*)"|prints:\/((?:[^/\\]|\\.)*)\/|([\w.-]+)=(-?\d+))/gy)];
  if (found.map(match => match[0]).join('').trim() !== text.trim()) {
    throw new Error(`${where}: cannot read "${text}": write tool=5, tool=403, serves:tool, prints:"text" or prints:/form/`);
  }
  return found.map(([, serves, prints, form, tool, outcome]) =>
    serves !== undefined ? { serves } : prints !== undefined ? { prints } : form !== undefined ? { form: new RegExp(form, 'm') } : { tool, outcome });
}

/** A shell that runs blocks one after the other against the host. Close it in the end. */
export function openShell(host) {
  const { home } = host;
  const bin = join(home.dir, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'redis-cli'), `#!/bin/sh\nPATH=\${PATH#*:}\nexec redis-cli -e -p ${home.ports.redis} "$@"\n`);
  chmodSync(join(bin, 'redis-cli'), 0o755);

  const shell = spawn('sh', [], { cwd: home.dir, env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } });
  let output = '';
  let wake = () => {};
  shell.stdout.setEncoding('utf8').on('data', text => { output += text; wake(); });
  shell.stdin.write('exec 2>&1\nset -e\n'); // one stream keeps the order; a command that fails ends the block
  let dead;
  shell.on('close', code => { dead = new Error('an earlier block ended the shell'); wake(new Error(`a command failed with exit ${code}`)); });
  shell.stdin.on('error', () => { /* the shell is gone, which `close` tells */ });

  return {
    /** Runs the script; resolves with everything that it printed, throws when a command of it failed. */
    async run(script, key) {
      if (dead) throw dead;
      output = '';
      const end = `end ${randomUUID()}`;
      const done = new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`the block hangs; it printed:\n${output}`)), 120_000);
        wake = problem => {
          const finished = output.endsWith(`${end}\n`);
          if (!problem && !finished) return;
          clearTimeout(timer);
          if (finished) resolve(output.slice(0, -end.length - 1));
          else reject(new Error(`${problem.message}; the block printed:\n${output}`));
        };
      });
      // The braces keep variables, unlike a subshell; /dev/null keeps a command from eating the script.
      shell.stdin.write(`KEY='${key ?? ''}'; export KEY\n{\n${aimAt(home.ports, script)}\n} </dev/null\necho "${end}"\n`);
      return done;
    },
    close: () => { shell.stdin.end(); shell.kill(); },
  };
}

/** The last key in the text, if there is one. */
export const newestKey = text => text.match(/gth_[0-9a-z]{12}_[0-9a-f]{64}_[0-9a-f]{8}/g)?.at(-1);

function aimAt(ports, script) {
  return script
    .replace(/(127\.0\.0\.1|localhost):8080\b/g, `$1:${ports.http}`)
    .replace(/(127\.0\.0\.1|localhost):8081\b/g, `$1:${ports.admin}`)
    .replace(/-p 6379\b/g, `-p ${ports.redis}`);
}
