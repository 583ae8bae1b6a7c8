// Usage: node cross-site.mjs JSON
// Has somebody use the server in a browser, and then look at an attacker's pages there. The argument:
//   server      the server's origin
//   signIn      {username, password}, or null where no account is asked for
//   id          of a file of theirs
//   attackers   origins that serve attack.html
//   rebound     an origin whose name the attacker has made to point at the server
//   resolve     host names that are this machine
// Prints as JSON what the browser saw: 'cookies' it got, 'own' answers to the server's own page by what they were asked for, 'attacks' (each with its requests to
// the server, how they ended, and what the attacker's page could read), 'rebound' answers, and 'afterwards', who the own page is taken for after all that.
import { withBrowser } from './browser.mjs';

const { server, signIn, id, attackers, rebound, resolve } = JSON.parse(process.argv[2]);

// An answer of the server's as a page of its origin. It lets no script load anything beside it; the browser is told to overlook that, for this page alone.
async function pageOf(context, origin) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Page.enable');
  await session.send('Page.setBypassCSP', { enabled: true });
  await page.goto(`${origin}/health/live`);
  const send = (path, options = {}) => page.evaluate(async ([url, wanted]) => {
    const { sound, ...rest } = wanted;
    const answer = await fetch(url, sound ? { ...rest, body: Uint8Array.from(atob(sound), (letter) => letter.charCodeAt(0)) } : rest);
    return { status: answer.status, text: await answer.text() };
  }, [path, options]);
  return { page, send };
}

async function useOwn(context, sound) {
  const { page, send } = await pageOf(context, server);
  const headers = { 'X-Requested-With': 'AudioServer' };
  const own = {};
  if (signIn !== null) {
    own.signIn = await send('/api/v1/session', { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(signIn) });
  }
  own.list = await send('/list');
  own.withoutHeader = await send('/post?name=plain.flac', { method: 'POST', sound });
  if (own.withoutHeader.status === 201) {
    await send('/delete?name=plain.flac', { method: 'DELETE' });
  }
  own.upload = await send('/post?name=own.flac&wait=60', { method: 'POST', headers, sound });
  const uploaded = `/api/v1/audio/${JSON.parse(own.upload.text).id}`;
  own.verification = await send(`${uploaded}/verification`, { method: 'POST', headers });
  own.sound = await page.evaluate((source) => new Promise((done) => {
    const element = new Audio();
    element.addEventListener('loadedmetadata', () => done({ status: 200, text: String(element.duration) }));
    element.addEventListener('error', () => done({ status: 0, text: element.error.message }));
    element.src = source;
  }), `${uploaded}/content`);
  own.deletion = await send(uploaded, { method: 'DELETE', headers });
  await page.close();
  return own;
}

// What the browser sends to the server for a page; the answer tells, when all of it has ended, how.
function watch(page) {
  const sent = new Map();
  const listeners = {
    request: (request) => {
      if (!request.url().startsWith(`${server}/`)) return;
      const entry = {};
      entry.failure = new Promise((done) => { entry.end = done; });
      sent.set(request, entry);
    },
    requestfailed: (request) => sent.get(request)?.end(request.failure()?.errorText ?? 'failed'),
    requestfinished: (request) => sent.get(request)?.end(null),
  };
  for (const [event, listener] of Object.entries(listeners)) page.on(event, listener);
  return async () => {
    const all = await Promise.all([...sent].map(async ([request, entry]) => {
      const failure = await entry.failure;
      const status = failure === null ? (await request.response()).status() : null;
      return { method: request.method(), path: request.url().slice(server.length), status, failure };
    }));
    for (const [event, listener] of Object.entries(listeners)) page.off(event, listener);
    return all;
  };
}

async function attack(page, from, name) {
  const ended = watch(page);
  const toServer = page.waitForEvent('request', (request) => request.url().startsWith(`${server}/`));
  toServer.catch(() => {});
  await page.goto(`${from}/attack.html?${new URLSearchParams({ target: server, id, attack: name })}`, { waitUntil: 'commit' });
  let outcome = { read: '', error: null };
  if (name.startsWith('form')) {
    await toServer;
  } else {
    outcome = await (await page.waitForFunction(() => window.outcome)).jsonValue();
    if (name.startsWith('beacon')) await toServer;
  }
  const sent = await ended();
  return { from, attack: name, sent, ...outcome };
}

const seen = await withBrowser([`--host-resolver-rules=${resolve.map((host) => `MAP ${host} 127.0.0.1`).join(',')}`], async (context) => {
  const sound = Buffer.from(await (await fetch(`${attackers[0].replace(/\/\/[^:]*/, '//127.0.0.1')}/sound`)).arrayBuffer()).toString('base64');
  const own = await useOwn(context, sound);
  const cookies = await context.cookies();

  const attacks = [];
  for (const from of attackers) {
    const page = await context.newPage();
    await page.goto(`${from}/attack.html`);
    const names = await (await page.waitForFunction(() => window.outcome)).jsonValue();
    for (const name of names) {
      attacks.push(await attack(page, from, name));
    }

    await page.close();
  }

  const pretender = await pageOf(context, rebound);
  const headers = { 'X-Requested-With': 'AudioServer' };
  const reboundSaw = [
    await pretender.send('/list'),
    await pretender.send('/post?name=forged.wav', { method: 'POST', headers, sound }),
    await pretender.send(`/api/v1/audio/${id}`, { method: 'DELETE', headers }),
  ];
  const afterwards = await (await pageOf(context, server)).send('/api/v1/me');
  return { own, cookies, attacks, rebound: reboundSaw, afterwards };
});
console.log(JSON.stringify(seen));
