// Signing in and out, and tokens, where the server asks for accounts.
import assert from 'node:assert/strict';
import { wav } from './sound.mjs';
import { row, until } from './stage.mjs';
import { choose, chosen, done } from './upload.mjs';

async function signIn(page, { username, password }) {
  await page.getByLabel('Name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(`Signed in as ${username}`).waitFor();
}

export const signInScenarios = [
  ['Who is not signed in is asked to, and a wrong password is said', async ({ stage, open }) => {
    const page = await open('/?state=broken');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('Name').fill(stage.plan.signIn.username);
    await page.getByLabel('Password').fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: /password/i }).waitFor();
    await stage.view(page, 'sign-in', { inTheDark: true });

    // The address is the one that was asked for, once somebody is there.
    await page.getByLabel('Password').fill(stage.plan.signIn.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
    assert.equal(new URL(page.url()).search, '?state=broken');
    assert.equal(await page.getByLabel('State').inputValue(), 'broken');
    await page.getByText(`Signed in as ${stage.plan.signIn.username}`).waitFor();
  }],
  ['Who has tried too many passwords is told how long to wait', async ({ stage, open }) => {
    const tries = [1, 2, 3, 4, 5].map((number) => stage.api('/api/v1/session', {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'AudioServer' }, body: JSON.stringify({ username: 'forgetful', password: `not the password ${number}` }),
    }));
    assert.deepEqual((await Promise.all(tries)).map(({ status }) => status), [401, 401, 401, 401, 401]);
    const page = await open();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Name').fill('forgetful');
    await page.getByLabel('Password').fill('the sixth');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: /Wait before the next try\. That is \d+ seconds\./ }).waitFor();
    await signIn(page, stage.plan.signIn);
  }],
  ['An account is not made where an operator makes them, and it is said', async ({ stage, open }) => {
    const page = await open();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'I have no account' }).click();
    await page.getByLabel('Name').fill('stranger');
    await page.getByLabel('Password').fill('a long enough phrase');
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByText('Accounts are made by an operator here').waitFor();
    await page.getByRole('button', { name: 'I have an account' }).click();
    await page.getByLabel('Name').fill(stage.plan.signIn.username);
    await page.getByLabel('Password').fill(stage.plan.signIn.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
  }],
];

export const accessScenarios = [
  ['A token is made, shown once, opens what it may, and is revoked', async ({ stage, open }) => {
    const page = await open();
    await page.getByRole('link', { name: 'Tokens' }).click();
    await page.getByLabel('Name').fill('<b>laptop</b>');
    await page.getByLabel('write').uncheck();
    assert.equal(await page.getByLabel('Good').locator('option').first().textContent(), 'Until revoked', 'nothing ends that nobody gave an end');
    assert.equal(await page.getByLabel('Good').inputValue(), '');
    await page.getByLabel('Good').selectOption('30');
    await page.getByRole('button', { name: 'Make a token' }).dblclick();
    const token = await page.getByLabel('Token', { exact: true }).inputValue();
    assert.match(token, /^aus_/);
    await page.getByRole('rowheader', { name: '<b>laptop</b>' }).waitFor();
    assert.equal(await page.getByRole('rowheader', { name: '<b>laptop</b>' }).count(), 1, 'a double click makes one');
    await stage.view(page, 'tokens');
    await page.locator('.skip').press('Enter');
    assert.equal(await page.getByLabel('Token', { exact: true }).inputValue(), token, 'what is shown once stays for who skips to it');
    const ask = async (method) => (await fetch(`${stage.plan.server}/${method === 'GET' ? 'list' : 'delete?name=x'}`, { method, headers: { Authorization: `Bearer ${token}` } })).status;
    assert.equal(await ask('GET'), 200);
    assert.equal(await ask('DELETE'), 403);

    await page.reload();
    await page.getByRole('rowheader', { name: '<b>laptop</b>' }).waitFor();
    assert.equal((await page.content()).includes(token), false, 'it is shown once');
    await page.getByRole('button', { name: 'Revoke <b>laptop</b>' }).dblclick();
    await page.getByRole('button', { name: 'Keep <b>laptop</b>' }).press('Enter');
    assert.equal(await ask('GET'), 200, 'it is asked first');
    await page.getByRole('button', { name: 'Revoke <b>laptop</b>' }).press('Enter');
    await page.getByRole('button', { name: 'Revoke <b>laptop</b> for good' }).click();
    await page.getByText('opens nothing any more').waitFor();
    assert.equal(await ask('GET'), 401);
  }],
  ['A session that ended elsewhere asks to sign in, and goes on where one was, uploads too', async ({ stage, open }) => {
    const file = await stage.upload('0 kept after all.wav', wav({ seconds: 0.3 }), '&onconflict=replace');
    const page = await open('/?sort=name');
    await row(page, file.name).getByRole('link', { name: file.name, exact: true }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    // Whoever points at the message has time.
    await page.locator('.notice').hover();
    await stage.context.clearCookies();
    // What tells of it first is an upload.
    await choose(page, chosen('goes on.wav', wav({ seconds: 0.3 })));
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.locator('#uploads').waitFor({ state: 'hidden' });
    assert.equal((await page.locator('#notices').textContent()).includes(file.name), false, 'names of files are for nobody else');
    await signIn(page, stage.plan.signIn);
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
    assert.equal(new URL(page.url()).search, '?sort=name');
    await row(page, file.name).waitFor();
    await done(page, 'goes on.wav');

    // Signing out of a session that is over is signing out.
    await stage.context.clearCookies();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await until(page, () => location.search === '');
    await signIn(page, stage.plan.signIn);
    assert.equal(await page.locator('li.upload').count(), 0);
  }],
  ['Who signs out leaves nothing behind, and who comes then is the one who is here, in every tab', async ({ stage, open }) => {
    const file = await stage.upload('stays.wav', wav({ seconds: 0.3 }), '&onconflict=replace');
    const [tab, page] = [await open(), await open(`/?file=${file.id}`)];
    await tab.getByText(stage.plan.signIn.username, { exact: true }).waitFor();
    await page.getByRole('slider').waitFor();
    await page.clock.install();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('stays.wav deleted.').waitFor();
    await choose(page, { name: 'secret name.wav', mimeType: 'audio/wav', buffer: Buffer.from('no audio') });
    await page.getByRole('button', { name: 'Cancel secret name.wav' }).waitFor();
    await page.getByText(/not audio/i).waitFor();
    await page.route('**/api/v1/audio?name=*', () => {});
    await choose(page, { name: 'under way.wav', mimeType: 'audio/wav', buffer: wav({ seconds: 0.3 }) });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Signing out cancels 1 upload.').waitFor();
    await page.getByRole('button', { name: 'Cancel under way.wav' }).click();
    await page.getByText('cancelled').waitFor();
    await page.getByRole('button', { name: 'Sign out', exact: true }).dblclick();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.locator('#uploads').waitFor({ state: 'hidden' });
    await page.clock.runFor(20_000);
    assert.equal(await page.locator('#notices').textContent(), '');
    assert.equal(await page.locator('.row, li.upload').count(), 0);
    assert.equal(new URL(page.url()).search, '');
    assert.deepEqual(await stage.context.cookies(), []);
    assert.equal((await stage.api(`/api/v1/audio/${file.id}`)).status, 200, 'what could still be undone is not deleted');
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();

    await signIn(page, stage.plan.other);
    assert.equal((await page.locator('#notices').textContent()).includes(file.name), false, 'nothing is deleted in the name of another');
    await tab.getByText(stage.plan.other.username, { exact: true }).waitFor();
    await tab.getByRole('heading', { name: 'No files yet' }).waitFor();
    await choose(tab, chosen('of the other.wav', wav({ seconds: 0.3 })));
    await row(tab, 'of the other.wav').waitFor();
    await row(page, 'of the other.wav').waitFor();
    assert.equal((await (await stage.api('/list?name=of the other.wav')).json()).items.length, 0);

    // A tab that slept is not told, and asks when it is looked at.
    await tab.evaluate(() => { BroadcastChannel.prototype.postMessage = () => {}; });
    await tab.getByRole('button', { name: 'Sign out' }).click();
    await signIn(tab, stage.plan.signIn);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.getByText(stage.plan.signIn.username, { exact: true }).waitFor();
    await tab.getByRole('button', { name: 'Sign out' }).click();
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await until(page, () => document.getElementById('connection').hidden);
  }],
];
