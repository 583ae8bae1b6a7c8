// The list: its columns, order, filters in the address, more by scrolling, and a download beside each row.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cut, wav } from './sound.mjs';
import { hasState, names, row, settled, until } from './stage.mjs';

const FIXTURES = ['myfile.wav', 'flac-s24-96k.flac', 'mp3-vbr-xing.mp3', 'mp4-aac.m4a', 'ogg-opus.opus', 'tagged.aiff', 'wav-extensible-5.1.wav'];
const [FILES, STEPS, LOW] = [10_000, 120, 200];
const fixture = (stage, name) => readFileSync(join(stage.plan.fixtures, name));

/** Milliseconds from the start of loading to the first row that can be seen. */
const timeToList = (page) => page.evaluate(async () => {
  while (document.querySelector('.row') === null) await new Promise(requestAnimationFrame);
  return performance.now();
});

export const listScenarios = [
  ['The list is a table of name, duration, format, rate, channels, size, uploaded and state', async ({ stage, open, isNarrow }) => {
    await stage.clear();
    await Promise.all(FIXTURES.map((name) => stage.upload(name, fixture(stage, name))));
    await stage.upload('half.mp3', cut(fixture(stage, 'mp3-vbr-xing.mp3'), 0.5));
    const page = await open();
    await hasState(page, 'half.mp3', /damaged at 0:00\.\d – /);
    await page.getByText(`${FIXTURES.length + 1} files`, { exact: true }).waitFor();
    const cells = await row(page, 'flac-s24-96k.flac').getByRole('cell', { includeHidden: true }).allTextContents();
    assert.deepEqual([cells[1], cells[2], cells[7]], ['0:00.05', 'FLAC', 'whole']);
    if (!isNarrow) {
      assert.deepEqual((await page.getByRole('columnheader').allTextContents()).slice(0, 8), ['Name', 'Duration', 'Format', 'Rate', 'Channels', 'Size', 'Uploaded', 'State']);
      assert.deepEqual(cells.slice(3, 5), ['96 kHz', 'stereo']);
      assert.match(cells[5], /^\d[\d.]* k?B$/);
      assert.equal((await row(page, 'wav-extensible-5.1.wav').getByRole('cell').allTextContents())[4], '6 channels');
    }
    await row(page, 'tagged.aiff').locator('.file-by', { hasText: '—' }).waitFor({ state: 'attached' });
  }],
  ['It is sorted by a column, either way, and the address says so', async ({ open }) => {
    const page = await open();
    await page.locator('.row').first().waitFor();
    const header = page.getByRole('columnheader', { name: 'Name' });
    await header.getByRole('button').press('Enter');
    await until(page, () => document.querySelector('.row .file-link')?.textContent === 'flac-s24-96k.flac');
    assert.equal(new URL(page.url()).search, '?sort=name');
    assert.equal(await header.getAttribute('aria-sort'), 'ascending');
    await header.getByRole('button').press('Enter');
    await until(page, () => document.querySelector('.row .file-link')?.textContent === 'wav-extensible-5.1.wav');
    assert.equal(await header.getAttribute('aria-sort'), 'descending');
    for (const [title, sort] of [['Duration', '-duration'], ['Size', '-size'], ['Uploaded', null]]) {
      await page.getByRole('columnheader', { name: title }).getByRole('button').click();
      await settled(page);
      assert.equal(new URL(page.url()).searchParams.get('sort'), sort);
    }
    await page.goBack();
    assert.equal(new URL(page.url()).searchParams.get('sort'), '-size');
  }],
  ['It is filtered by duration, text, state and format, in an address that can be shared and survives a reload', async ({ stage, open }) => {
    const page = await open();
    await page.locator('.row').first().waitFor();
    await page.getByLabel('Shortest').fill('0:00.3');
    await page.getByLabel('Longest').fill('0.7');
    await until(page, () => location.search === '?minduration=0.3&maxduration=0.7');
    await until(page, () => document.querySelectorAll('.row').length === 3);
    assert.deepEqual((await names(page)).sort(), ['half.mp3', 'mp4-aac.m4a', 'ogg-opus.opus']);
    await page.getByLabel('Format').selectOption('ogg');
    await until(page, () => document.querySelectorAll('.row').length === 1);
    await page.reload();
    await row(page, 'ogg-opus.opus').waitFor();
    assert.deepEqual([await page.getByLabel('Shortest').inputValue(), await page.getByLabel('Format').inputValue()], ['0:00.30', 'ogg']);
    assert.deepEqual(await names(page), ['ogg-opus.opus']);

    // What was found there is found from here, by way of the file and back.
    await row(page, 'ogg-opus.opus').getByRole('link', { name: 'ogg-opus.opus', exact: true }).click();
    await page.getByRole('link', { name: 'All files' }).click();
    await row(page, 'ogg-opus.opus').waitFor();
    assert.equal(new URL(page.url()).search, '?minduration=0.3&maxduration=0.7&container=ogg');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await until(page, (count) => document.querySelectorAll('.row').length === count, FIXTURES.length + 1);
    await page.getByLabel('State').selectOption('broken');
    await until(page, () => document.querySelectorAll('.row').length === 1);
    assert.deepEqual(await names(page), ['half.mp3']);
    await page.getByLabel('State').selectOption('');
    await page.getByLabel('Search').fill('MYFILE');
    await until(page, () => location.search === '?q=MYFILE' && document.querySelectorAll('.row').length === 1);
    const shared = await open(new URL(page.url()).pathname + new URL(page.url()).search);
    await row(shared, 'myfile.wav').waitFor();
    assert.deepEqual(await names(shared), ['myfile.wav']);
    await shared.getByLabel('Search').fill('nothing has this name');
    await shared.getByRole('heading', { name: 'No file matches' }).waitFor();
    await stage.view(shared, 'no-match');
    await shared.getByLabel('Longest').fill('soon');
    await until(shared, () => document.querySelector('[name=maxduration]').getAttribute('aria-invalid') === 'true');
  }],
  ['A file that comes while the list is filtered is announced', async ({ stage, open }) => {
    const page = await open('/?container=flac');
    await row(page, 'flac-s24-96k.flac').waitFor();
    await stage.upload('second.flac', fixture(stage, 'flac-s16.flac'));
    await page.getByRole('button', { name: '1 new file: show the list anew' }).click();
    await row(page, 'second.flac').waitFor();
  }],
  ['Beside each row is a button that downloads the file as it is', async ({ stage, open }) => {
    const page = await open();
    const downloads = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download mp3-vbr-xing.mp3' }).click();
    const download = await downloads;
    assert.equal(download.suggestedFilename(), 'mp3-vbr-xing.mp3');
    assert.deepEqual(readFileSync(await download.path()), fixture(stage, 'mp3-vbr-xing.mp3'));
    assert.equal(new URL(page.url()).search, '', 'the view stays');
  }],
  ['Thirty files of many formats stand there, each with its state', async ({ stage, open }) => {
    const before = await stage.count();
    const others = readdirSync(stage.plan.fixtures).filter((name) => !FIXTURES.includes(name)).slice(0, 27 - before);
    await Promise.all(others.map((name) => stage.api(`/post?name=${name}`, { method: 'POST', body: fixture(stage, name) })));
    const wrong = Buffer.from(wav({ seconds: 75 }));
    wrong.writeUInt32LE(12_345, 4);
    await stage.upload('size of another file.wav', wrong);
    await stage.upload('interview.wav', cut(wav({ seconds: 115 }), 0.72));
    const running = await stage.upload('session 14.wav', wav({ seconds: 300 }));
    const page = await open();
    await stage.tell(page, [{ ...running, verification: { ...running.verification, state: 'running', progress: 0.43 } }]);
    await hasState(page, 'session 14.wav', 'checking 43 %');
    await hasState(page, 'interview.wav', 'damaged at 1:22');
    await hasState(page, 'size of another file.wav', 'suspect');
    await page.locator('.state[data-state=ok]').first().waitFor();
    await page.getByText('30 files', { exact: true }).waitFor();
    await stage.view(page, 'list', { inTheDark: true });
  }],
  ['More files come by scrolling, each once', async ({ stage, open }) => {
    const { items } = await (await stage.api('/list?sort=name&limit=1000')).json();
    const page = await open('about:blank');
    // A low window and pages of five, or it would take some hundred files.
    await page.setViewportSize({ ...stage.plan.sizes[0], height: LOW });
    const asked = [];
    await page.route('**/api/v1/audio?*', (route) => {
      asked.push(new URL(route.request().url()).searchParams.get('cursor'));
      return route.continue({ url: route.request().url().replace('limit=100', 'limit=5') });
    });
    await page.goto(`${stage.plan.server}/?sort=name`);
    await row(page, items[0].name).waitFor();
    await page.getByText(`${items.length} files`, { exact: true }).waitFor();
    await settled(page);
    assert.ok(asked.length < items.length / 5, 'not all of them at first');
    await until(page, (count) => {
      const seen = (window.seen ??= { names: new Map(), most: 0 });
      const rows = [...document.querySelectorAll('.row')];
      seen.most = Math.max(seen.most, rows.length);
      for (const one of rows) seen.names.set(Number(one.getAttribute('aria-rowindex')), one.querySelector('.file-link').textContent);
      scrollBy(0, 150);
      return seen.names.size === count;
    }, items.length);
    const { read, most } = await page.evaluate(() => ({ read: [...window.seen.names].sort(([one], [other]) => one - other), most: window.seen.most }));
    assert.deepEqual(read, items.map(({ name }, index) => [2 + index, name]));
    assert.equal(await page.getByRole('table').getAttribute('aria-rowcount'), String(1 + items.length));
    assert.ok(most < items.length, `${most} rows are more than are near`);
    assert.equal(new Set(asked).size, Math.ceil(items.length / 5));

    // Where one was is where one comes back to.
    const [last, link] = [items.at(-2).name, row(page, items.at(-2).name).getByRole('link', { name: items.at(-2).name, exact: true })];
    await link.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const scroll = await page.evaluate(() => scrollY);
    await link.click();
    await page.getByRole('slider').waitFor();
    await page.goBack();
    await row(page, last).waitFor();
    assert.equal(await page.evaluate(() => scrollY), scroll);
  }],
  ['What is read stays where it is while files come and go above, and the focus where it was', async ({ stage, open }) => {
    const page = await open();
    await page.setViewportSize({ ...stage.plan.sizes[0], height: LOW });
    await page.locator('.row .file-link').nth(1).focus();
    const focused = await page.evaluate(() => document.activeElement.textContent);
    await page.evaluate(() => scrollTo(0, 20 * document.querySelector('.row').offsetHeight));
    await page.locator('[aria-rowindex="27"]').waitFor({ state: 'attached' });
    const seen = () => page.evaluate(() => {
      const top = [...document.querySelectorAll('.row')].find((one) => one.getBoundingClientRect().top > 50);
      return [top.querySelector('.file-link').textContent, top.getBoundingClientRect().top];
    });
    const [before, count] = [await seen(), await stage.count()];
    const { id } = await (await stage.api('/post?name=above.wav', { method: 'POST', body: wav({ seconds: 0.2 }) })).json();
    await page.getByText(`${count + 1} files`, { exact: true }).waitFor();
    assert.deepEqual(await seen(), before);
    await stage.api(`/api/v1/audio/${id}`, { method: 'DELETE' });
    await page.getByText(`${count} files`, { exact: true }).waitFor();
    assert.deepEqual(await seen(), before);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), focused);
    const order = await page.locator('.row').evaluateAll((rows) => rows.map((one) => Number(one.getAttribute('aria-rowindex'))));
    assert.ok(order.length < count, 'rows that are far away are gone, but for that of the focus');
    assert.deepEqual(order, [...order].sort((one, other) => one - other), 'they are read in the order they are seen in');
  }],
  ['The first list is there at once', async ({ open }) => {
    const times = [];
    for (let round = 0; round < 2; round++) {
      const page = await open();
      times.push(await timeToList(page));
      const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name, encodedBodySize, startTime, responseEnd }) => ({ path: new URL(name).pathname, encodedBodySize, startTime, responseEnd })));
      const modules = asked.filter(({ path }) => path.endsWith('.js'));
      // Who is here, and then the list: nothing else is waited for, and no module for another.
      assert.deepEqual(asked.filter(({ path }) => path.startsWith('/api/') && path !== '/api/v1/events').map(({ path }) => path), ['/api/v1/me', '/api/v1/audio']);
      assert.ok(Math.max(...modules.map(({ startTime }) => startTime)) < Math.min(...asked.filter(({ path }) => path.startsWith('/api/')).map(({ startTime }) => startTime)));
      assert.ok(modules.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) < 150 * 1024);
    }
    console.error(`first row after ${times.map(Math.round).join(', ')} ms`);
  }],
  ['Nothing jumps when the list comes, however late', async ({ stage, open }) => {
    const page = await open('about:blank');
    await page.route('**/api/v1/audio?*', async (route) => {
      await page.locator('.skeleton').waitFor();
      await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
      await route.continue();
    });
    await page.goto(stage.plan.server);
    await settled(page);
    const shifts = await page.evaluate(() => new Promise((done) => {
      new PerformanceObserver((list) => done(list.getEntries().map(({ value, sources }) => `${value.toFixed(3)} ${sources.map(({ node }) => node?.className)}`))).observe({ type: 'layout-shift', buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => done([])));
    }));
    assert.deepEqual(shifts, []);
  }],
];

/** Of the browser's drawing, which no account changes. */
export const scaleScenarios = [
  ['Ten thousand files scroll smoothly', async ({ stage, open }) => {
    const { items: [file] } = await (await stage.api('/list?limit=1')).json();
    const page = await open('about:blank');
    await page.route('**/api/v1/audio?q=scale*', (route) => {
      const start = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0);
      const items = Array.from({ length: 1_000 }, (_, index) => ({ ...file, id: `00000000-0000-7000-8000-${String(start + index).padStart(12, '0')}`, name: `scale ${start + index}.wav` }));
      return route.fulfill({ json: { items, next: start + 1_000 < FILES ? String(start + 1_000) : null, total: start === 0 ? FILES : null } });
    });
    await page.goto(`${stage.plan.server}/?q=scale`);
    await until(page, (files) => {
      scrollTo(0, document.documentElement.scrollHeight);
      return document.querySelector(`[aria-rowindex="${1 + files}"]`) !== null;
    }, FILES);

    // By the processor's time, which other programs do not take part in.
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const metrics = async () => Object.fromEntries((await session.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
    const before = await metrics();
    const { times, most } = await page.evaluate(async (steps) => {
      // As fast as a wheel goes, from the middle of it.
      const middle = document.documentElement.scrollHeight / 2;
      const [times, counts] = [[], []];
      for (let step = 0, last = await new Promise(requestAnimationFrame); step < steps; step++) {
        scrollTo(0, middle + 200 * step);
        const now = await new Promise(requestAnimationFrame);
        times.push(now - last);
        counts.push(document.querySelectorAll('.row').length);
        last = now;
      }
      return { times: times.sort((a, b) => a - b), most: Math.max(...counts) };
    }, STEPS);
    const after = await metrics();
    const spent = (name) => ((after[name] - before[name]) / STEPS) * 1_000;
    console.error(`10,000 rows: a frame takes ${times[STEPS / 2].toFixed(1)} ms, of 100 the slowest 5 more than ${times[0.95 * STEPS].toFixed(1)} ms; `
      + ['Task', 'Script', 'Layout', 'RecalcStyle'].map((name) => `${name} ${spent(`${name}Duration`).toFixed(2)}`).join(', ') + ` ms; ${most} rows, ${((after.LayoutCount - before.LayoutCount) / STEPS).toFixed(1)} layouts a frame`);
    assert.ok(most < 60, `${most} rows are drawn`);
    const own = spent('ScriptDuration') + spent('LayoutDuration') + spent('RecalcStyleDuration');
    assert.ok(own < 16, `${own} ms of a frame's 16 go into making rows`);
  }],
];
