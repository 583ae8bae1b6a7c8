// Who comes by keyboard, by finger, by ear, with large text, with the system's own colours, or from paper.
import assert from 'node:assert/strict';
import { cut, wav } from './sound.mjs';
import { plays, resize, row, settled, until } from './stage.mjs';

const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);

async function openTone({ stage, open }) {
  const file = await (stage.tone ??= stage.upload('tone.wav', wav({ seconds: 12, title: 'A tone' })));
  const page = await open(`/?file=${file.id}`);
  await page.getByRole('slider').waitFor();
  return { page, file };
}

/** Of a progress bar, whose parts are the browser's own: what has not been done, and what has. */
async function coloursOfProgress(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  const parts = [];
  const collect = (node) => {
    if (node.pseudoType === undefined && /-webkit-progress-(bar|value)/.test((node.attributes ?? []).join(' '))) parts.push(node.nodeId);
    for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) collect(child);
  };
  collect(root);
  return Promise.all(parts.map(async (nodeId) => (await session.send('CSS.getComputedStyleForNode', { nodeId })).computedStyle.find(({ name }) => name === 'background-color').value));
}

export const reachScenarios = [
  ['Skipping to the content leaves it as it is', async (given) => {
    const { page } = await openTone(given);
    await page.evaluate(() => { window.before = document.querySelector('.player'); });
    await page.locator('.skip').press('Enter');
    await until(page, () => location.hash === '#main' && document.activeElement.id === 'main');
    assert.equal(await page.evaluate(() => window.before.isConnected), true);
    await page.goBack();
    await page.getByRole('link', { name: 'All files' }).click();
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
  }],
  ['A verdict that comes takes the focus from nobody', async (given) => {
    const damaged = await given.stage.upload('focus.wav', cut(wav({ seconds: 4 }), 0.5), '&onconflict=replace');
    const page = await given.open(`/?file=${damaged.id}`);
    const place = page.getByRole('region', { name: 'Findings' }).getByRole('button').first();
    for (const one of [page.getByRole('button', { name: 'Rename' }), place]) {
      await one.focus();
      const [words, told] = [await focused(page), page.waitForResponse((response) => response.url().endsWith('/report'))];
      await given.stage.api(`/api/v1/audio/${damaged.id}/verification`, { method: 'POST' });
      await told;
      await until(page, () => document.querySelector('.file-actions [aria-disabled=true]') === null && document.querySelector('.file-state .state').dataset.state === 'broken');
      assert.equal(await focused(page), words);
    }
  }],
  ['A range that is none says why, and nothing can be done with an older one', async (given) => {
    const { page } = await openTone(given);
    const [from, to, play] = [page.getByLabel('From', { exact: true }), page.getByLabel('To', { exact: true }), page.getByRole('button', { name: 'Play the range' })];
    const write = async (first, last) => {
      for (const [field, text] of [[from, ''], [to, ''], [from, first], [to, last]]) {
        await field.fill(text);
        await field.press('Enter');
      }
    };
    await write('1', '2');
    await play.waitFor();
    await from.fill('5');
    await from.press('Enter');
    await play.waitFor({ state: 'hidden' });
    for (const [first, last, why] of [['5', '3', 'The end is not behind the beginning.'], ['200', '300', 'It is over at 0:12.000.'], ['abc', '3', 'Write seconds, m:ss or h:mm:ss.'], ['1', '', '']]) {
      await write(first, last);
      await page.locator('.range .fault', { hasText: why }).waitFor({ state: 'attached' });
      assert.equal(await play.isVisible(), false);
      assert.deepEqual([await from.inputValue(), await to.inputValue()], [first, last], 'what is written stays');
    }
    await write('', '');
    assert.equal(await page.locator('.wave-range').isVisible(), false);

    // In the background there are no frames by which to see that the end has come.
    await write('1', '1.5');
    await until(page, () => document.querySelector('audio').paused);
    await page.evaluate(() => { window.requestAnimationFrame = () => 0; });
    await play.click();
    await plays(page, 1);
    await until(page, () => document.querySelector('audio').paused);
    assert.ok(await page.evaluate(() => document.querySelector('audio').currentTime < 6));
  }],
  ['Where the sound has ended there is no range, and that is said', async ({ stage, open }) => {
    const file = await stage.upload('half.wav', cut(wav({ seconds: 4 }), 0.5), '&onconflict=replace');
    const page = await open(`/?file=${file.id}`);
    const [from, to, play, fault] = [page.getByLabel('From', { exact: true }), page.getByLabel('To', { exact: true }), page.getByRole('button', { name: 'Play the range' }), page.locator('.range .fault')];
    await from.fill('3');
    await to.fill('3.5');
    await to.press('Enter');
    await fault.getByText('It is over at 0:01.').waitFor();
    await from.fill('1');
    await from.press('Enter');
    await play.waitFor();
    assert.match(await to.inputValue(), /^0:01\./);
    await page.getByRole('slider').press('End');
    await page.getByRole('button', { name: 'Start here' }).click();
    await fault.getByText('It is over at 0:01.').waitFor();
    assert.equal(await play.isVisible(), false);
  }],
  ['A link is of what is chosen, and its dialog goes with the view', async (given) => {
    const { page } = await openTone(given);
    await page.getByRole('link', { name: 'All files' }).click();
    await row(page, 'tone.wav').getByRole('link', { name: 'tone.wav', exact: true }).click();
    await page.getByRole('button', { name: 'Share a link' }).click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByLabel('Link', { exact: true }).waitFor();
    await page.getByLabel('Good for').selectOption({ label: '30 days' });
    assert.equal(await page.locator('.share-result').textContent(), '');
    await page.goBack();
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
    assert.equal(await page.locator('dialog').count(), 0);
  }],
  ['Every cell has its column, wide or narrow', async ({ stage, open }) => {
    const page = await open();
    await page.locator('.row').first().waitFor();
    for (const size of stage.plan.sizes) {
      await page.setViewportSize(size);
      const { nodes } = await (await page.context().newCDPSession(page)).send('Accessibility.getFullAXTree');
      const roles = (role) => nodes.filter((node) => !node.ignored && node.role?.value === role);
      const titles = roles('columnheader').map((node) => node.name?.value);
      for (const title of ['Name', 'Duration', 'Format', 'Size', 'State', 'Download']) assert.ok(titles.includes(title), `${title} at ${size.width}`);
      const columns = (selector) => page.locator(selector).first().locator('> *').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-colindex')));
      assert.deepEqual(await columns('.row'), await columns('.head-row'));
    }
  }],
  ['Icons and the waveform are seen in the colours of the system', async (given) => {
    const { page } = await openTone(given);
    await page.emulateMedia({ forcedColors: 'active' });
    const colours = await page.evaluate(() => {
      const of = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
      return { ground: of('body', 'backgroundColor'), drawn: ['.play .icon', '.file-actions .icon', '.back .icon', '.wave-head'].map((one) => of(one, 'backgroundColor')), whole: of('.wave-canvas', 'color'), played: of('.wave-played', 'color') };
    });
    for (const colour of colours.drawn) assert.notEqual(colour, colours.ground);
    assert.notEqual(colours.whole, colours.played);
    await page.route('**/api/v1/audio?name=*', () => {});
    await page.evaluate(async () => (await import('/page/queue.js')).enqueue({ files: [new File(['x'], 'on its way.wav')], passedOver: 0 }));
    await page.getByRole('progressbar').waitFor();
    const [track, bar] = await coloursOfProgress(page);
    assert.notEqual(bar, track, 'how far an upload is can be seen');
    await page.screenshot({ path: `${given.stage.plan.screenshots}/forced-colors-${given.stage.plan.mode.toLowerCase()}.png`, animations: 'disabled' });
    await page.emulateMedia({ forcedColors: 'none' });
    await page.getByRole('button', { name: 'Cancel on its way.wav' }).click();
  }],
  ['Text of twice the size has room', async ({ stage, open }) => {
    const page = await open();
    await settled(page);
    const high = () => page.evaluate(() => [Number.parseFloat(getComputedStyle(document.body).fontSize), document.querySelector('.row').offsetHeight]);
    const [text] = await high();
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
    await page.reload();
    await settled(page);
    const [large, row] = await high();
    assert.equal(large, 2 * text);
    assert.ok(row > 3 * large, `${row} px for a row`);
    const tops = await page.locator('.row').evaluateAll((rows) => rows.slice(0, 3).map((one) => one.getBoundingClientRect().top));
    assert.ok(Math.abs(tops[1] - tops[0] - row) < 1);
    await stage.view(page, 'large-text');
    await session.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } });
  }],
  ['A finger finds what it points at', async (given) => {
    const { page } = await openTone(given);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    await page.getByLabel('Key').fill('project');
    await page.getByLabel('Value').fill('v'.repeat(200));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove the label project' }).waitFor();
    const small = () => page.locator('button:visible, input:visible:not([type=checkbox]), select:visible').evaluateAll((all) => all.map((one) => [one.getAttribute('aria-label') ?? one.textContent, one.getBoundingClientRect()]).filter(([, { height, width }]) => height < 44 || width < 24).map(([name]) => name));
    assert.deepEqual(await small(), []);
    await page.getByRole('link', { name: 'All files' }).click();
    await settled(page);
    assert.deepEqual(await small(), []);
    await session.send('Emulation.setTouchEmulationEnabled', { enabled: false });
    await page.goBack();
    const remove = page.getByRole('button', { name: 'Remove the label project' });
    const { width } = await remove.boundingBox();
    assert.ok(width >= 24, `${width} px`);
    await remove.click();
    await until(page, () => document.querySelector('.labels .chip') === null);
  }],
  ['Going back by Tab, no row hides under the head; on paper there are all', async ({ stage, open }) => {
    const page = await open();
    await page.setViewportSize({ ...stage.plan.sizes[0], height: 300 });
    await settled(page);
    await page.evaluate(() => scrollTo(0, document.querySelector('.rows').offsetTop + 15 * document.querySelector('.row').offsetHeight));
    await page.locator('[aria-rowindex="18"] .file-link').focus();
    for (let presses = 0; presses < 8; presses++) {
      await page.keyboard.press('Shift+Tab');
      assert.ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().top >= document.querySelector('.head').getBoundingClientRect().bottom - 4), await focused(page));
    }
    const count = await stage.count();
    assert.ok((await page.locator('.row').count()) < count);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(async () => {
      scrollTo(0, 0);
      // What that scrolled has been told before the next frame but one.
      for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
      dispatchEvent(new Event('beforeprint'));
    });
    assert.equal(await page.locator('.row').count(), count);
    const gaps = await page.locator('.row').evaluateAll((rows) => rows.slice(1).map((one, index) => one.getBoundingClientRect().top - rows[index].getBoundingClientRect().bottom));
    assert.ok(gaps.every((gap) => Math.abs(gap) < 1), `rows lie below each other: ${gaps}`);
    for (const one of ['.filters', '.upload-buttons', '.row .cell-download']) assert.equal(await page.locator(one).first().isVisible(), false, one);
    await page.emulateMedia({ media: null });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.ok((await page.locator('.row').count()) < count);
  }],
  ['A message does not lie over the uploads, and stays while somebody is at it', async (given) => {
    const { page } = await openTone(given);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.evaluate(async () => {
      const { enqueue } = await import('/page/queue.js');
      enqueue({ files: [1, 2, 3, 4, 5].map((number) => new File(['no audio'], `over ${number}.wav`)), passedOver: 0 });
    });
    await page.getByRole('heading', { name: '5 uploads failed' }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).press('Enter');
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.focus();
    const [notice, panel] = [await page.locator('.notice').first().boundingBox(), await page.locator('#uploads').boundingBox()];
    assert.ok(notice.y + notice.height <= panel.y, `${notice.y + notice.height} over ${panel.y}`);
    await undo.press('Enter');
    await row(page, 'tone.wav').waitFor();
  }],
  ['No message lies over what has the focus', async ({ stage, open }) => {
    const page = await open();
    await settled(page);
    const isSeen = () => until(page, () => {
      const box = document.activeElement.getBoundingClientRect();
      return document.activeElement.contains(document.elementFromPoint(box.left + box.width / 2, box.bottom - 4));
    });
    for (const size of [...stage.plan.sizes, { width: 640, height: 360 }, { width: 320, height: 256 }]) {
      await resize(page, size);
      await page.evaluate(() => {
        scrollTo(0, document.querySelector('.rows').offsetTop);
        const lowest = [...document.querySelectorAll('.row')].findLast((one) => one.getBoundingClientRect().bottom <= innerHeight - 8);
        lowest.querySelector('.file-link').focus({ preventScroll: true });
      });
      await page.evaluate(async () => (await import('/page/notices.js')).notify('Something is to be told, in as many words as are needed for it.', { stays: 600_000 }));
      await isSeen();
      for (let presses = 0; presses < 4; presses++) {
        await page.keyboard.press('Tab');
        await isSeen();
      }
      // Nor does anything lie over it.
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await page.keyboard.press('Tab');
    }
  }],
  ['At four times the size the uploads come before the view, and nothing lies over it', async (given) => {
    const { page } = await openTone(given);
    // What is left of 1280 by 1024.
    await page.setViewportSize({ width: 320, height: 256 });
    await page.evaluate(async () => {
      const { enqueue } = await import('/page/queue.js');
      enqueue({ files: [1, 2, 3].map((number) => new File(['no audio'], `large ${number}.wav`)), passedOver: 0 });
    });
    await page.getByRole('heading', { name: '3 uploads failed' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    for (const one of [page.getByRole('button', { name: 'Cancel large 3.wav' }), page.getByRole('slider'), page.getByRole('button', { name: 'Delete' })]) {
      await one.focus();
      assert.equal(await one.evaluate((element) => {
        const box = element.getBoundingClientRect();
        return element.contains(document.elementFromPoint(box.left + box.width / 2, Math.max(0, box.top) + 8));
      }), true, `${one} can be seen`);
    }
  }],
  ['Sound that cannot be had says why, and is played once it can', async (given) => {
    const { stage, open } = given;
    const file = await stage.upload('away.wav', wav({ seconds: 4 }), '&onconflict=replace');
    const page = await open('/');
    await page.route('**/content?*', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: { code: 'unavailable', detail: 'The storage cannot be read now.' } }));
    await row(page, 'away.wav').getByRole('link', { name: 'away.wav', exact: true }).click();
    await page.getByText('The storage cannot be read now.').waitFor();
    await page.unroute('**/content?*');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await plays(page);
    assert.equal(await page.locator('.player-note').textContent(), '');
    await page.route('**/content?*', (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', json: { code: 'unauthenticated', detail: 'Sign in.' } }));
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('file'), file.id);
  }],
];
