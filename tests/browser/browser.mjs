// The browser of the tests: the system's Chromium or Chrome, without a window, with a profile of its own that goes with it.
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { chromium } from 'playwright-core';

function find() {
  const onPath = ['chromium', 'google-chrome'].flatMap((name) => process.env.PATH.split(delimiter).map((folder) => join(folder, name)));
  for (const path of [...onPath, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not there.
    }
  }
  throw new Error("no Chromium and no Chrome is here: 'bin/setup --tests' installs it or says what is missing");
}

/** Runs an asynchronous function with a browser's context; further flags are Chromium's. */
export async function withBrowser(flags, use) {
  const profile = mkdtempSync(join(tmpdir(), 'audioserver-browser-'));
  try {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: find(),
      headless: true,
      // It visits nothing but what the tests serve on this machine: a proxy would only come between, and as root there is no sandbox to have.
      args: [
        '--no-sandbox', '--no-proxy-server', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync', ...flags,
      ],
    });
    try {
      return await use(context);
    } finally {
      await context.close();
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
