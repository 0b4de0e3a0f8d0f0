// conf/kubernetes.yaml as far as it can be checked without a cluster: by the types of the Kubernetes API, which know every field, by what its
// parts say of each other, and its configuration by the host.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parse, parseAllDocuments } from 'yaml';
import { java, jar, repository } from './host.mjs';
import { modules, node } from './installed.mjs';

const text = readFileSync(join(repository, 'conf/kubernetes.yaml'), 'utf8');
const objects = parseAllDocuments(text).map(document => {
  assert.deepEqual(document.errors, []);
  return document.toJS();
});
const one = kind => objects.find(object => object.kind === kind);
const pod = one('Deployment').spec.template.spec;
const [container] = pod.containers;
const config = JSON.parse(one('ConfigMap').data['gatehouse.json']);
const seconds = duration => Number(/^(\d+)s$/.exec(duration)[1]);

describe('conf/kubernetes.yaml', { timeout: 120_000 }, () => {
  let dir;
  before(() => { dir = mkdtempSync(join(import.meta.dirname, 'node_modules/.kubernetes-')); });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const run = (command, ...args) => promisify(execFile)(command, args, { cwd: dir }).catch(({ stdout, stderr }) => assert.fail(stdout + stderr));
  const compile = async objects => {
    const file = join(dir, 'objects.mts');
    writeFileSync(file, objects.map(({ apiVersion, kind, ...rest }, i) => `import type { I${kind} as K${i} } from 'kubernetes-models/${apiVersion}';
      export const o${i}: K${i} = ${JSON.stringify({ apiVersion, kind, ...rest })};`).join('\n'));
    await run(node, join(modules, 'typescript/bin/tsc'), '--noEmit', '--strict', '--module', 'nodenext', '--skipLibCheck', file);
  };

  it('has only fields that the API of Kubernetes has', async () => {
    await compile(objects);
    const wrong = structuredClone(one('Deployment'));
    wrong.spec.template.spec.containers[0].readinesProbe = {};
    await assert.rejects(compile([wrong]), /readinesProbe/);
  });

  it('names a command that builds the image, with all variables that docker-compose.yml asks for', () => {
    const [, command] = /^# {3}(.* docker compose build .*)$/m.exec(text);
    const asked = [...readFileSync(join(repository, 'docker-compose.yml'), 'utf8').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    assert.ok(asked.length);
    for (const name of asked) assert.match(command, new RegExp(`\\b${name}=\\S`));
    assert.ok(command.includes(`GATEHOUSE_IMAGE=${container.image} `));
  });

  it('is two hosts that the Service, the budget and the policy select', () => {
    assert.equal(one('Deployment').spec.replicas, 2);
    const labels = one('Deployment').spec.template.metadata.labels;
    for (const selector of [one('Deployment').spec.selector.matchLabels, one('Service').spec.selector,
      one('PodDisruptionBudget').spec.selector.matchLabels, one('NetworkPolicy').spec.podSelector.matchLabels]) assert.deepEqual(selector, labels);
  });

  it('opens the ports of the configuration, and names them where they are used', () => {
    const ports = Object.fromEntries(container.ports.map(({ name, containerPort }) => [name, containerPort]));
    assert.deepEqual(ports, { http: config.http.port, admin: config.admin.port });
    assert.equal(one('Service').spec.ports[0].targetPort, 'http');
    assert.deepEqual(one('NetworkPolicy').spec.ingress.map(rule => rule.ports[0].port), ['http', 'admin']);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) assert.equal(container[probe].httpGet.port, 'admin');
  });

  it('leaves a host the time to end in order', () => {
    const notReady = seconds(config.shutdown.notReady);
    const { periodSeconds, failureThreshold } = container.readinessProbe;
    assert.ok(periodSeconds * failureThreshold < notReady, 'it is out of the Service before it takes no more calls');
    const { timeout, queueTimeout = '10s' } = config.calls;
    assert.ok(pod.terminationGracePeriodSeconds > notReady + seconds(queueTimeout) + seconds(timeout) + 2);
  });

  it('runs as nobody special, with a root that is read-only', () => {
    assert.equal(pod.securityContext.runAsNonRoot, true);
    assert.equal(container.securityContext.readOnlyRootFilesystem, true);
    const { dockerfile_inline: image } = parse(readFileSync(join(repository, 'docker-compose.yml'), 'utf8')).services.host.build;
    assert.match(image, new RegExp(`^USER ${pod.securityContext.runAsUser}:${pod.securityContext.runAsGroup}$`, 'm'));
    assert.match(image, /^WORKDIR \/app$/m);
    const writable = container.volumeMounts.filter(mount => !mount.readOnly).map(mount => mount.mountPath);
    assert.deepEqual(writable, [`/app/${config.plugins.copies}`, '/tmp']);
    assert.ok(container.volumeMounts.some(mount => mount.mountPath === `/app/${config.plugins.dir}` && mount.readOnly));
  });

  it('meets the Pod Security standard "restricted", and so does the pod of the manual that brings jars', () => {
    const [, helper] = /```yaml\n(apiVersion: v1\nkind: Pod\n.*?)```/s.exec(readFileSync(join(repository, 'src/site/markdown/install.md'), 'utf8'));
    for (const { securityContext, containers } of [pod, parse(helper).spec]) {
      assert.equal(securityContext.runAsNonRoot, true);
      assert.equal(securityContext.seccompProfile.type, 'RuntimeDefault');
      for (const { securityContext: its } of containers) {
        assert.equal(its.allowPrivilegeEscalation, false);
        assert.deepEqual(its.capabilities, { drop: ['ALL'] });
      }
    }
  });

  it('mounts what there is, and every secret that the configuration reads', () => {
    const volumes = Object.fromEntries(pod.volumes.map(({ name, ...source }) => [name, source]));
    for (const mount of container.volumeMounts) assert.ok(volumes[mount.name], mount.name);
    assert.equal(volumes.conf.configMap.name, one('ConfigMap').metadata.name);
    assert.equal(volumes.plugins.persistentVolumeClaim.claimName, one('PersistentVolumeClaim').metadata.name);
    const mount = container.volumeMounts.find(mount => mount.name === 'secrets').mountPath;
    const read = [...JSON.stringify(config).matchAll(/\$\{file:([^}]+)\}/g)].map(([, file]) => file);
    const made = [...text.matchAll(/--from-file=([\w-]+)=/g)].map(([, name]) => `${mount}/${name}`);
    assert.deepEqual(read.toSorted(), made.toSorted());
    assert.match(text, new RegExp(`create secret generic ${volumes.secrets.secret.secretName} `));
    assert.ok(!text.includes('${env:'), 'an environment is shown to whoever may look at the pod');
  });

  it('has a configuration that the host accepts', async () => {
    const secrets = container.volumeMounts.find(mount => mount.name === 'secrets').mountPath;
    mkdirSync(join(dir, 'tools-plugins'));
    for (const [, file] of JSON.stringify(config).matchAll(/\$\{file:([^}]+)\}/g)) {
      writeFileSync(join(dir, file.slice(secrets.length + 1)), 'f'.repeat(64) + '\n');
    }
    writeFileSync(join(dir, 'gatehouse.json'), JSON.stringify(config).replaceAll(secrets, dir));
    const { stdout } = await run(java, '-jar', jar, 'check', 'gatehouse.json');
    assert.match(stdout, /^ok/m);
  });
});
