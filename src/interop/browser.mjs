// A person at a browser: headless Chromium, which signs in at Keycloak's page, consents, and comes back to the client's loopback address.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const pageSeconds = 120;
const executablePath = found();

/** Why there is none, or false. On CI it must be there. */
export const unavailable = !executablePath && 'chromium is missing: run src/interop/run --prepare';
if (unavailable && process.env.CI) throw new Error(`${unavailable}, and CI must run with it`);

/** Starts it. */
export const launch = () => chromium.launch({ executablePath, timeout: pageSeconds * 1000, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });

/** Starts it for this person, who stays signed in until `forget`. */
export async function startBrowser(person) {
  const browser = await launch();
  const back = createServer((request, response) => response.setHeader('Content-Type', 'text/html').end('<title>Signed in</title>'));
  await new Promise(done => back.listen(0, '127.0.0.1', done));
  const redirectUrl = `http://127.0.0.1:${back.address().port}/callback`;
  let context;

  /** Opens the URL that a client shows its user. The answer is what the client gets, and which pages were shown on the way. */
  async function visit(url) {
    context ??= await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(pageSeconds * 1000);
    const shown = [];
    try {
      const response = await page.goto(String(url));
      if (!response.ok()) throw new Error(`the page is ${response.status()}`);
      while (!page.url().startsWith(redirectUrl)) await answer(page, shown);
      return { parameters: new URL(page.url()).searchParams, shown };
    } catch (error) {
      throw new Error(`the browser stopped at ${page.url()}: ${(await page.textContent('body').catch(() => '')).replace(/\s+/g, ' ').slice(0, 300)}`, { cause: error });
    } finally {
      await page.close();
    }
  }

  async function answer(page, shown) {
    const [password, consent] = [page.locator('#password'), page.locator('[name=accept]')];
    await password.or(consent).waitFor();
    const left = page.url();
    if (await password.isVisible()) {
      shown.push('login');
      await page.fill('#username', person.username);
      await password.fill(person.password);
      await Promise.all([page.waitForURL(next => next.href !== left), page.click('#kc-login')]);
    } else {
      shown.push('consent');
      await Promise.all([page.waitForURL(next => next.href !== left), consent.click()]);
    }
  }

  return {
    redirectUrl, visit,
    /** Ends what the person is signed in to. */
    forget: async () => { await context?.close(); context = undefined; },
    close: async () => { await browser.close(); back.closeAllConnections(); back.close(); },
  };
}

function found() {
  try {
    return execFileSync('sh', ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
