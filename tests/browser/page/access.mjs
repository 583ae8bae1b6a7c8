// Signing in and out, and tokens, where the server asks for accounts.
import assert from 'node:assert/strict';

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
    await page.getByLabel('Good').selectOption('30');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const token = await page.getByLabel('Token', { exact: true }).inputValue();
    assert.match(token, /^aus_/);
    await page.getByRole('rowheader', { name: '<b>laptop</b>' }).waitFor();
    await stage.view(page, 'tokens');
    const ask = async (method) => (await fetch(`${stage.plan.server}/${method === 'GET' ? 'list' : 'delete?name=x'}`, { method, headers: { Authorization: `Bearer ${token}` } })).status;
    assert.equal(await ask('GET'), 200);
    assert.equal(await ask('DELETE'), 403);

    await page.reload();
    await page.getByRole('rowheader', { name: '<b>laptop</b>' }).waitFor();
    assert.equal((await page.content()).includes(token), false, 'it is shown once');
    await page.getByRole('button', { name: 'Revoke <b>laptop</b>' }).click();
    await page.getByText('opens nothing any more').waitFor();
    assert.equal(await ask('GET'), 401);
  }],
  ['A session that ended elsewhere asks to sign in, and goes on where one was', async ({ stage, open }) => {
    const page = await open('/?sort=name');
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
    await stage.context.clearCookies();
    await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByLabel('Name').fill(stage.plan.signIn.username);
    await page.getByLabel('Password').fill(stage.plan.signIn.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
    assert.equal(new URL(page.url()).search, '?sort=-size');
  }],
  ['Signing out leaves nothing behind', async ({ stage, open }) => {
    const page = await open();
    await page.locator('.row').first().waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(await page.locator('.row').count(), 0);
    assert.deepEqual(await stage.context.cookies(), []);
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  }],
];
