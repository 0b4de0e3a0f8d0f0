// nginx and HAProxy in front of a host, with their default timeouts and buffers, on HTTP/1.1 and HTTP/2, and on request below a path prefix.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import * as http2 from 'node:http2';
import * as https from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { freePorts } from './host.mjs';
import { until } from './keys.mjs';

const nginx = {
  name: 'nginx',
  command: dir => ['nginx', '-p', dir, '-c', join(dir, 'conf'), '-e', join(dir, 'log')],
  // The paths and the user let it run from a folder; what it does with a request is left as it is.
  configuration: ({ dir, plain, tls, host, prefix, cert }) => `
    daemon off; pid ${dir}/pid; ${process.getuid() === 0 ? 'user root;' : ''}
    events {}
    http {
      access_log off;
      ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(kind => `${kind}_temp_path ${dir}/${kind};`).join(' ')}
      server {
        listen 127.0.0.1:${plain};
        listen 127.0.0.1:${tls} ssl http2;
        ssl_certificate ${cert}; ssl_certificate_key ${cert};
        ${prefix ? `location / { return 404; } location ${prefix}/ { proxy_pass http://127.0.0.1:${host}/; proxy_set_header X-Forwarded-Prefix ${prefix}; }`
    : `location / { proxy_pass http://127.0.0.1:${host}; }`}
      }
    }`,
};

const haproxy = {
  name: 'HAProxy',
  command: dir => ['haproxy', '-db', '-f', join(dir, 'conf')],
  // The timeouts are those of the package's own configuration: HAProxy has none, and warns.
  configuration: ({ plain, tls, host, prefix, cert }) => `
defaults
  mode http
  timeout connect 5s
  timeout client 50s
  timeout server 50s
frontend in
  bind 127.0.0.1:${plain}
  bind 127.0.0.1:${tls} ssl crt ${cert} alpn h2,http/1.1
${prefix ? `  http-request deny unless { path_beg ${prefix}/ }
  http-request set-header X-Forwarded-Prefix ${prefix}
  http-request replace-path ${prefix}(/.*) \\1` : ''}
  default_backend host
backend host
  server host 127.0.0.1:${host}
`,
};

export const gateways = [nginx, haproxy];

/** Starts one before the host on this port: `plain` and `tls` are its bases, with the prefix, and `ca` is whom to trust. */
export async function startGateway(gateway, host, prefix) {
  const dir = mkdtempSync(join(process.env.INTEROP_TMP ?? tmpdir(), 'gateway-'));
  mkdirSync(join(dir, 'logs'));
  const [plain, tls] = await freePorts(2);
  writeFileSync(join(dir, 'conf'), gateway.configuration({ dir, plain, tls, host, prefix, cert: process.env.INTEROP_CERT }));
  const [command, ...args] = gateway.command(dir);
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', text => { said += text; });
  const ended = once(child, 'exit');
  process.on('exit', () => child.kill()); // a test file that does not get to its hook takes it along
  await Promise.race([until(() => answers(plain)), ended.then(() => { throw new Error(`${gateway.name} ended: ${said}`); })]);
  return {
    plain: `http://127.0.0.1:${plain}${prefix}`, tls: `https://localhost:${tls}${prefix}`,
    ca: readFileSync(process.env.NODE_EXTRA_CA_CERTS, 'utf8'),
    close: async () => { child.kill('SIGTERM'); await ended; },
  };
}

const answers = port => new Promise(done => {
  const socket = connect(port, '127.0.0.1', () => { socket.destroy(); done(true); }).on('error', () => done(false));
});

/** What fetches over HTTP/1.1 or HTTP/2, with a connection for each request. */
export const fetchBy = { 'HTTP/1.1': fetch1, 'HTTP/2': fetch2 };

function fetch1(ca) {
  return (url, { method, headers, body, signal }) => new Promise((done, fail) => {
    https.request(url, { method, headers, ca, signal, agent: false }, answer => done(new Response(Readable.toWeb(answer), {
      status: answer.statusCode, headers: answer.headers,
    }))).on('error', fail).end(body);
  });
}

function fetch2(ca) {
  return (url, { method, headers, body, signal }) => new Promise((done, fail) => {
    const session = http2.connect(url.origin, { ca }).on('error', fail);
    const stream = session.request({ ':method': method, ':path': url.pathname + url.search, ...lowerCase(headers) }, { signal, endStream: body === undefined });
    stream.on('response', ({ ':status': status, ...rest }) => done(new Response(Readable.toWeb(stream), { status, headers: Object.entries(rest) })))
      .on('error', fail).on('close', () => session.close());
    if (body !== undefined) stream.end(body);
  });
}

const lowerCase = headers => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
