// The uploads' queue: what holds it back, what is done to all of it, and how it bears thousands.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wav } from './sound.mjs';
import { hasState, row, until } from './stage.mjs';
import { FAST, choose, chosen, done, drop, throttle, upload } from './upload.mjs';

const UPLOADS = '**/api/v1/audio?name=*';
const MANY = 3_000;

async function opened(open) {
  const page = await open();
  await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
  return page;
}

const states = (page) => page.locator('li.upload').evaluateAll((all) => all.map((one) => one.dataset.state));

export const queueScenarios = [
  ['A gap in the connection holds the uploads back and fails none', async ({ open }) => {
    const page = await opened(open);
    await throttle(page, 40_000);
    const files = Array.from({ length: 9 }, (_, index) => chosen(`gap ${index}.wav`, wav({ seconds: 1.5 + index / 10 })));
    await choose(page, files);
    await page.getByRole('heading', { name: 'Uploading 1 of 9' }).waitFor();
    await throttle(page, FAST, true);
    await page.getByRole('heading', { name: 'Paused: no connection' }).waitFor();
    assert.equal((await states(page)).includes('failed'), false);
    await throttle(page, FAST);
    for (const { name } of files) await done(page, name);

    await page.getByRole('button', { name: 'Clear', exact: true }).click();
  }],
  ['A server that has too much to do, is not ready or has no room holds the uploads back until it says, or until one does', async ({ open }) => {
    const page = await opened(open);
    for (const [status, headers, why] of [[429, { 'Retry-After': '1' }, 'the server has too much to do'], [503, {}, 'the server is not ready'], [507, {}, 'the server has no room']]) {
      await page.route(UPLOADS, (route) => route.fulfill({ status, headers, contentType: 'application/problem+json', json: { code: 'later', detail: 'Later.' } }), { times: 1 });
      await choose(page, [chosen(`after ${status}.wav`, wav({ seconds: 0.3 }))]);
      await page.getByRole('heading', { name: `Paused: ${why}` }).waitFor();
      if (!('Retry-After' in headers)) await page.getByRole('button', { name: 'Retry all' }).click();
      await done(page, `after ${status}.wav`);
    }
  }],
  ['All that failed is tried again at once, all is cancelled at once, and a double click on Cancel cancels', async ({ open }) => {
    const page = await opened(open);
    await page.route(UPLOADS, (route) => route.fulfill({ status: 413, contentType: 'application/problem+json', json: { code: 'quota_exceeded', detail: 'There is no room for this one.' } }));
    await choose(page, [1, 2, 3].map((number) => chosen(`again ${number}.wav`, wav({ seconds: 0.2 + number / 10 }))));
    await page.getByRole('heading', { name: '3 uploads failed' }).waitFor();
    await page.unroute(UPLOADS);
    let go = () => {};
    const going = new Promise((done) => { go = done; });
    await page.route(UPLOADS, (route) => going.then(() => route.continue()));
    const retry = page.getByRole('button', { name: 'Retry all' });
    const { x, y, height } = await retry.boundingBox();
    await page.mouse.click(x + 8, y + height / 2);
    await retry.waitFor({ state: 'hidden' });
    // The second click of two meets another button there: it meant the first.
    await page.mouse.down({ clickCount: 2 });
    await page.mouse.up({ clickCount: 2 });
    go();
    for (const number of [1, 2, 3]) await done(page, `again ${number}.wav`);

    await page.unroute(UPLOADS);
    await page.route(UPLOADS, () => {});
    await choose(page, [1, 2, 3, 4, 5].map((number) => chosen(`never ${number}.wav`, wav({ seconds: 0.2 }))));
    await page.getByRole('button', { name: 'Cancel never 4.wav' }).dblclick();
    await page.getByRole('button', { name: 'Cancel never 1.wav' }).press('Enter');
    await upload(page, 'never 1.wav').getByText('cancelled').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Retry never 1.wav', 'the focus is not lost');
    await upload(page, 'never 4.wav').getByText('cancelled').waitFor();
    await page.getByRole('button', { name: 'Cancel all' }).click();
    await until(page, () => document.querySelectorAll('li.upload[data-state=cancelled]').length === 5);
  }],
  ['Clear leaves what failed, and names that are taken are kept both, for all', async ({ stage, open }) => {
    const folder = join(stage.plan.folder, 'discs');
    for (const disc of ['cd1', 'cd2']) {
      mkdirSync(join(folder, disc), { recursive: true });
      for (const track of ['01.wav', '02.wav']) writeFileSync(join(folder, disc, track), wav({ seconds: disc === 'cd1' ? 0.2 : 0.3 }));
    }
    const page = await opened(open);
    await page.locator('input[webkitdirectory]').first().setInputFiles(folder);
    await page.getByRole('heading', { name: '2 files uploaded, 2 failed' }).waitFor();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.getByRole('heading', { name: '2 uploads failed' }).waitFor();
    await page.getByRole('button', { name: 'Keep both, for all' }).click();
    for (const name of ['01 (2).wav', '02 (2).wav']) await hasState(page, name, 'whole');
  }],
  ['A file that left the disk is told as that, and one that cannot be read keeps no other back', async ({ stage, open }) => {
    const folder = join(stage.plan.folder, 'leaving');
    mkdirSync(folder, { recursive: true });
    for (const name of ['left.wav', 'read.wav', '../locked.wav']) writeFileSync(join(folder, name), wav({ seconds: 0.4 }));
    const page = await opened(open);
    await page.exposeFunction('leave', () => rmSync(join(folder, 'left.wav')));
    await page.evaluate(() => {
      const { send } = XMLHttpRequest.prototype;
      XMLHttpRequest.prototype.send = async function (body) {
        if (body.name === 'left.wav') await window.leave();
        send.call(this, body);
      };
      const { webkitGetAsEntry } = DataTransferItem.prototype;
      DataTransferItem.prototype.webkitGetAsEntry = function () {
        const entry = webkitGetAsEntry.call(this);
        if (entry.isFile) entry.file = (_, fail) => fail(new DOMException('It is locked.', 'NotReadableError'));
        return entry;
      };
    });
    await choose(page, [join(folder, 'left.wav')]);
    await upload(page, 'left.wav').getByText('The file cannot be read any more').waitFor();
    await drop(page, [join(folder, '..', 'locked.wav'), folder]);
    await hasState(page, 'read.wav', 'whole');
    await page.getByText('1 item could not be read.').waitFor();
  }],
  ['An upload whose answer was lost is known by its content, and another of its name is not taken for it', async ({ open }) => {
    const page = await opened(open);
    const loseNext = () => page.evaluate(() => {
      const { send } = XMLHttpRequest.prototype;
      XMLHttpRequest.prototype.send = function (body) {
        XMLHttpRequest.prototype.send = send;
        this.onload = this.onerror;
        send.call(this, body);
      };
    });
    const name = 'lost answer.wav';
    await loseNext();
    await choose(page, [chosen(name, wav({ seconds: 0.3 }))]);
    await done(page, name);
    await upload(page, name).getByText('whole').waitFor();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();

    await loseNext();
    await choose(page, [chosen(name, wav({ seconds: 0.3, note: 500 }))]);
    await upload(page, name).getByText('There is a file of this name.').waitFor();
  }],
  ['A name whose file is about to be deleted is waited for, and asked about when that file is kept', async ({ stage, open }) => {
    const name = 'about to go.wav';
    const page = await open(`/?file=${(await stage.upload(name, wav({ seconds: 0.3 }))).id}`);
    await page.getByRole('button', { name: 'Delete' }).click();
    await choose(page, [chosen(name, wav({ seconds: 0.4 }))]);
    await upload(page, name).getByText('waiting').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await done(page, name);

    await upload(page, name).getByRole('link').click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await choose(page, [chosen(name, wav({ seconds: 0.5 }))]);
    await upload(page, name).and(page.locator('[data-state=queued]')).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await upload(page, name).getByText('There is a file of this name.').waitFor();
  }],
  ['What a proxy gives up again and again fails alone, and what was uploaded and deleted is no link any more', async ({ stage, open }) => {
    const page = await opened(open);
    await page.route('**/api/v1/audio?name=given*', (route) => route.fulfill({ status: 504, headers: { 'Retry-After': '1' }, body: 'The upstream server is timing out.' }));
    const [given, other] = ['given up.wav', 'beside it.wav'];
    await choose(page, [given, other].map((one) => chosen(one, wav({ seconds: 0.3 }))));
    await page.getByRole('button', { name: `Retry ${given}` }).waitFor();
    await done(page, other);
    const { items } = await (await stage.api('/list?limit=1')).json();
    await stage.api(`/api/v1/audio/${items[0].id}`, { method: 'DELETE' });
    await upload(page, other).getByText('deleted').waitFor();
    assert.equal(await upload(page, other).getByRole('link').count(), 0);
  }],
  ['A name of nothing but spaces can be seen and opened', async ({ stage, open }) => {
    const file = await stage.upload('   ', wav({ seconds: 0.2 }));
    const page = await open();
    await row(page, '(no name)').getByRole('link', { name: '(no name)', exact: true }).click();
    await page.getByRole('heading', { name: '(no name)' }).waitFor();
    await stage.api(`/api/v1/audio/${file.id}`, { method: 'DELETE' });
  }],
];

/** Of the browser's work, which no account changes. */
export const strainScenarios = [
  ['Three thousand uploads leave the page quick, and are told now and then', async ({ open }) => {
    const page = await opened(open);
    // A server that answers at once, within the page.
    await page.evaluate(() => {
      window.XMLHttpRequest = class {
        upload = {};
        status = 415;
        responseText = JSON.stringify({ code: 'not_audio', detail: 'This is not audio.' });
        open() {}
        setRequestHeader() {}
        getResponseHeader() { return null; }
        abort() {}
        send() { queueMicrotask(() => this.onload()); }
      };
    });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
    const before = await spent();
    const { said, peaces, drawn, frames } = await page.evaluate(async (many) => {
      const started = performance.now();
      let [said, drawn, frames] = [0, 0, 0];
      new MutationObserver((changes) => { drawn += changes.length; }).observe(document.querySelector('#uploads h2'), { childList: true });
      new MutationObserver(() => said++).observe(document.querySelector('#uploads [role=status]'), { childList: true, characterData: true, subtree: true });
      const { enqueue } = await import('/page/queue.js');
      enqueue({ files: Array.from({ length: many }, (_, index) => new File(['x'], `strain ${index}.wav`)), passedOver: 0 });
      while (document.querySelectorAll('li.upload[data-state=failed]').length < many) {
        await new Promise(requestAnimationFrame);
        frames++;
      }
      return { said, drawn, frames, peaces: Math.floor((performance.now() - started) / 5_000) };
    }, MANY);
    const seconds = (await spent()) - before;
    console.error(`${MANY} uploads: ${seconds.toFixed(1)} s of the page's thread, ${said} sayings`);
    assert.ok(seconds < 6, `${seconds} s`);
    assert.ok(drawn <= frames + 1, `drawn ${drawn} times in ${frames} frames`);
    assert.ok(said >= 1 && said <= 2 + peaces, `${said} sayings in ${peaces} times five seconds`);
    // By their text: among thousands of buttons a name is looked for a long time.
    const all = page.locator('.upload-all');
    await all.getByText('Cancel all').click();
    await all.getByText('Clear').click();
    await page.locator('#uploads').waitFor({ state: 'hidden' });
  }],
];
