// Uploading: choosing, dropping, a folder, progress, cancel, retry, and the states that follow by themselves.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cut, wav } from './sound.mjs';
import { hasState, row, until } from './stage.mjs';

export const FAST = -1;

/** Bytes a second that leave the browser, or that there is no connection at all. */
export async function throttle(page, uploadThroughput, offline = false) {
  page.line ??= await page.context().newCDPSession(page);
  await page.line.send('Network.enable');
  await page.line.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: FAST, uploadThroughput });
}

/** Drops files or folders of this machine, as the system's own file manager would. */
export async function drop(page, paths) {
  const session = await page.context().newCDPSession(page);
  const event = { x: 150, y: 200, data: { items: [], files: paths, dragOperationsMask: 1 } };
  await session.send('Input.dispatchDragEvent', { ...event, type: 'dragEnter' });
  await session.send('Input.dispatchDragEvent', { ...event, type: 'dragOver' });
  await page.getByText('Drop audio files or folders').waitFor();
  await session.send('Input.dispatchDragEvent', { ...event, type: 'drop' });
}

export const upload = (page, name) => page.locator('li.upload').filter({ has: page.locator('.upload-name').getByText(name, { exact: true }) });
export const done = (page, name) => upload(page, name).and(page.locator('[data-state=done]')).waitFor();
export const chosen = (name, buffer) => ({ name, mimeType: 'audio/wav', buffer });
export const choose = (page, files) => page.locator('input[type=file]').first().setInputFiles(files);

export const uploadScenarios = [
  ['An empty list says how to begin', async ({ stage, open }) => {
    await stage.clear();
    const page = await open();
    await page.getByRole('heading', { name: 'No files yet' }).waitFor();
    await stage.view(page, 'empty', { inTheDark: true });
  }],
  ['Many files are chosen, and each shows name, progress and speed, is cancelled and tried again', async ({ stage, open }) => {
    const page = await open();
    await page.getByRole('heading', { name: 'No files yet' }).waitFor();
    await throttle(page, 24_000);
    const files = [1, 2, 3, 4, 5].map((number) => chosen(`take ${number}.wav`, wav({ seconds: 9 + number, note: 200 + 50 * number })));
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose files' }).first().click();
    await (await chooser).setFiles(files);
    await page.getByText(/^\d+ % of .*B · .*B\/s · \d+:\d\d left$/).first().waitFor();
    for (let number = 1; number <= 5; number++) assert.equal(await upload(page, `take ${number}.wav`).count(), 1);
    await upload(page, 'take 5.wav').getByText('waiting').waitFor();
    await stage.view(page, 'uploading', { inTheDark: true });

    await page.getByRole('button', { name: 'Cancel take 1.wav' }).click();
    await page.getByRole('button', { name: 'Cancel take 5.wav' }).click();
    await upload(page, 'take 1.wav').getByText('cancelled').waitFor();
    await throttle(page, FAST);
    for (const number of [2, 3, 4]) await done(page, `take ${number}.wav`);
    assert.equal(await row(page, 'take 1.wav').count(), 0);
    await page.getByRole('button', { name: 'Retry take 1.wav' }).click();
    await page.getByRole('button', { name: 'Retry take 5.wav' }).click();
    for (const number of [1, 5]) await done(page, `take ${number}.wav`);

    // The list has them by itself, and the verdicts too, above and below.
    for (let number = 1; number <= 5; number++) await hasState(page, `take ${number}.wav`, 'whole');
    for (let number = 1; number <= 5; number++) await upload(page, `take ${number}.wav`).getByText('whole').waitFor();
    await page.getByRole('heading', { name: '5 files uploaded' }).waitFor();
    await page.getByRole('button', { name: 'Clear', exact: true }).press('Enter');
    await page.locator('#uploads').waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1', 'the focus is not lost');
  }],
  ['A damaged file turns to damaged, with place and reason, without a reload', async ({ open }) => {
    const page = await open();
    await choose(page, [chosen('cut.wav', cut(wav({ seconds: 100 }), 0.83))]);
    await hasState(page, 'cut.wav', /damaged at 1:2\d – /);
    await upload(page, 'cut.wav').getByText(/damaged at 1:2\d/).waitFor();
  }],
  ['Progress of a verification is told as it goes', async ({ stage, open }) => {
    const file = await stage.upload('slow.wav', wav({ seconds: 1 }));
    const page = await open();
    await hasState(page, 'slow.wav', 'whole');
    await stage.tell(page, [{ ...file, verification: { ...file.verification, state: 'running', progress: 0.43 } }]);
    await hasState(page, 'slow.wav', 'checking 43 %');
    // The stream has ended; the page comes again, and hears of the verdict.
    await stage.api(`/api/v1/audio/${file.id}/verification`, { method: 'POST' });
    await until(page, () => [...document.querySelectorAll('.cell-state .state')].every((state) => state.dataset.state !== 'running'));
  }],
  ['Files and whole folders are dropped, without what is no audio', async ({ stage, open }) => {
    const folder = join(stage.plan.folder, 'dropped', 'album');
    mkdirSync(join(folder, 'inner'), { recursive: true });
    writeFileSync(join(folder, 'one.wav'), wav({ seconds: 0.4 }));
    writeFileSync(join(folder, 'inner', 'two.wav'), wav({ seconds: 0.5 }));
    writeFileSync(join(folder, 'cover.jpg'), 'no audio');
    writeFileSync(join(folder, '.hidden'), 'no audio');
    writeFileSync(join(folder, '..', 'single.wav'), wav({ seconds: 0.6 }));
    const page = await open();
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
    await drop(page, [folder, join(folder, '..', 'single.wav')]);
    for (const name of ['one.wav', 'two.wav', 'single.wav']) await hasState(page, name, 'whole');
    await page.getByText('2 files of the folder passed over').waitFor();

    await page.locator('input[webkitdirectory]').first().setInputFiles(folder);
    await upload(page, 'one.wav').and(page.locator('[data-state=failed]')).waitFor();
  }],
  ['What is refused says why, and a name that is taken lets one choose', async ({ stage, open }) => {
    const page = await open();
    const input = page.locator('input[type=file]').first();
    await input.setInputFiles([{ name: 'notes.wav', mimeType: 'audio/wav', buffer: Buffer.from('This is no audio at all.') }, chosen('single.wav', wav({ seconds: 0.7 })), chosen('one.wav', wav({ seconds: 0.9 }))]);
    await upload(page, 'notes.wav').getByText(/not audio/i).waitFor();
    // Another try would end no better.
    assert.equal(await page.getByRole('button', { name: 'Retry notes.wav' }).count(), 0);
    await stage.view(page, 'refused');
    await page.getByRole('button', { name: 'Keep both single.wav' }).click();
    await hasState(page, 'single (2).wav', 'whole');
    await page.getByRole('button', { name: 'Replace one.wav' }).click();
    await done(page, 'one.wav');
    await until(page, () => [...document.querySelectorAll('.row')].some((one) => one.textContent.includes('one.wav') && one.textContent.includes('0:00.90')));
  }],
  ['An upload whose connection breaks is tried again', async ({ open }) => {
    const page = await open();
    await page.route('**/api/v1/audio?name=*', (route) => route.abort());
    await choose(page, [chosen('broken line.wav', wav({ seconds: 0.3 }))]);
    await upload(page, 'broken line.wav').getByText('The connection broke 3 times while it was sent.').waitFor();
    await page.unroute('**/api/v1/audio?name=*');
    await page.getByRole('button', { name: 'Retry broken line.wav' }).click();
    await hasState(page, 'broken line.wav', 'whole');
  }],
];
