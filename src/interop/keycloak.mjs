// Keycloak, the authorization server of the tests: its own distribution on a free port, with a database in memory and the realm of
// keycloak.json. ./run --prepare fetches it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from './host.mjs';

const distribution = join(import.meta.dirname, 'target/keycloak');
const startSeconds = 300;

/** Why it cannot be started, or false. On CI it must be there. */
export const unavailable = !existsSync(join(distribution, 'complete')) && 'src/interop/target/keycloak is missing: run src/interop/run --prepare';
if (unavailable && process.env.CI) throw new Error(`${unavailable}, and CI must run with it`);

/** Starts it for tenants at these URLs: `issuer` is its realm, `secret` what the confidential clients have. */
export async function startKeycloak({ demo, other }) {
  const home = newHome();
  const [port] = await freePorts(1);
  const secret = randomBytes(16).toString('hex');
  const child = spawn('sh', [join(home, 'bin/kc.sh'), 'start', '--optimized', '--import-realm', '--cache=local', '--http-enabled=true',
    '--http-host=127.0.0.1', `--http-port=${port}`, `--hostname=http://127.0.0.1:${port}`], {
    // The compiler for code that runs long would cost more than all that this server has to do.
    env: { ...process.env, JAVA_OPTS_KC_HEAP: '-Xmx400m -XX:TieredStopAtLevel=1', DEMO_URL: demo, OTHER_URL: other, ROBOT_SECRET: secret },
    stdio: ['ignore', 'pipe', 'pipe'], detached: true,
  });
  const pidFile = join(home, `${child.pid}.pid`); // for the last cleanup in ./run
  writeFileSync(pidFile, String(child.pid));
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', text => { said = (said + text).slice(-8000); });
  let ended = false;
  const exit = new Promise(done => child.on('error', done).on('close', done)).then(() => { ended = true; });
  const handles = [child, child.stdout, child.stderr]; // a test file that never gets to its hook ends all the same
  for (const handle of handles) handle.unref();
  const kill = signal => { try { process.kill(-child.pid, signal); } catch { /* it is gone already */ } };
  const emergency = () => { if (!ended) kill('SIGKILL'); };
  process.on('exit', emergency);

  const stop = async () => {
    for (const handle of handles) handle.ref();
    kill('SIGKILL'); // its database is in memory
    await exit;
    process.off('exit', emergency);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };

  const issuer = `http://127.0.0.1:${port}/realms/gatehouse`;
  const deadline = Date.now() + startSeconds * 1000;
  while (!await answers(`${issuer}/.well-known/openid-configuration`)) {
    if (ended || Date.now() > deadline) {
      await stop();
      throw new Error(`Keycloak ${ended ? 'ended' : `was not ready in ${startSeconds} s`}; its last words:\n${said}`);
    }
    await sleep(100);
  }
  return { issuer, secret, person: { username: 'alice', password: 'alice-password' }, stop, log: () => said };
}

/** A home of its own, so that two of them do not share a folder for data: what is big is linked. */
function newHome() {
  const home = mkdtempSync(join(process.env.INTEROP_TMP ?? tmpdir(), 'keycloak-'));
  for (const folder of ['bin', 'conf']) cpSync(join(distribution, folder), join(home, folder), { recursive: true });
  for (const folder of ['lib', 'providers', 'themes']) symlinkSync(join(distribution, folder), join(home, folder));
  mkdirSync(join(home, 'data/import'), { recursive: true });
  cpSync(join(import.meta.dirname, 'keycloak.json'), join(home, 'data/import/gatehouse.json'));
  return home;
}

const answers = url => fetch(url).then(response => response.ok, () => false);
