// Do the peer and its person play together, with a bot that does next to nothing?

'use strict';

const assert = require('node:assert/strict');
const http = require('node:http');
const { after, before, describe, it } = require('node:test');

const { Person } = require('./drive.cjs');
const { start } = require('./shim.cjs');

const TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const KEYBOARD = { inline_keyboard: [[{ text: '提交', callback_data: 'ok' }, { text: '不提交了', callback_data: 'no' }]] };

let server;
let person;
const told = [];
let wake = () => {};

/** Calls a method with JSON as strict clients do, and checks the shape of the answer. */
async function call(method, body = {}) {
  const response = await fetch(`${server.url}/bot${TOKEN}/${method}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  const answer = await response.json();
  assert.equal(answer.ok, response.ok, JSON.stringify(answer));
  return answer.result ?? answer;
}

/** What the bot says or does next, as the person is told of it. */
async function next() {
  while (told.length === 0) await new Promise((resolve) => { wake = resolve; });
  return told.shift();
}

/** What the bot does about an update. */
async function act(update) {
  if (update.message) await call('SendMessage', { chat_id: update.message.chat.id, text: '这样写对吗？', reply_markup: KEYBOARD });
  const query = update.callback_query;
  if (!query) return;
  assert.equal(query.data, 'ok');
  assert.ok(query.chat_instance);
  assert.equal(await call('AnswerCallbackQuery', { callback_query_id: query.id }), true);
  const edited = await call('EditMessageText', {
    chat_id: query.message.chat.id, message_id: query.message.message_id, text: '已受理。',
  });
  assert.equal(edited.message_id, query.message.message_id);
  assert.equal(edited.text, '已受理。');
}

async function plays(fetches) {
  await person.says('楼下烧烤摊占道经营');
  await fetches();
  assert.deepEqual(await next().then(({ id, ...rest }) => rest), {
    bot: 'says', text: '这样写对吗？', buttons: ['提交', '不提交了'],
  });
  await person.presses('提交');
  await fetches();
  assert.equal((await next()).bot, 'answers');
  assert.deepEqual(await next().then(({ id, ...rest }) => rest), { bot: 'edits', text: '已受理。', buttons: [] });
  await assert.rejects(person.presses('提交'), /no button 提交/);
}

describe('the peer', { timeout: 60_000 }, () => {
  before(async () => {
    server = await start();
    person = new Person(server, TOKEN, (line) => { told.push(line); wake(); });
  });

  after(() => server.stop());

  it('says of itself and of its webhook what clients insist on', async () => {
    const me = await call('GetMe');
    assert.equal(me.is_bot, true);
    assert.equal(me.has_main_web_app, false);
    assert.equal((await call('GetWebhookInfo')).url, '');
    assert.equal((await call('StealMoney')).error_code, 404);
  });

  it('plays with a bot that polls, and delivers again what is not confirmed', async () => {
    let offset = 0;
    await plays(async () => {
      const updates = await call('GetUpdates', { offset, timeout: 30 });
      assert.equal(updates.length, 1);
      const again = await call('GetUpdates', { offset, timeout: 30 });
      assert.deepEqual(again, updates);
      offset = updates[0].update_id + 1;
      await act(updates[0]);
    });
    assert.deepEqual(await call('GetUpdates', { offset }), []);
  });

  it('keeps a poll waiting until the person speaks', async () => {
    const first = await call('GetUpdates', { offset: 0 });
    const poll = call('GetUpdates', { offset: first.at(-1)?.update_id + 1 || 0, timeout: 30 });
    await person.says('/start');
    const [update] = await poll;
    assert.equal(update.message.text, '/start');
    assert.equal(update.message.from.language_code, 'zh-hans');
    await call('GetUpdates', { offset: update.update_id + 1 });
  });

  it('plays with a bot that is told, with the secret the bot chose', async () => {
    const heard = [];
    let hears = () => {};
    const bot = http.createServer((request, response) => {
      const parts = [];
      request.on('data', (part) => parts.push(part)).on('end', () => {
        assert.equal(request.headers['x-telegram-bot-api-secret-token'], 's3cret');
        heard.push(JSON.parse(Buffer.concat(parts)));
        response.writeHead(200).end();
        hears();
      });
    });
    await new Promise((resolve) => { bot.listen(0, '127.0.0.1', resolve); });
    const form = new FormData();
    form.append('url', `http://127.0.0.1:${bot.address().port}/hook`);
    form.append('secret_token', 's3cret');
    const set = await fetch(`${server.url}/bot${TOKEN}/SetWebhook`, { method: 'POST', body: form });
    assert.deepEqual(await set.json(), { ok: true, result: true });
    await plays(async () => {
      while (heard.length === 0) await new Promise((resolve) => { hears = resolve; });
      await act(heard.shift());
    });
    assert.equal(await call('DeleteWebhook'), true);
    bot.close();
  });
});
