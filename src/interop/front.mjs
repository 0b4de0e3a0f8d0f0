// conf/haproxy.cfg and conf/nginx.conf in front of the hosts of a home, as they are written: only addresses, ports and paths are of the test.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const conf = resolve(import.meta.dirname, '../../conf');
const written = ['10.0.0.11', '10.0.0.12', '10.0.0.13'];

const haproxy = {
  /** Its file takes everything that differs from the environment. */
  prepare: (dir, { members, ports, cert }) => ({
    command: ['haproxy', '-db', '-f', join(conf, 'haproxy.cfg')],
    check: ['haproxy', '-c', '-q', '-f', join(conf, 'haproxy.cfg')],
    env: {
      GATEHOUSE_BIND: `127.0.0.1:${ports.tls}`, GATEHOUSE_CERT: cert,
      ...Object.fromEntries(members.flatMap(({ http, admin }, i) => [
        [`GATEHOUSE_${i + 1}`, `127.0.0.1:${http}`], [`GATEHOUSE_${i + 1}_ADMIN`, String(admin)],
      ])),
    },
  }),
};

const nginx = {
  /** Its file knows no variables there, so these words of it are replaced. */
  prepare(dir, { members, ports, cert }) {
    const file = join(dir, 'nginx.conf');
    const words = {
      ...Object.fromEntries(members.map(({ http }, i) => [`${written[i]}:8080`, `127.0.0.1:${http}`])),
      'listen 443 ssl': `listen 127.0.0.1:${ports.tls} ssl`,
      '/etc/ssl/mcp.example.com/fullchain.pem': cert, '/etc/ssl/mcp.example.com/privkey.pem': cert,
      // So that it runs from a folder, whoever starts it.
      'http {': `http { ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(kind => `${kind}_temp_path ${dir}/${kind};`).join(' ')}`,
    };
    writeFileSync(file, Object.entries(words).reduce(replaced, readFileSync(join(conf, 'nginx.conf'), 'utf8')));
    const start = ['nginx', '-p', dir, '-c', file, '-e', 'stderr', '-g', `daemon off; pid ${dir}/pid;${process.getuid() === 0 ? ' user root;' : ''}`];
    return { command: start, check: [...start, '-q', '-t'], env: {} };
  },
};

function replaced(text, [word, by]) {
  if (!text.includes(word)) throw new Error(`conf/nginx.conf has no ${word}`);
  return text.replaceAll(word, by);
}

const fronts = { haproxy, nginx };

/** Starts the home's proxy, and waits until it serves. `said` is what it logged. */
export async function startFront(home) {
  const cert = process.env.INTEROP_CERT;
  if (!cert) throw new Error('INTEROP_CERT is missing: start the tests by src/interop/run');
  const dir = mkdtempSync(join(process.env.INTEROP_TMP, `${home.front}-`));
  const { command: [command, ...args], check: [checker, ...flags], env } = fronts[home.front].prepare(dir, { ...home, cert });
  execFileSync(checker, flags, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  writeFileSync(join(dir, `${child.pid}.pid`), String(child.pid)); // for the last cleanup in ./run
  const front = { said: '', close: async () => { child.kill('SIGTERM'); await ended; } };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => { front.said += text; }).unref();
  const ended = once(child, 'exit').then(() => { child.ended = true; });
  process.on('exit', () => { if (!child.ended) child.kill('SIGKILL'); }); // a test file that does not get to its hook takes it along
  child.unref();
  while (!await answers(home.ports.tls)) {
    if (child.ended) throw new Error(`${home.front} ended: ${front.said}`);
    await sleep(20);
  }
  return front;
}

const answers = port => new Promise(done => {
  const socket = connect(port, '127.0.0.1', () => { socket.destroy(); done(true); }).on('error', () => done(false));
});
