// What goes wrong, and who means ill: errors, no connection, hostile names, and a keyboard instead of a pointer.
import assert from 'node:assert/strict';
import { cut, wav } from './sound.mjs';
import { plays, row, until } from './stage.mjs';
import { choose } from './upload.mjs';

const HOSTILE = '<img src=x onerror=alert(1)>.wav';
const SCRIPT = '<script>alert(document.cookie)</script>"\'';

export const faultScenarios = [
  ['A hostile name and a script in the title are text in every view', async ({ stage, open }) => {
    const page = await open();
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
    // Damaged, so that findings are shown too.
    await choose(page, [{ name: HOSTILE, mimeType: 'audio/wav', buffer: cut(wav({ seconds: 4, title: SCRIPT }), 0.8) }]);
    await row(page, HOSTILE).locator('.state', { hasText: 'damaged' }).waitFor();
    await page.locator('.upload-name', { hasText: HOSTILE }).waitFor();
    await row(page, HOSTILE).locator('.file-by', { hasText: SCRIPT }).waitFor({ state: 'attached' });
    await stage.view(page, 'hostile-list');
    await row(page, HOSTILE).getByRole('link', { name: HOSTILE, exact: true }).click();
    await page.getByRole('heading', { name: HOSTILE, exact: true }).waitFor();
    await page.getByRole('region', { name: 'Tags' }).getByText(SCRIPT, { exact: true }).waitFor();
    await page.getByRole('region', { name: 'Findings' }).waitFor();
    await stage.view(page, 'hostile-file', { fullPage: true });
    await page.getByLabel('Key').fill(HOSTILE);
    await page.getByLabel('Value').fill(SCRIPT);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: `${HOSTILE}: ${SCRIPT}` }).waitFor();
    await page.getByRole('button', { name: 'Share a link' }).click();
    await page.locator('.dialog-what', { hasText: HOSTILE }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Rename' }).click();
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), HOSTILE);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText(`${HOSTILE} deleted.`).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.goto(`${stage.plan.server}/?q=${encodeURIComponent(HOSTILE)}&label=${encodeURIComponent(`${HOSTILE}:${SCRIPT}`)}`);
    await row(page, HOSTILE).waitFor();
    assert.equal(await page.locator('img, main script').count(), 0);
    assert.equal(await page.evaluate(() => document.querySelectorAll('[onerror]').length), 0);
  }],
  ['A folder that holds no audio is answered', async ({ open }) => {
    const page = await open();
    await page.locator('.row').first().waitFor();
    const enqueue = (chosen) => page.evaluate(async (one) => (await import('/page/queue.js')).enqueue(one), chosen);
    await enqueue({ files: [], passedOver: 2 });
    await page.getByText('There is nothing to upload. 2 files of the folder passed over: no audio by their kind.').waitFor();
    await enqueue({ files: [], passedOver: 0 });
    await page.getByText('There is nothing to upload.', { exact: true }).waitFor();
    assert.equal(await page.locator('#uploads').isVisible(), false);
  }],
  ['A keyboard alone uploads, finds, opens, plays, seeks and goes back', async ({ open }) => {
    const page = await open();
    const chooser = page.waitForEvent('filechooser');
    await page.locator('.row').first().waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '');
    const tabTo = async (wanted) => {
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press('Tab');
        if (wanted.test(await focused())) return;
      }
      assert.fail(`no ${wanted} by keyboard, at last ${await focused()}`);
    };
    await tabTo(/^Skip to the content$/);
    await tabTo(/^Choose files$/);
    await page.keyboard.press('Enter');
    await (await chooser).setFiles([{ name: 'by keyboard.wav', mimeType: 'audio/wav', buffer: wav({ seconds: 8 }) }]);
    await row(page, 'by keyboard.wav').locator('.state', { hasText: 'whole' }).waitFor();
    await tabTo(/^by keyboard\.wav$/);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement, '::after').outlineStyle);
    assert.equal(outline, 'solid', 'the focus can be seen');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'by keyboard.wav' }).waitFor();
    await tabTo(/^Position$/);
    await page.keyboard.press('ArrowRight');
    await until(page, () => Number(document.querySelector('[role=slider]').getAttribute('aria-valuenow')) > 0.3);
    await page.keyboard.press('Enter');
    await plays(page, 0.4);
    await page.keyboard.press('Enter');
    await page.goBack();
    await row(page, 'by keyboard.wav').waitFor();
    assert.equal(await focused(), 'by keyboard.wav', 'one goes on where one was');
  }],
  ['A list that cannot be loaded says why, and is tried again', async ({ stage, open }) => {
    const page = await open('/?sort=name');
    await page.locator('.row').first().waitFor();
    await page.route('**/api/v1/audio?*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: { code: 'unavailable', detail: 'The server is stopping; send this again.' } }));
    await page.reload();
    await page.getByRole('alert').getByText('The server is stopping; send this again.').waitFor();
    await stage.view(page, 'error');
    await page.unroute('**/api/v1/audio?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.row').first().waitFor();
  }],
  ['A dropped connection is told, and what happened meanwhile is caught up with', async ({ stage, open }) => {
    const page = await open();
    await page.locator('.row').first().waitFor();
    // A server that is gone for the page: its stream is over, and no new one can be had.
    await page.route('**/api/v1/events', (route) => route.abort());
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByText('No connection to the server.').waitFor();
    await stage.view(page, 'offline');
    const file = await stage.upload(`meanwhile ${Date.now()}.wav`, wav({ seconds: 0.3 }));
    assert.equal(await row(page, file.name).count(), 0);
    // What was tried in vain meanwhile has made the pauses long; this begins them anew.
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.unroute('**/api/v1/events');
    await row(page, file.name).locator('.state', { hasText: 'whole' }).waitFor();
    await until(page, () => document.getElementById('connection').hidden);
  }],
  ['Where nobody is signed in, nothing is said of the connection', async ({ open }) => {
    const page = await open();
    await page.locator('.row').first().waitFor();
    await page.route('**/api/v1/events', (route) => route.abort());
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByText('No connection to the server.').waitFor();
    await page.unroute('**/api/v1/events');
    await page.route('**/api/v1/events', (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', json: { code: 'unauthenticated', detail: 'This needs an account.' } }));
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await until(page, () => document.getElementById('connection').hidden);
  }],
  ['A file that is not there, or has just gone, is told', async ({ stage, open }) => {
    const page = await open('/?file=019b0000-0000-7000-8000-000000000000');
    await page.getByRole('heading', { name: 'This file is not here' }).waitFor();
    await stage.view(page, 'no-such-file');
    const file = await stage.upload('going.wav', wav({ seconds: 0.3 }));
    await page.goto(`${stage.plan.server}/?file=${file.id}`);
    await page.getByRole('slider').waitFor();
    await stage.api(`/api/v1/audio/${file.id}`, { method: 'DELETE' });
    await page.getByText('going.wav was deleted.').waitFor();
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
  }],
];
