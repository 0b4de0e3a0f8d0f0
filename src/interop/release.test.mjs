// What mvn -Prelease package has made: the Debian package and the archive, installed in a clean Debian whose first process is systemd, and the
// artifacts for a public repository.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { available, boot } from './debian.mjs';
import { repository } from './host.mjs';
import { until } from './keys.mjs';
import { blockWith, newestKey, page } from './readme.mjs';

const [, version] = /<revision>(.*?)</.exec(readFileSync(join(repository, 'pom.xml'), 'utf8'));
const target = join(repository, 'target');
const deb = `gatehouse_${version}_all.deb`;
const archive = `gatehouse-${version}.tar.gz`;
const built = existsSync(join(target, deb));
const missing = built ? !available && 'there is no clean Debian' : 'there is no release: mvn -Prelease -DskipTests package';
if (process.env.CI && missing) throw new Error(missing);

describe('the release in a clean Debian', { skip: missing, timeout: 600_000 }, () => {
  let shared, debian, sh, key;
  before(async () => {
    shared = mkdtempSync(join(process.env.INTEROP_TMP ?? tmpdir(), 'release-'));
    for (const file of [deb, archive]) execFileSync('ln', [join(target, file), shared]);
    debian = await boot(shared);
    ({ sh } = debian);
  });
  after(async () => {
    await debian?.close();
    rmSync(shared, { recursive: true, force: true });
  });

  const read = async script => (await sh(script)).stdout;
  const ready = () => until(async () => await read('curl -s -o /dev/null -w "%{http_code}" http://127.0.0.1:8081/health/ready || true') === '200');
  const unit = property => read(`systemctl show --value --property ${property} gatehouse`);
  const processes = () => read('find /proc -maxdepth 1 -user gatehouse -exec cat {}/comm \\; 2>/dev/null | sort | tr "\\n" " "');
  const mint = async () => newestKey(Object.values(await sh('cd /var/lib/gatehouse; runuser -u gatehouse -- java -jar /usr/share/gatehouse/gatehouse.jar \
    mint --tenant demo --tools add --apply')).join(''));
  const call = async (tool, path, ...headers) => JSON.parse(await read(`curl -sS http://127.0.0.1:8080${path} \
    ${['Content-Type: application/json', 'Accept: application/json, text/event-stream', 'MCP-Protocol-Version: 2026-07-28', 'Mcp-Method: tools/call',
      `Mcp-Name: ${tool}`, ...headers].map(header => `-H '${header}'`).join(' ')} -d '${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call',
      params: { name: tool, arguments: { a: 2, b: 3 }, _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': {} } } })}'`)).result?.content[0].text;
  const sum = () => call('add', '/mcp', `X-API-Key: ${key}`);

  it('starts under its own user when it is installed', async () => {
    await sh(`dpkg -i /release/${deb}`);
    await ready();
    assert.equal(await read('systemctl is-enabled gatehouse; systemctl is-active gatehouse'), 'enabled\nactive');
    assert.equal(await processes(), 'java redis-server-7.');
    const { stdout } = await sh('dpkg -L gatehouse; gatehouse --version');
    for (const part of [version, '/usr/share/man/man1/gatehouse.1.gz', `/usr/share/doc/gatehouse/gatehouse-${version}.cdx.json`]) {
      assert.ok(stdout.includes(part), part);
    }
  });

  it('serves a plugin and a key by the commands of the manual', async () => {
    const { stdout, stderr } = await sh(blockWith('the first plugin and key', 'install.md'));
    key = newestKey(stdout + stderr);
    await until(async () => await sum() === '5');
  });

  it('is locked in by its unit', async () => {
    await sh('systemd-analyze verify --man=no gatehouse.service');
    await sh('systemd-analyze security --no-pager --threshold=20 gatehouse.service');
    for (const path of ['/etc/gatehouse/x', '/var/lib/gatehouse/x', '/var/lib/gatehouse/tools-plugins/x', '/usr/share/gatehouse/x']) {
      await assert.rejects(sh(`runuser -u gatehouse -- touch ${path}`), /Permission denied/);
    }
    assert.equal(await read('stat -c "%U:%G %a" /etc/gatehouse/gatehouse.json'), 'root:gatehouse 640');
    assert.ok(!/gth_/.test(await read('journalctl -u gatehouse --no-pager')), 'no key in the journal');
  });

  it('stops in order, and leaves no process', async () => {
    await sh('systemctl stop gatehouse');
    assert.equal(await unit('ExecMainStatus'), '0');
    assert.equal(await unit('Result'), 'success');
    assert.equal(await processes(), '');
    await sh('systemctl start gatehouse');
    await ready();
    await until(async () => await sum() === '5');
  });

  it('reads its configuration again', async () => {
    assert.notEqual(await call('subtract', '/t/demo/mcp'), '-1');
    await sh(`sed -i 's|"tenants": {}|"tenants": { "demo": { "anonymous": { "tools": "subtract" } } }|' /etc/gatehouse/gatehouse.json`);
    await sh('systemctl reload gatehouse');
    await until(async () => await call('subtract', '/t/demo/mcp') === '-1');
  });

  it('keeps configuration, keys and plugins when it is upgraded', async () => {
    const pid = await unit('MainPID');
    execFileSync('dpkg-deb', ['-R', join(target, deb), join(shared, 'next')]);
    const control = join(shared, 'next/DEBIAN/control');
    writeFileSync(control, readFileSync(control, 'utf8').replace(`Version: ${version}`, `Version: ${version}+next`));
    execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '-b', join(shared, 'next'), join(shared, 'next.deb')]);

    await sh('dpkg -i /release/next.deb </dev/null');
    await ready();

    assert.equal(await read(`dpkg-query -W -f '\${Version}' gatehouse`), `${version}+next`);
    assert.notEqual(await unit('MainPID'), pid);
    await assert.rejects(sh(`kill -0 ${pid}`));
    assert.match(await read('cat /etc/gatehouse/gatehouse.json'), /anonymous/);
    await until(async () => await sum() === '5');
  });

  it('runs a worker of one tenant beside it by the unit of the manual', async () => {
    const [, unit] = /```ini\n(\[Unit\]\nDescription=Gatehouse worker[^]*?)```/.exec(page('operate.md'));
    const [, config] = /```json\n(\{ "plugins": \{ "dir": "\/opt\/tenants\/acme"[^]*?)```/.exec(page('operate.md'));
    await sh(`cd /tmp; install -D -m 644 -t /opt/tenants/acme/acme /usr/share/doc/gatehouse/examples/math.jar
      (umask 077; printf %064d 1 > acme.key; cat > worker.json) <<'END'\n${config.replaceAll('10.0.0.7', '127.0.0.1')}END
      cat > /etc/systemd/system/gatehouse-worker@.service <<'END'\n${unit}END
      ${blockWith('a worker of one tenant', 'operate.md')}`);
    await until(async () => await read('curl -s -o /dev/null -w "%{http_code}" http://127.0.0.1:8091/health/live || true') === '200');
    assert.equal(await read('find /proc -ignore_readdir_race -maxdepth 1 -user tenant-acme -exec cat {}/comm \\; 2>/dev/null || true'), 'java');
    await assert.rejects(sh('runuser -u tenant-acme -- cat /etc/gatehouse/gatehouse.json'), /Permission denied/);
    await sh('systemctl disable --now gatehouse-worker@acme');
  });

  it('is removed without a trace of a process, and purged with its data', async () => {
    const user = await read('id -u gatehouse');
    await sh('dpkg -r gatehouse');
    assert.equal(await processes(), '');
    await sh('test -e /etc/gatehouse/gatehouse.json && test -d /var/lib/gatehouse/data/redis && test ! -e /usr/share/gatehouse');
    await sh(`(umask 077; echo REDIS_PASSWORD=x > /etc/gatehouse/secrets.env)
      mkdir /var/lib/gatehouse/mounted; mount -t tmpfs none /var/lib/gatehouse/mounted; touch /var/lib/gatehouse/mounted/kept`);
    await sh('dpkg -P gatehouse');
    assert.equal(await read('find /var/lib/gatehouse -type f'), '/var/lib/gatehouse/mounted/kept');
    await sh('umount /var/lib/gatehouse/mounted; rm -r /var/lib/gatehouse');
    assert.equal(await read(`find /proc -ignore_readdir_race -maxdepth 1 -uid ${user}; find / -ignore_readdir_race -xdev -user ${user} -not -path '/proc/*'`), '');
    await sh('test ! -e /etc/gatehouse && ! getent passwd gatehouse');
    assert.equal(await read('systemctl list-unit-files --no-legend gatehouse.service || true'), '');
  });

  it('is a service by the archive and the commands of the manual, too', async () => {
    await sh(`cd /tmp; cp /release/${archive} .\n${blockWith('a service from the archive', 'install.md')}`);
    await ready();
    key = await mint();
    await until(async () => await sum() === '5');
    await sh('systemctl stop gatehouse');
    assert.equal(await processes(), '');
  });
});

it('is the version that README, manual and conf/kubernetes.yaml name', () => {
  for (const file of ['README.md', 'conf/kubernetes.yaml', ...['install', 'plugins', 'release'].map(page => `src/site/markdown/${page}.md`)]) {
    const named = [...readFileSync(join(repository, file), 'utf8')
      .matchAll(/(?:gatehouse(?:-\w+)?[-_:]|<gatehouse\.version>|\bversion is |tag `v)(\d+\.\d+\.\d+)\b/g)];
    assert.ok(named.length, `${file} names no version`);
    for (const [text, its] of named) assert.equal(its, version, `${file}: ${text}`);
  }
});

describe('what is for a public repository', { skip: !built && missing }, () => {
  const pom = module => readFileSync(join(repository, `src/${module}/target/.flattened-pom.xml`), 'utf8');

  it('names all that such a repository asks for, and needs no parent', () => {
    for (const module of ['bom', 'spi', 'testkit', 'host']) {
      for (const element of ['name', 'description', 'url', 'licenses', 'developers', 'scm']) assert.match(pom(module), new RegExp(`^  <${element}[ >]`, 'm'));
      assert.match(pom(module), new RegExp(`^  <version>${version.replaceAll('.', '\\.')}</version>`, 'm'));
      assert.doesNotMatch(pom(module), /<parent>|\$\{revision}|<repositor/);
      assert.ok(!pom(module).includes(repository), 'a path of this machine');
    }
  });

  it('has sources and documentation beside each jar', () => {
    for (const module of ['spi', 'testkit', 'host']) {
      const jars = readdirSync(join(repository, `src/${module}/target`)).filter(name => name.includes(version) && name.endsWith('.jar'));
      for (const kind of ['', '-sources', '-javadoc']) assert.ok(jars.includes(`gatehouse-${module}-${version}${kind}.jar`), `${module}${kind}`);
    }
  });

  it('has a BOM with these versions and nothing else', () => {
    const listed = [...pom('bom').matchAll(/<artifactId>(gatehouse-\w+)<\/artifactId>\s*<version>([^<]+)</g)].map(([, name, its]) => [name, its]);
    assert.deepEqual(listed.slice(1), ['spi', 'testkit', 'host'].map(name => [`gatehouse-${name}`, '${project.version}']));
    assert.doesNotMatch(pom('bom'), /<properties>/);
  });

  it('lists the libraries inside the jar (CycloneDX)', () => {
    const sbom = JSON.parse(readFileSync(join(target, `gatehouse-${version}.cdx.json`), 'utf8'));
    assert.equal(sbom.bomFormat, 'CycloneDX');
    const inside = execFileSync('jar', ['tf', join(target, 'gatehouse.jar')], { encoding: 'utf8', maxBuffer: 1 << 26 });
    const listed = Object.fromEntries(sbom.components.map(({ name, version }) => [name, version]));
    for (const [library, path] of [['vertx-core', 'io/vertx/core/Vertx.class'], ['netty-handler', 'io/netty/handler/ssl/SslContext.class'],
      ['hazelcast', 'com/hazelcast/core/Hazelcast.class'], ['picocli', 'picocli/CommandLine.class']]) {
      assert.ok(inside.includes(path) && listed[library], library);
    }
    assert.equal(listed['vertx-core'], /<vertx.version>(.*?)</.exec(readFileSync(join(repository, 'pom.xml'), 'utf8'))[1]);
    for (const { name, licenses } of sbom.components) assert.ok(licenses?.length, `${name} without a license`);
  });
});
