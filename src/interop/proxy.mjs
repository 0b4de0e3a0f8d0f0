// A proxy on localhost that adds a key, for clients that cannot send one (the official suite), and that shows every
// exchange to an observer. Host, Origin and every other header go through as they came; streams pass unbuffered, and
// a client that goes away takes its request to the host along.
import * as http from 'node:http';
import * as https from 'node:https';

const hopByHop = new Set(['connection', 'keep-alive']);

/**
 * `observe(exchange)` is called for each response and may return `{ chunk, end }` to see its body; `sent(exchange)` is called before, when
 * the request goes on to the host.
 */
export async function startProxy(target, headers = {}, observe = () => {}, sent = () => {}) {
  const { protocol, hostname, port } = new URL(target);
  const { request } = protocol === 'https:' ? https : http;
  const server = http.createServer(async (incoming, outgoing) => {
    const body = [];
    for await (const chunk of incoming) body.push(chunk);
    const text = Buffer.concat(body);
    sent({ path: incoming.url, headers: incoming.headers, body: text.toString() });
    const onward = request({
      hostname, port, agent: false, method: incoming.method, path: incoming.url,
      headers: [...passed(incoming.rawHeaders), ...Object.entries(headers).flat()],
    });
    onward.on('response', answer => {
      const seen = observe({
        method: incoming.method, path: incoming.url, headers: incoming.headers, body: text.toString(),
        status: answer.statusCode, answerHeaders: answer.headers,
      });
      outgoing.writeHead(answer.statusCode, passed(answer.rawHeaders));
      outgoing.flushHeaders();
      answer.on('data', chunk => { seen?.chunk(chunk); outgoing.write(chunk); });
      answer.on('end', () => { seen?.end(); outgoing.end(); });
      answer.on('error', () => outgoing.destroy());
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => { if (!outgoing.writableFinished) onward.destroy(); });
    onward.end(text);
  });
  server.on('clientError', (error, socket) => socket.destroy());
  await new Promise((done, fail) => server.on('error', fail).listen(0, '127.0.0.1', done));
  return {
    base: `http://localhost:${server.address().port}`,
    close: () => new Promise(done => { server.close(done); server.closeAllConnections(); }),
  };
}

/** Raw headers but those of the one connection. */
function passed(raw) {
  const kept = [];
  for (let i = 0; i < raw.length; i += 2) {
    if (!hopByHop.has(raw[i].toLowerCase())) kept.push(raw[i], raw[i + 1]);
  }
  return kept;
}
