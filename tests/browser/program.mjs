// How does a story get a program of its own, and a browser to look at it?

import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BINARY = path.join(ROOT, 'target', 'debug', process.platform === 'win32' ? 'jiesu.exe' : 'jiesu');
/** A start in the debug profile takes one or two seconds; a loaded machine takes longer. */
const START_MS = 60_000;
const STOP_MS = 20_000;

/** Where the README's pictures are kept. */
export const RECORDS = path.join(ROOT, 'deploy', 'records');

/** Starts the program in a folder of its own on a free port; reads what the first start says once. */
export async function start() {
  const folder = await mkdtemp(path.join(tmpdir(), 'jiesu-walk-'));
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('JIESU_')));
  const child = spawn(BINARY, ['serve', '--listen', '127.0.0.1:0', '--data', path.join(folder, 'data')], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => { said.out += text; });
  child.stderr.setEncoding('utf8').on('data', (text) => { said.err += text; });
  const failed = new Promise((_, reject) => child.once('error', (error) => reject(
    new Error(`${BINARY} does not start (cargo build --workspace first): ${error.message}`))));

  const url = /http:\/\/127\.0\.0\.1:\d+/;
  const everything = () => url.test(said.out) && /admin/.test(said.out) && /\bc0101\b/.test(said.out);
  await Promise.race([
    until(everything, START_MS, () => `the program did not say that it is ready:\n${said.out}\n${said.err}`),
    ended.then(({ code }) => { throw new Error(`the program ended with ${code}:\n${said.out}\n${said.err}`); }),
    failed,
  ]);
  // Four groups of four, as they are typed: first the administrator's own, then the one for the walk.
  const [own, walk] = said.out.match(/\b[a-z0-9]{4}(-[a-z0-9]{4}){3}\b/g);
  return {
    url: said.out.match(url)[0],
    passwords: { administrator: own, walk },
    said,
    /** Asks the program to stop; how it ended. */
    async stop() {
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      const { code, signal } = await ended;
      clearTimeout(patience);
      await rm(folder, { recursive: true, force: true });
      return { code, signal };
    },
  };
}

/** A headless browser that asks nothing of the internet. */
export async function browse() {
  return chromium.launch({
    executablePath: browser(),
    // The browser's own words (of file and date fields) in the language of the pages.
    env: { ...process.env, LANGUAGE: 'zh_CN', LANG: 'zh_CN.UTF-8' },
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
}

/** Waits for something that becomes true. */
export async function until(holds, milliseconds, otherwise) {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) { throw new Error(otherwise()); }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function browser() {
  const names = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  for (const name of names.filter(Boolean)) {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return path.isAbsolute(name) ? name : execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // Not this one.
    }
  }
  throw new Error('no Chromium found; tests/run installs it, or CHROMIUM=/path/to/browser names one');
}
