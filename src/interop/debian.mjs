// A clean Debian of its own, with systemd as its first process, without a network: target/debian, which ./run has made, under a layer in
// memory that is gone with it.
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, 'target/debian/root');

/** Whether there is one. */
export const available = existsSync(join(import.meta.dirname, 'target/debian/complete')) && process.getuid() === 0;

/** Starts it. It sees the `shared` folder as /release, and cannot change it. */
export async function boot(shared) {
  const dir = mkdtempSync(join(process.env.INTEROP_TMP ?? tmpdir(), 'debian-'));
  const console = join(dir, 'console.log');
  const log = openSync(console, 'w');
  const program = spawn('systemd-nspawn', ['--register=no', '--keep-unit', '--quiet', '--private-network', '--volatile=overlay',
    '--directory', root, '--bind-ro', `${shared}:/release`, '--boot'], { stdio: ['ignore', log, log] });
  const ended = once(program, 'exit');
  const emergency = () => program.kill('SIGKILL');
  process.on('exit', emergency);

  /** The process that is the first one inside. */
  const first = () => spawnSync('pgrep', ['-P', String(program.pid), '-x', 'systemd'], { encoding: 'utf8' }).stdout.trim();
  for (let left = 300; !first(); left--) {
    if (!left || program.exitCode !== null) throw new Error(`Debian did not start:\n${readFileSync(console, 'utf8')}`);
    await sleep(100);
  }
  const enter = ['--target', first(), '--all', '--'];

  /** Runs the script in its root, and resolves with what it printed; throws when a command failed. */
  const sh = async (script, { seconds = 120 } = {}) => {
    const { stdout, stderr } = await promisify(execFile)('nsenter', [...enter, 'sh', '-ec', script], { timeout: seconds * 1000 });
    return { stdout: stdout.trim(), stderr };
  };
  for (let left = 60; !/^(running|degraded)$/.test((await sh('systemctl is-system-running || true')).stdout); left--) {
    if (!left) throw new Error(`systemd did not come up:\n${readFileSync(console, 'utf8')}`);
    await sleep(500);
  }
  return {
    sh,
    close: async () => {
      await sh('systemctl poweroff').catch(() => {});
      const timer = setTimeout(emergency, 20_000);
      if (program.exitCode === null) await ended;
      clearTimeout(timer);
      process.off('exit', emergency);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
