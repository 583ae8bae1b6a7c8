// A file's view: playing, findings, facts, downloads, ranges, name, labels, links, deletion.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { cut, wav } from './sound.mjs';
import { hasState, plays, row, until } from './stage.mjs';

const SECONDS = 12;
const tone = wav({ seconds: SECONDS, title: 'A tone' });

async function openFile({ stage, open }, name, body = tone) {
  return opened(open, await stage.upload(name, body, '&onconflict=replace'));
}

/** The tone, of which there is one for all who leave it as it is. */
const openTone = async ({ stage, open }) => opened(open, await (stage.tone ??= stage.upload('tone.wav', tone)));

async function opened(open, file) {
  const page = await open(`/?file=${file.id}`);
  await page.getByRole('heading', { name: file.name, exact: true }).waitFor();
  return { page, file };
}

const drawn = (page) => until(page, () => [...document.querySelectorAll('canvas')].every((canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0)));
const valueNow = async (page) => Number(await page.getByRole('slider').getAttribute('aria-valuenow'));
const isNear = (value, expected) => assert.ok(Math.abs(value - expected) < 0.15, `${value} is not ${expected}`);

async function downloaded(page, link) {
  const downloads = page.waitForEvent('download');
  await link.click();
  const download = await downloads;
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

/** Seconds of a WAV file of 16 bit and one channel. */
const secondsOf = (content) => content.readUInt32LE(content.indexOf('data') + 4) / 2 / content.readUInt32LE(24);

export const fileScenarios = [
  ['It plays on its waveform, with the time, and is sought by pointer and keys', async (given) => {
    const { page } = await openTone(given);
    await drawn(page);
    const slider = page.getByRole('slider', { name: 'Position' });
    assert.equal(await slider.getAttribute('aria-valuemax'), '12.00');
    await page.getByText('0:00.0 / 0:12.0').waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await plays(page, 0.1);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();

    const box = await slider.boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    isNear(await valueNow(page), 6);
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    isNear(await valueNow(page), 6.6);
    await page.keyboard.press('PageDown');
    isNear(await valueNow(page), 3.6);
    await page.keyboard.press('End');
    isNear(await valueNow(page), SECONDS);
    await page.keyboard.press('Home');
    isNear(await valueNow(page), 0);
    assert.equal(await slider.getAttribute('aria-valuetext'), '0 seconds of 12 seconds');
    await page.keyboard.press('Space');
    await plays(page);
    await page.keyboard.press('Space');
    await until(page, () => document.querySelector('audio').paused);
    await given.stage.view(page, 'file', { fullPage: true });
  }],
  ['What the browser cannot play, it plays converted', async (given) => {
    const { page } = await openFile(given, 'apple.aiff', readFileSync(`${given.stage.plan.fixtures}/aifc-f32.aifc`));
    const words = page.getByText('you hear an MP3 made of it');
    await words.waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await plays(page);
    // What failed once is the same sound when it is had again.
    await page.route('**/content?*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: { code: 'unavailable', detail: 'The storage cannot be read now.' } }));
    await page.evaluate(() => document.querySelector('audio').load());
    await page.getByText('The storage cannot be read now.').waitFor();
    await page.unroute('**/content?*');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await words.waitFor();
  }],
  ['A file that another tab renames while it is on its way has its new name', async ({ stage, open }) => {
    const file = await stage.upload('on its way.wav', wav({ seconds: 0.2 }), '&onconflict=rename');
    const page = await open('about:blank');
    let [hasCome, go] = [() => {}, () => {}];
    const [come, gone] = [new Promise((done) => { hasCome = done; }), new Promise((done) => { go = done; })];
    await page.route(`**/api/v1/audio/${file.id}`, async (route) => {
      const answer = await route.fetch();
      hasCome();
      await gone;
      await route.fulfill({ response: answer });
    }, { times: 1 });
    await page.goto(`${stage.plan.server}/?file=${file.id}`);
    await come;
    await stage.change(page, file, { name: 'renamed on its way.wav' });
    go();
    await page.getByRole('heading', { name: 'renamed on its way.wav' }).waitFor();
    await stage.api(`/api/v1/audio/${file.id}`, { method: 'DELETE' });
  }],
  ['A press of the way back holds, though the file comes meanwhile', async (given) => {
    const { file } = await openTone(given);
    const page = await given.open();
    let release = null;
    const released = new Promise((done) => { release = done; });
    await page.route(`**/api/v1/audio/${file.id}`, async (route) => {
      await released;
      await route.continue();
    });
    await row(page, file.name).getByRole('link', { name: file.name, exact: true }).click();
    await page.getByRole('link', { name: 'All files' }).hover();
    await page.mouse.down();
    release();
    await page.getByRole('heading', { name: file.name, exact: true }).waitFor();
    await page.mouse.up();
    await row(page, file.name).waitFor();
  }],
  ['Loudness, tags, and what is declared beside what was measured are shown', async (given) => {
    const { page } = await openTone(given);
    await page.getByRole('region', { name: 'Loudness' }).getByText(/−\d+\.\d LUFS/).waitFor();
    await page.getByRole('region', { name: 'Tags' }).getByText('A tone').waitFor();
    assert.deepEqual(await page.getByRole('row', { name: /^Duration/ }).getByRole('cell').allTextContents(), ['0:12.000', '0:12.000']);
    assert.deepEqual(await page.getByRole('row', { name: /^Rate/ }).getByRole('cell').allTextContents(), ['8 kHz', '8 kHz']);
    assert.match(await page.getByRole('region', { name: 'The file' }).innerText(), /[0-9a-f]{64}/);
  }],
  ['Findings are placed on the waveform and listed, and lead to their place', async (given) => {
    const { page } = await openFile(given, 'damaged.wav', cut(wav({ seconds: 20 }), 0.6));
    await drawn(page);
    const finding = page.getByRole('region', { name: 'Findings' }).getByRole('listitem').first();
    await finding.getByText('Damage:').waitFor();
    const place = Number.parseFloat(await page.locator('.wave-marker[data-severity=error]').first().evaluate((marker) => marker.style.left));
    assert.ok(Math.abs(place - 60) < 2, `${place} %`);
    assert.equal(await page.locator('.wave-missing').isVisible(), true);
    await finding.getByRole('button', { name: /^at 0:1[12]/ }).click();
    isNear(await valueNow(page), 12);
    assert.deepEqual(await page.getByRole('row', { name: /^Duration/ }).getByRole('cell').allTextContents(), ['0:20.000', '0:11.998 (differs)']);
    await given.stage.view(page, 'damaged', { fullPage: true, inTheDark: true });
    await drawn(page);
  }],
  ['It is downloaded as it is, and as WAV, FLAC and MP3', async (given) => {
    const { page } = await openFile(given, 'formats.flac', readFileSync(`${given.stage.plan.fixtures}/flac-s16.flac`));
    const original = await downloaded(page, page.getByRole('link', { name: 'Download', exact: true }));
    assert.deepEqual([original.name, original.content.length], ['formats.flac', readFileSync(`${given.stage.plan.fixtures}/flac-s16.flac`).length]);
    for (const [format, magic] of [['WAV', 'RIFF'], ['FLAC', 'fLaC'], ['MP3', /^(ID3|\xff[\xe0-\xff])/]]) {
      const { name, content } = await downloaded(page, page.getByRole('link', { name: `Download as ${format}` }));
      assert.ok(name.endsWith(format.toLowerCase()), name);
      const head = content.toString('latin1', 0, 4);
      assert.ok(typeof magic === 'string' ? head === magic : magic.test(head), head);
    }
  }],
  ['A range is chosen by drawing or by text, played, downloaded and shared', async (given) => {
    const { page } = await openTone(given);
    await drawn(page);
    const [slider, from, to] = [page.getByRole('slider'), page.getByLabel('From', { exact: true }), page.getByLabel('To', { exact: true })];
    const box = await slider.boundingBox();
    await page.mouse.move(box.x + box.width / 4, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 30, { steps: 4 });
    await page.mouse.up();
    assert.match(await from.inputValue(), /^0:0[23]\./);
    assert.match(await to.inputValue(), /^0:0[56]\./);

    await from.fill('0:01.5');
    await to.fill('4.25');
    await to.press('Enter');
    await given.stage.view(page, 'range', { fullPage: true });
    const slice = await downloaded(page, page.getByRole('link', { name: 'Download the range as WAV' }));
    isNear(secondsOf(slice.content), 2.75);
    await page.getByRole('button', { name: 'Play the range' }).click();
    await plays(page, 1.5);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Share the range' }).click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    isNear(secondsOf(Buffer.from(await (await fetch(link)).arrayBuffer())), 2.75);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Clear' }).click();
    assert.equal(await from.inputValue(), '');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: 'Start here' }).click();
    await page.getByRole('link', { name: 'Download the range as MP3' }).waitFor();
  }],
  ['It is renamed, and a name that is taken is refused', async (given) => {
    await given.stage.upload('taken.wav', wav({ seconds: 0.2 }));
    const { page, file } = await openFile(given, 'old name.wav');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Name').fill('taken.wav');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: /taken|name/i }).waitFor();
    await page.getByLabel('Name').fill(`new name ${file.id}.wav`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: `new name ${file.id}.wav` }).waitFor();
    assert.equal((await (await given.stage.api(`/api/v1/audio/${file.id}`)).json()).name, `new name ${file.id}.wav`);
  }],
  ['A file with nothing in it to hear offers nothing to be made of it', async (given) => {
    const { page } = await openFile(given, 'silent.wav', wav({ seconds: 0 }));
    await page.getByText('There is no sound in this file.').waitFor();
    assert.deepEqual(await page.getByRole('group', { name: 'What to do with the file' }).getByRole('link').allTextContents(), ['Download']);
    assert.equal(await page.getByRole('button', { name: 'Play', exact: true }).isDisabled(), true);
    assert.equal(await page.getByRole('heading', { name: 'A part of it' }).isVisible(), false);
    assert.deepEqual(await page.locator('.loudness dd').allTextContents(), ['–', '–', '–', '–', '–', '–'], 'what was not measured is not said');
  }],
  ['A check that finds nothing to hear ends the playing, and one that finds it again gives it back', async (given) => {
    const { page } = await openTone(given);
    await page.getByLabel('From', { exact: true }).fill('1');
    await page.getByLabel('To', { exact: true }).fill('2');
    await page.getByLabel('To', { exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await plays(page);
    await page.route('**/report', async (route) => {
      const report = await (await route.fetch()).json();
      await route.fulfill({ json: { ...report, measured: null } });
    });
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('There is no sound in this file.').waitFor();
    assert.equal(await page.evaluate(() => document.querySelector('audio').paused), true);
    await page.getByRole('slider').press('Space');
    assert.equal(await page.evaluate(() => document.querySelector('audio').paused && document.querySelector('.wave-range').hidden), true);
    await page.unroute('**/report');
    await until(page, () => document.querySelector('.file-actions [aria-disabled=true]') === null);
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('There is no sound in this file.').waitFor({ state: 'hidden' });
    assert.equal(await page.getByRole('button', { name: 'Play', exact: true }).isDisabled(), false);
  }],
  ['An answer that comes late closes no other edit, and takes nobody the focus', async (given) => {
    const { page, file } = await openFile(given, 'late.wav');
    let answer = null;
    await page.route(`**/api/v1/audio/${file.id}`, (route) => { answer = () => route.continue(); }, { times: 1 });
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Name').fill(`first ${file.id}.wav`);
    await page.getByLabel('Name').press('Enter');
    await page.getByLabel('Name').press('Escape');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Name').fill('typing a second');
    const told = page.waitForResponse((response) => response.request().method() === 'PATCH');
    answer();
    await told;
    await until(page, (name) => document.title.startsWith(name), `first ${file.id}.wav`);
    assert.equal(await page.getByLabel('Name').inputValue(), 'typing a second');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'INPUT');
  }],
  ['What is changed in one tab is so in the others', async (given) => {
    const { page, file } = await openFile(given, 'before.wav');
    const [list, other] = [await given.open('/'), await given.open(`/?file=${file.id}`)];
    await row(list, 'before.wav').waitFor();
    await other.getByRole('heading', { name: 'before.wav' }).waitFor();
    const name = `after ${file.id}.wav`;
    await page.bringToFront();
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByLabel('Key').fill('tab');
    await page.getByLabel('Value').fill('first');
    await page.getByRole('button', { name: 'Add' }).click();
    for (const one of [page, other]) {
      await one.getByRole('heading', { name }).waitFor();
      await one.getByRole('link', { name: 'tab: first' }).waitFor();
    }
    await row(list, name).waitFor();
    assert.equal(await row(list, 'before.wav').count(), 0);

    // Also of what is about to go in one of them, and is kept.
    await row(list, name).getByRole('link', { name, exact: true }).click();
    await list.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Name').fill(`kept ${name}`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: `kept ${name}` }).waitFor();
    await list.getByRole('button', { name: 'Undo' }).click();
    await row(list, `kept ${name}`).waitFor();
  }],
  ['Labels are added, filter the list, and are removed', async (given) => {
    const { page, file } = await openTone(given);
    await page.getByLabel('Key').fill('project');
    await page.getByLabel('Value').fill('<i>demo</i>');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'project: <i>demo</i>' }).click();
    await row(page, 'tone.wav').waitFor();
    assert.equal(await page.locator('.row').count(), 1);
    await page.getByRole('link', { name: 'Remove the filter project:<i>demo</i>' }).click();
    await until(page, () => document.querySelectorAll('.row').length > 1);
    await page.goto(`${given.stage.plan.server}/?file=${file.id}`);
    await page.getByRole('button', { name: 'Remove the label project' }).click();
    await until(page, () => document.querySelector('.labels .chip') === null);
    assert.deepEqual((await (await given.stage.api(`/api/v1/audio/${file.id}`)).json()).labels, {});
  }],
  ['A link opens it to somebody without an account', async (given) => {
    const { page } = await openTone(given);
    await page.getByRole('button', { name: 'Share a link' }).click();
    await page.getByLabel('Good for').selectOption({ label: 'A week' });
    await page.getByRole('button', { name: 'Make a link' }).click();
    const link = await page.getByLabel('Link', { exact: true }).inputValue();
    await given.stage.view(page, 'share');
    const answer = await fetch(link);
    assert.equal(answer.status, 200);
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), tone);

    // Opened, it plays in the document that the browser makes for it; nobody but the listener starts it.
    const listener = await given.stage.context.newPage();
    await listener.goto(link);
    await until(listener, (seconds) => document.querySelector('video').duration === seconds, SECONDS);
    await listener.keyboard.press('Tab');
    await listener.keyboard.press('Space');
    await until(listener, () => !document.querySelector('video').paused);
    await listener.close();
  }],
  ['It is checked again, and the verdict comes by itself', async (given) => {
    const { page, file } = await openTone(given);
    await page.getByRole('button', { name: 'Check again' }).press('Enter');
    await until(page, () => document.querySelector('.file-actions [aria-disabled=true]') === null && document.querySelector('.file-state .state').dataset.state === 'ok');
    const again = await (await given.stage.api(`/api/v1/audio/${file.id}`)).json();
    assert.notEqual(again.verification.checkedAt, file.verification.checkedAt);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Check again', 'the focus is where it was');
    await page.getByRole('link', { name: 'All files' }).click();
    await hasState(page, 'tone.wav', 'whole');
  }],
];

/** Played after those that measure: the browser's clock is one for all its pages, and not its own any more afterwards. */
export const deletionScenarios = [
  ['Deleting can be undone for six seconds, in which the server is not asked; then the file is gone', async (given) => {
    const [, third] = [await given.stage.upload('beside.wav', wav({ seconds: 0.2 })), await given.stage.upload('third.wav', wav({ seconds: 0.2 }))];
    const { page, file } = await openFile(given, 'deleted.wav');
    const address = `/api/v1/audio/${file.id}`;
    const asked = [];
    page.on('request', (request) => request.method() === 'DELETE' && asked.push(request.url()));
    // Time stands still but for what is said here.
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 1_000);
    try {
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByText('deleted.wav deleted.').waitFor();
      await page.locator('.row').first().waitFor();
      assert.equal(await row(page, 'deleted.wav').count(), 0);
      await page.clock.fastForward(5_900);
      const undo = page.getByRole('button', { name: 'Undo' });
      await undo.focus();
      await page.clock.fastForward(30_000);
      await undo.press('Enter');
      await row(page, 'deleted.wav').waitFor();
      await page.clock.fastForward(10_000);
      assert.deepEqual(asked, []);
      assert.equal((await given.stage.api(address)).status, 200);

      await row(page, 'deleted.wav').getByRole('link', { name: 'deleted.wav', exact: true }).click();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByText('deleted.wav deleted.').waitFor();
      // Whoever points at the message may still press its button.
      await page.mouse.move(1, 1);
      const answer = page.waitForResponse((response) => response.request().method() === 'DELETE');
      await page.clock.fastForward(6_100);
      assert.equal((await answer).status(), 204);
      assert.equal((await given.stage.api(address)).status, 404);
      assert.equal(await row(page, 'deleted.wav').count(), 0);

      // What somebody else deleted meanwhile is deleted, as was wished.
      const twice = await given.stage.upload('twice.wav', wav({ seconds: 0.2 }));
      await row(page, 'twice.wav').getByRole('link', { name: 'twice.wav', exact: true }).click();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByText('twice.wav deleted.').waitFor();
      await page.mouse.move(1, 1);
      await given.stage.api(`/api/v1/audio/${twice.id}`, { method: 'DELETE' });
      const second = page.waitForResponse((response) => response.request().method() === 'DELETE');
      await page.clock.fastForward(6_100);
      assert.equal((await second).status(), 404);
      await until(page, () => document.querySelector('.notice') === null);

      // One that waits is neither hurried nor forgotten for a second.
      asked.length = 0;
      for (const name of ['beside.wav', 'third.wav']) {
        await row(page, name).getByRole('link', { name, exact: true }).click();
        await page.getByRole('button', { name: 'Delete' }).click();
        await page.getByText(`${name} deleted.`).waitFor();
      }
      await page.mouse.move(1, 1);
      await page.locator('.notice', { hasText: 'beside.wav' }).getByRole('button', { name: 'Undo' }).press('Enter');
      await row(page, 'beside.wav').waitFor();
      const last = page.waitForResponse((response) => response.request().method() === 'DELETE');
      await page.clock.fastForward(6_100);
      assert.equal((await last).status(), 204);
      assert.deepEqual(asked.map((url) => new URL(url).pathname), [`/api/v1/audio/${third.id}`]);
    } finally {
      await page.clock.resume();
    }
  }],
];
