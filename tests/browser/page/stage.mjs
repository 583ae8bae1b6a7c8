// What every scenario stands on: pages whose faults are noticed, the server's API from outside the browser, axe, and screenshots.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';

/** Milliseconds within which what is waited for comes, on a busy machine too. */
const PATIENCE = 20_000;

/** Milliseconds that a whole scenario may take. */
const LONGEST = 60_000;

export class Stage {
  constructor(plan, context) {
    Object.assign(this, { plan, context });
    context.setDefaultTimeout(PATIENCE);
    mkdirSync(plan.screenshots, { recursive: true });
  }

  /** A page on which nothing may go wrong unseen: faults are thrown scripts, dialogs, and whatever the content security policy holds back. */
  async open(address = '/') {
    const page = await this.context.newPage();
    const faults = [];
    page.on('pageerror', (fault) => faults.push(`thrown: ${fault.stack}`));
    page.on('dialog', (dialog) => {
      // Leaving while an upload is under way is asked about, by the browser itself.
      if (dialog.type() !== 'beforeunload') faults.push(`dialog: ${dialog.message()}`);
      void dialog.accept();
    });
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) faults.push(message.text());
    });
    page.faults = faults;
    await page.setViewportSize(this.plan.sizes[0]);
    // Until it is loaded, or a route that is laid now might not hold for what the page asks next.
    await page.goto(address.startsWith('/') ? this.plan.server + address : address);
    return page;
  }

  /** The API, as a program uses it. */
  async api(path, options = {}) {
    const headers = { ...options.headers, ...(this.plan.token ? { Authorization: `Bearer ${this.plan.token}` } : {}) };
    return fetch(this.plan.server + path, { ...options, headers });
  }

  async upload(name, body, query = '') {
    const answer = await this.api(`/post?name=${encodeURIComponent(name)}&wait=60${query}`, { method: 'POST', body });
    assert.ok(answer.status < 300 || answer.status === 422, await answer.clone().text());
    return answer.status === 422 ? (await this.api(answer.headers.get('Location'))).json() : answer.json();
  }

  /** Changes a file as another tab does, and has told the page of it. @returns the file as it is then */
  async change(page, { id }, changes) {
    const answer = await this.api(`/api/v1/audio/${id}`, { method: 'PATCH', headers: { 'Content-Type': 'application/merge-patch+json' }, body: JSON.stringify(changes) });
    const file = await answer.json();
    await page.evaluate((changed) => {
      // Each channel of the name hears of it, in the order in which they were made: the page's own first.
      const heard = new Promise((done) => { new BroadcastChannel('changes').onmessage = done; });
      new BroadcastChannel('changes').postMessage(changed);
      return heard;
    }, file);
    return file;
  }

  /** Where the server's events are now. */
  async lastEventId() {
    let text = '';
    for await (const part of (await this.api('/api/v1/events')).body) {
      text += Buffer.from(part).toString();
      const id = /^id: (\S+)\n/m.exec(text);
      if (id) {
        return id[1];
      }
    }
    throw new Error(`no id in ${text}`);
  }

  /** Has the page come again to a stream of events that tells of progress, as it was at that time, and is then over; the next one is the server's. */
  async tell(page, files, at = new Date().toISOString()) {
    // Its first stream has begun before its list is there: what is laid below is for the next.
    await settled(page);
    const events = files.map((file) => `event: audio.progress\ndata: ${JSON.stringify({ ...file, updatedAt: at })}\n\n`);
    const body = `id: ${await this.lastEventId()}\n${events.join('')}`;
    await page.route('**/api/v1/events', (route) => route.fulfill({ contentType: 'text/event-stream', body }), { times: 1 });
    await page.evaluate(() => dispatchEvent(new Event('online')));
  }

  /** Files that are there. */
  async count() {
    return (await (await this.api('/list?limit=1&count=true')).json()).total;
  }

  async clear() {
    const { items } = await (await this.api('/list?limit=1000&fields=id')).json();
    await Promise.all(items.map((file) => this.api(`/api/v1/audio/${file.id}`, { method: 'DELETE' })));
  }

  /** Nothing of a view is serious to axe, or wider than the screen, at any size; a picture of each is left. In the dark it is the colours that are others, whatever the size. */
  async view(page, name, { inTheDark = false, ...options } = {}) {
    for (const size of this.plan.sizes) {
      await page.setViewportSize(size);
      await this.#isAccessible(page, name);
      await this.#shot(page, `${name}-${size.width}`, options);
      if (!inTheDark || size !== this.plan.sizes[0]) continue;
      await page.emulateMedia({ colorScheme: 'dark' });
      await this.#isAccessible(page, `${name} in the dark`, { runOnly: ['color-contrast'] });
      await this.#shot(page, `${name}-dark-${size.width}`, options);
      await page.emulateMedia({ colorScheme: 'light' });
    }
    await page.setViewportSize(this.plan.sizes[0]);
  }

  async #isAccessible(page, view, options = {}) {
    if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe.source);
    const { violations } = await page.evaluate((all) => window.axe.run(document, all), { preload: false, resultTypes: ['violations'], ...options });
    const grave = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
    assert.deepEqual(grave.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target} ${node.failureSummary}`).join('; ')}`), [], view);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${view} is wider than the screen`);
  }

  async #shot(page, name, options) {
    await page.screenshot({ path: join(this.plan.screenshots, `${name}-${this.plan.mode.toLowerCase()}.png`), animations: 'disabled', ...options });
  }

  /** Runs each scenario on a page of its own; tells how each went, and on standard error as soon as it is known. */
  async play(scenarios) {
    const results = [];
    for (const [name, scenario] of scenarios) {
      const started = performance.now();
      let [fault, page] = [null, null];
      const open = async (address) => {
        page = await this.open(address);
        return page;
      };
      try {
        await within(LONGEST, scenario({ stage: this, open, isNarrow: this.plan.sizes[0].width < 640 }));
        assert.deepEqual(this.context.pages().flatMap((one) => one.faults ?? []), []);
      } catch (thrown) {
        fault = thrown.stack;
        await page?.screenshot({ path: join(this.plan.screenshots, `failed-${results.length}-${this.plan.mode.toLowerCase()}.png`) }).catch(() => {});
      }
      for (const one of this.context.pages().filter((one) => one.faults)) await one.close();
      results.push({ name, fault });
      console.error(`${String(Math.round(performance.now() - started)).padStart(6)} ms${fault ? ' failed' : ''}  ${name}`);
    }
    return results;
  }
}

/** Fails what takes longer; what it waits for fails with its page, which is closed then. */
function within(milliseconds, work) {
  let timer = 0;
  const end = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error(`took longer than ${milliseconds} ms`)), milliseconds); });
  return Promise.race([work, end]).finally(() => clearTimeout(timer));
}

/** Waits until a function of the page's is true. */
export const until = (page, condition, argument) => page.waitForFunction(condition, argument, { polling: 50 });

/** Sound is heard. Chromium without a sound device stands still for most of a minute when it is paused before. */
export const plays = (page, after = 0) => until(page, (seconds) => document.querySelector('audio').currentTime > seconds + 0.1, after);

export const row = (page, name) => page.locator('.row').filter({ has: page.getByRole('link', { name, exact: true }) });

/** The row's state, once it is this. */
export const hasState = async (page, name, words) => row(page, name).locator('.state', { hasText: words }).waitFor();

export const names = (page) => page.locator('.row .file-link').allTextContents();

/** The list as it is when the server has answered for this address. */
export async function settled(page) {
  await until(page, () => document.querySelector('.table')?.getAttribute('aria-busy') === null && document.querySelector('.list .skeleton').hidden);
}

/** The window has this size, and the page has heard of it. It hears with the next frame, and comes back to the rows that were seen before: what a scenario scrolls until then does not hold. */
export async function resize(page, size) {
  const { width, height } = page.viewportSize();
  if (width === size.width && height === size.height) return;
  // The page's own listener, which was there before, hears of it first.
  await page.evaluate(() => { window.heard = new Promise((done) => addEventListener('resize', done, { once: true })); });
  await page.setViewportSize(size);
  await page.evaluate(() => window.heard);
}
