// The list keeps its place and tells the truth, whatever comes, goes, fails or turns meanwhile.
import assert from 'node:assert/strict';
import { cut, wav } from './sound.mjs';
import { hasState, names, row, settled, until } from './stage.mjs';
import { choose, chosen, upload } from './upload.mjs';

const LOW = 200;
const LIST = '**/api/v1/audio?*';

/** Its answers come later than they were made, and pages of ten show what pages of a hundred do. */
const late = (page, milliseconds) => page.route(LIST, async (route) => {
  const answer = await route.fetch({ url: route.request().url().replace('limit=100', 'limit=10') });
  await new Promise((done) => setTimeout(done, milliseconds));
  await route.fulfill({ response: answer });
});

const fail = (page) => page.route(LIST, (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: { code: 'unavailable', detail: 'The server is stopping.' } }));

/** The first row that is seen whole, and where. */
const seen = (page) => page.evaluate(() => {
  const edge = document.querySelector('.head').getBoundingClientRect().bottom - 1;
  const top = [...document.querySelectorAll('.row')].find((one) => one.getBoundingClientRect().top >= edge);
  return [top.querySelector('.file-link').textContent, Math.round(top.getBoundingClientRect().top)];
});

/** A list in a low window, some way down. */
async function deep({ stage, open }, address = '/', prepare = async () => {}) {
  const page = await open('about:blank');
  await page.setViewportSize({ ...stage.plan.sizes[0], height: LOW });
  await prepare(page);
  await page.goto(stage.plan.server + address);
  await until(page, () => document.querySelector('.rows')?.offsetHeight > 16 * document.querySelector('.row')?.offsetHeight);
  await settled(page);
  await page.evaluate(() => scrollTo(0, document.querySelector('.rows').offsetTop + 12.4 * document.querySelector('.row').offsetHeight));
  await page.locator('[aria-rowindex="16"]').waitFor({ state: 'attached' });
  return page;
}

const quick = (stage, name) => stage.api(`/post?name=${encodeURIComponent(name)}&onconflict=rename`, { method: 'POST', body: wav({ seconds: 0.1 }) });
const remove = (stage, id) => stage.api(`/api/v1/audio/${id}`, { method: 'DELETE' });

/** What the page has been told of. */
const watched = (page) => page.evaluate(async () => { window.events = await import('/page/events.js'); });

/** The page has been told of the file. */
async function heard(page, id) {
  await watched(page);
  await until(page, (wanted) => window.events.newest({ id: wanted }).name !== undefined, id);
}

export const placeScenarios = [
  ['Back from a file, one is where one was, though others came', async (given) => {
    const page = await deep(given);
    const before = await seen(page);
    await page.getByRole('link', { name: before[0], exact: true }).click();
    await page.getByRole('slider').waitFor();
    const came = [];
    for (const number of [1, 2, 3]) came.push(await (await quick(given.stage, `meanwhile ${number}.wav`)).json());
    await heard(page, came.at(-1).id);
    await page.goBack();
    await page.locator('.row').first().waitFor();
    assert.deepEqual(await seen(page), before);
    for (const { id } of came) await remove(given.stage, id);
  }],
  ['Events that were missed are made up for in place, and the focus stays', async (given) => {
    const page = await deep(given, '/', (one) => late(one, 200));
    const [name] = await seen(page);
    const link = page.getByRole('link', { name, exact: true });
    await link.evaluate((element) => element.focus({ preventScroll: true }));
    const [before, count] = [await seen(page), await given.stage.count()];
    await page.route('**/api/v1/events', (route) => route.fulfill({ contentType: 'text/event-stream', body: 'event: resync\ndata: {}\n\n' }), { times: 1 });
    const heights = page.evaluate(async () => {
      const [height, isBusy] = [() => document.querySelector('.rows').offsetHeight, () => document.querySelector('.table').hasAttribute('aria-busy')];
      const heights = [height()];
      for (let wasBusy = false; !wasBusy || isBusy(); wasBusy ||= isBusy()) {
        await new Promise(requestAnimationFrame);
        heights.push(height());
      }
      return [...heights, height()];
    });
    const renewed = page.waitForRequest((request) => request.url().includes('&count=true'));
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await renewed;
    const [first, ...others] = await heights;
    assert.ok(others.every((one) => one >= first), `the list is never shorter: ${first}, ${others}`);
    assert.deepEqual(await seen(page), before);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
    await page.getByText(`${count} files`, { exact: true }).waitFor();
  }],
  ['What is deleted and kept after all comes back to its place', async (given) => {
    const page = await deep(given, '/?sort=name');
    const [name] = await seen(page);
    const around = (all) => all.slice(all.indexOf(name) - 2, all.indexOf(name) + 3);
    const neighbours = around(await names(page));
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText(`${name} deleted.`).waitFor();
    await settled(page);
    assert.equal(await row(page, name).count(), 0);
    const [before, asked] = [await page.evaluate(() => scrollY), []];
    page.on('request', (request) => asked.push(request.url()));
    // The row that is there now has the focus; the message is far from it, and has keys.
    assert.equal(await page.evaluate(() => document.activeElement.textContent), neighbours[3]);
    await page.keyboard.press('Control+z');
    await row(page, name).waitFor();
    assert.deepEqual(around(await names(page)), neighbours);
    assert.ok(Math.abs((await page.evaluate(() => scrollY)) - before) < 100, 'the place is kept');
    assert.deepEqual(asked, [], 'nothing is asked of the server');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), neighbours[3]);
    await page.getByRole('link', { name, exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Delete' }).press('Enter');
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await row(page, name).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), neighbours[3], 'a message that goes gives back the focus');
  }],
  ['Back from a file, the row one came from has the focus, wherever one had scrolled', async (given) => {
    const page = await deep(given);
    const [name] = await seen(page);
    await page.getByRole('link', { name, exact: true }).focus();
    await page.evaluate(() => scrollTo(0, 0));
    await until(page, () => document.querySelectorAll('.row').length < 30);
    await page.keyboard.press('Enter');
    await page.getByRole('slider').waitFor();
    await page.goBack();
    await page.locator('.row').first().waitFor();
    assert.deepEqual(await page.evaluate(() => [document.activeElement.textContent, scrollY]), [name, 0]);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), `Download ${name}`);
  }],
  ['A file that is given a label comes to the list of it', async ({ stage, open }) => {
    const file = await stage.upload('labelled.wav', wav({ seconds: 0.1 }), '&onconflict=rename');
    const page = await open('/?label=take:nine');
    await page.getByRole('heading', { name: 'No file matches' }).waitFor();
    await stage.change(page, file, { labels: { take: 'nine' } });
    await page.getByRole('button', { name: '1 new file: show the list anew' }).click();
    await row(page, file.name).waitFor();
  }],
  ['What is told late undoes no change', async ({ stage, open }) => {
    const file = await stage.upload('as it was.wav', wav({ seconds: 0.1 }), '&onconflict=rename');
    const page = await open('/');
    await row(page, file.name).waitFor();
    await stage.change(page, file, { name: 'as it is now.wav' });
    await row(page, 'as it is now.wav').waitFor();
    await stage.tell(page, [{ ...file, verification: { ...file.verification, state: 'running', progress: 0.5 } }], file.updatedAt);
    await hasState(page, 'as it is now.wav', 'checking');
  }],
  ['Where the row or the words go that one is at, the heading has the focus', async ({ stage, open }) => {
    const { id, name } = await stage.upload('lonely.wav', wav({ seconds: 0.1 }), '&onconflict=rename');
    const page = await open(`/?q=${encodeURIComponent(name)}`);
    await page.getByRole('link', { name, exact: true }).focus();
    await remove(stage, id);
    await until(page, () => document.querySelectorAll('.row').length === 0);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');

    await page.route(LIST, (route) => route.fulfill({ json: { items: [], next: null, total: 0 } }));
    await page.goto(stage.plan.server);
    await page.locator('.empty').getByRole('button', { name: 'Choose files' }).focus();
    const { id: first } = await (await quick(stage, 'first of all.wav')).json();
    await row(page, 'first of all.wav').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
    await remove(stage, first);
  }],
  ['The last of those that are there comes back to its place, though more came', async ({ stage, open }) => {
    const page = await open('about:blank');
    let go = () => {};
    const told = new Promise((done) => { go = done; });
    await page.route(LIST, async (route) => {
      const url = route.request().url().replace('limit=100', 'limit=10');
      if (url.includes('cursor=')) await told;
      await route.fulfill({ response: await route.fetch({ url }) });
    });
    await page.goto(`${stage.plan.server}/?sort=name`);
    await until(page, () => document.querySelectorAll('.row').length === 10);
    const before = await names(page);
    await page.getByRole('link', { name: before[9], exact: true }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText(`${before[9]} deleted.`).waitFor();
    go();
    await until(page, () => document.querySelectorAll('.row').length > 10);
    await page.keyboard.press('Control+z');
    await row(page, before[9]).waitFor();
    assert.deepEqual((await names(page)).slice(0, 10), before);
  }],
  ['A filter that is left as it is written is not shown as one', async ({ open }) => {
    const page = await open('/');
    await page.locator('.row').first().waitFor();
    await page.clock.install();
    await page.getByRole('searchbox').fill('no such');
    await page.locator('.file-link').first().click();
    await page.getByRole('slider').waitFor();
    await page.clock.runFor(1_000);
    await page.getByRole('link', { name: 'All files' }).click();
    await page.locator('.row').first().waitFor();
    assert.equal(await page.getByRole('searchbox').inputValue(), '');
  }],
  ['An address that asks for what there is not leads to all files', async ({ open }) => {
    const page = await open('/?sort=nonsense');
    await page.getByRole('link', { name: 'Show all files' }).click();
    await page.locator('.row').first().waitFor();
    assert.equal(new URL(page.url()).search, '');
  }],
  ['What has gone does not come back by Undo', async ({ stage, open }) => {
    const { id, name } = await stage.upload('gone twice.wav', wav({ seconds: 0.1 }), '&onconflict=rename');
    const page = await open(`/?file=${id}`);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText(`${name} deleted.`).waitFor();
    await settled(page);
    await remove(stage, id);
    await watched(page);
    await until(page, (wanted) => window.events.isGone(wanted), id);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`${name} was deleted meanwhile.`).waitFor();
    assert.equal(await row(page, name).count(), 0);
  }],
  ['A file that is about to go says so, and is there again when it is kept', async ({ stage, open }) => {
    const { id, name } = await stage.upload('about to go.wav', wav({ seconds: 0.1 }), '&onconflict=rename');
    const page = await open(`/?file=${id}`);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText(`${name} deleted.`).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'This file is about to be deleted' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
    await remove(stage, id);
  }],
  ['A phone that is turned shows what it showed', async (given) => {
    const page = await deep(given);
    await page.setViewportSize({ width: 360, height: 640 });
    await page.evaluate(() => scrollTo(0, document.querySelector('.rows').offsetTop + 12.4 * document.querySelector('.row').offsetHeight));
    await page.locator('[aria-rowindex="16"]').waitFor({ state: 'attached' });
    const [name] = await seen(page);
    for (const size of [{ width: 740, height: 360 }, { width: 360, height: 640 }]) {
      await page.setViewportSize(size);
      await until(page, (wanted) => {
        const edge = document.querySelector('.head').getBoundingClientRect().bottom - 1;
        return [...document.querySelectorAll('.row')].find((one) => one.getBoundingClientRect().top >= edge)?.querySelector('.file-link').textContent === wanted;
      }, name);
    }
  }],
  ['A file that goes while an answer is on its way stays gone', async ({ stage, open }) => {
    const { id, name } = await (await quick(stage, 'phantom.wav')).json();
    const page = await open('about:blank');
    let [hasMade, tell] = [() => {}, () => {}];
    const [made, told] = [new Promise((done) => { hasMade = done; }), new Promise((done) => { tell = done; })];
    await page.route(LIST, async (route) => {
      const answer = await route.fetch();
      hasMade();
      await told;
      await route.fulfill({ response: answer });
    });
    const stream = page.waitForResponse((response) => response.url().endsWith('/api/v1/events'));
    await page.goto(stage.plan.server);
    await Promise.all([made, stream]);
    await remove(stage, id);
    await watched(page);
    await until(page, (wanted) => window.events.isGone(wanted), id);
    tell();
    await page.locator('.row').first().waitFor();
    await settled(page);
    assert.equal(await row(page, name).count(), 0);
    await page.getByText(`${await stage.count()} files`, { exact: true }).waitFor();
  }],
  ['A list that failed does not become a list of what came since, and old rows are not the answer to a new question', async ({ stage, open }) => {
    const page = await open();
    await page.locator('.row').first().waitFor();
    await fail(page);
    await page.getByLabel('Search').fill('something else');
    const alert = page.getByRole('alert').filter({ hasText: 'The server is stopping.' });
    await alert.waitFor();
    assert.equal(await page.locator('.row').count(), 0);
    assert.equal(await page.locator('.count').textContent(), '');
    await page.goto(stage.plan.server);
    await alert.waitFor();
    const { id } = await (await quick(stage, 'after the fault.wav')).json();
    await heard(page, id);
    assert.deepEqual([await page.locator('.row').count(), await alert.count()], [0, 1]);
    await page.unroute(LIST);
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await page.locator('.row').first().waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
    await remove(stage, id);
  }],
  ['What came or went before the first stream of events is known, in the list and of a file', async ({ stage, open }) => {
    const page = await open('about:blank');
    // Not before something has happened, which the second stream is not told of.
    let fail = () => {};
    const failFirst = () => page.route('**/api/v1/events', async (route) => {
      await new Promise((done) => { fail = done; });
      await route.abort();
    }, { times: 1 });
    await failFirst();
    await page.goto(stage.plan.server);
    await settled(page);
    const { id, name } = await stage.upload('before events.wav', wav({ seconds: 0.1 }), '&onconflict=rename');
    fail();
    await row(page, name).waitFor();
    await failFirst();
    await page.goto(`${stage.plan.server}/?file=${id}`);
    await page.getByRole('slider').waitFor();
    await remove(stage, id);
    fail();
    await page.getByText(`${name} was deleted.`).waitFor();
  }],
  ['A page of files that fails is tried again where the rows end; how many there are is said once, and shown as it is', async ({ stage, open }) => {
    const last = await (await quick(stage, 'zz last of all.wav')).json();
    const count = await stage.count();
    const page = await open('about:blank');
    await page.route(LIST, (route) => {
      const url = route.request().url();
      return url.includes('cursor=') ? route.fulfill({ status: 503, contentType: 'application/problem+json', json: { code: 'unavailable', detail: 'The server is stopping.' } }) : route.continue({ url: url.replace('limit=100', 'limit=5') });
    });
    await page.goto(`${stage.plan.server}/?sort=name`);
    await page.getByRole('alert').filter({ hasText: 'The server is stopping.' }).waitFor();
    assert.equal(await page.locator('.row').count(), 5);
    await page.getByText(`${count} files`, { exact: true }).waitFor();
    const said = page.getByText(`The list has ${count} files.`, { exact: true });
    await said.waitFor({ state: 'attached' });
    await remove(stage, last.id);
    await page.getByText(`${count - 1} files`, { exact: true }).waitFor();
    assert.equal(await said.count(), 0, 'what is so no more is not read');
    const [, , , , fifth] = await names(page);
    await page.unroute(LIST);
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await until(page, () => document.querySelectorAll('.row').length > 5);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), fifth, 'the focus is not lost');
  }],
  ['Under a filter by state a file is announced when it is in that state, and leaves when it is no more', async ({ stage, open }) => {
    const page = await open('/?state=broken');
    await settled(page);
    const count = await page.locator('.row').count();
    const whole = await stage.upload('whole.wav', wav({ seconds: 0.2 }), '&onconflict=rename');
    const broken = await stage.upload('late.wav', cut(wav({ seconds: 4 }), 0.5), '&onconflict=rename');
    await page.getByRole('button', { name: '1 new file: show the list anew' }).press('Enter');
    await hasState(page, broken.name, 'damaged');
    assert.equal(await page.locator('.row').count(), count + 1);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1', 'the focus is not lost');
    await stage.tell(page, [{ ...broken, verification: { ...broken.verification, state: 'running', progress: 0.2 } }]);
    await row(page, broken.name).waitFor({ state: 'detached' });
    await remove(stage, broken.id);
    await choose(page, [chosen('later.wav', cut(wav({ seconds: 4 }), 0.5))]);
    const news = page.getByRole('button', { name: '1 new file: show the list anew' });
    await news.waitFor();
    const other = (await (await stage.api('/list?limit=1')).json()).items[0];
    await stage.tell(page, [{ ...other, verification: { ...other.verification, state: 'running', progress: 0.2 } }]);
    await news.waitFor({ state: 'hidden' });
    await stage.api(`/api/v1/audio/${other.id}/verification`, { method: 'POST' });
    await news.waitFor();
    await upload(page, 'later.wav').getByRole('link').click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('later.wav deleted.').waitFor();
    await settled(page);
    assert.equal(await news.isVisible(), false, 'what is about to go is no news');
    for (const { id } of [whole, other]) await remove(stage, id);
  }],
  ['What is typed stays in its field, and a time that is none holds nothing up', async ({ stage, open }) => {
    const page = await open('/?minduration=1&maxduration=30');
    await settled(page);
    await page.getByLabel('Shortest').fill('');
    await page.getByLabel('Shortest').pressSequentially('60', { delay: 350 });
    await page.getByText('The longest is shorter than the shortest.').waitFor();
    await page.keyboard.type('.5');
    assert.deepEqual([await page.getByLabel('Shortest').inputValue(), await page.getByLabel('Longest').inputValue()], ['60.5', '0:30']);
    await page.getByLabel('Longest').fill('soon');
    await page.getByText('Write seconds, m:ss or h:mm:ss.').waitFor();
    assert.ok((await page.getByLabel('Longest').getAttribute('aria-describedby')).length > 0);
    await page.getByLabel('Search').fill('tone');
    await until(page, () => location.search === '?q=tone&minduration=60.5');

    await page.goto(`${stage.plan.server}/?sort=name`);
    await page.locator('.row').first().waitFor();
    await page.getByLabel('Search').fill('late');
    await page.locator('.row .file-link').first().click();
    await page.getByRole('slider').waitFor();
    // Longer than the field waits for more to be typed.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 1_000)));
    // Who has left the list is not searching any more.
    assert.match(await page.evaluate(() => location.search), /^\?sort=name&file=[^&]+$/);
  }],
];
