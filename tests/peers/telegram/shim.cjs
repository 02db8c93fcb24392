// What must be mended so that a strict client can talk to telegram-test-api?
//
// The package keeps the messages and plays both sides. It lacks fields that clients insist on, answers `null` where
// the Bot API answers `true` or a message, neither reads forms nor heeds `offset` and `timeout`, and does not know the
// secret of a webhook. All of it is mended here, before its own handlers and on their answers; the rest is its own.

'use strict';

const TelegramServer = require('telegram-test-api');
// The very client the package tells webhooks with.
const axios = require(require.resolve('axios', { paths: [require.resolve('telegram-test-api')] }));

/** Nothing is forgotten while a story is played, in seconds. */
const KEPT = 24 * 60 * 60;
/** Before a webhook that did not take an update is told again, in milliseconds. */
const PAUSE = 50;
const USER_SPOKE = ['AddedUserMessage', 'AddedUserCommand', 'AddedUserCallbackQuery'];
/** Methods the package does not know, and what they answer. */
const UNKNOWN_THERE = {
  getwebhookinfo: (server, token) => ({
    url: server.webhooks[token]?.url ?? '', has_custom_certificate: false, pending_update_count: 0,
  }),
  sendchataction: () => true,
  setmycommands: () => true,
};
/** What a Bot API says of itself beyond what the package says. */
const MORE_OF_ME = {
  is_bot: true, can_join_groups: true, can_read_all_group_messages: false, supports_inline_queries: false,
  can_connect_to_business: false, has_main_web_app: false,
};

const formatted = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = (update) => {
  const told = formatted(update);
  if (told.callback_query) told.callback_query.chat_instance = '1';
  return told;
};

/** Starts it on a free port; `server.url` is where. It emits `AnsweredCallbackQuery` besides its own events. */
async function start() {
  const server = new TelegramServer({ host: '127.0.0.1', storeTimeout: KEPT });
  const theirs = server.webServer;
  const mended = (request, response) => {
    mend(server, request, response)
      .then((answered) => answered || theirs(request, response))
      .catch((fault) => response.writeHead(400).end(String(fault)));
  };
  server.webServer = Object.assign(mended, { settings: theirs.settings });
  axios.interceptors.request.use((asked) => {
    const hook = Object.values(server.webhooks).find((known) => known.url === asked.url);
    if (hook?.secret_token) asked.headers['X-Telegram-Bot-Api-Secret-Token'] = hook.secret_token;
    return asked;
  });
  const told = server.addUserUpdate.bind(server);
  server.addUserUpdate = async (update) => {
    for (;;) {
      try {
        return await told(update);
      } catch (fault) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  };
  server.config.port = 0;
  await server.start();
  server.url = `http://127.0.0.1:${server.server.address().port}`;
  server.config.apiURL = server.url;
  return server;
}

/** Mends a request and what will be answered to it; whether it is answered already. */
async function mend(server, request, response) {
  const [, bot, called] = /^\/bot([^/]+)\/(\w+)/.exec(request.url) ?? [];
  if (!called) return false;
  const method = called.toLowerCase();
  request.body = await fields(request);
  // The package's own readers leave alone what has been read.
  request._body = true;
  if (UNKNOWN_THERE[method]) {
    answer(response, { ok: true, result: UNKNOWN_THERE[method](server, bot) });
    return true;
  }
  if (method === 'getupdates') await wait(server, bot, request);
  // Without a keyboard in an edit, the message has none afterwards.
  if (method.startsWith('edit')) request.body.reply_markup ??= { inline_keyboard: [] };
  response.json = (told) => {
    if (told.message) answer(response, { ok: false, error_code: 404, description: 'Not Found' }, 404);
    else answer(response, { ...told, result: result(server, method, request.body, told.result) });
  };
  return false;
}

/** JSON or a form, whatever the body is. */
async function fields(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  const kind = request.headers['content-type'] ?? '';
  if (body.length === 0) return {};
  if (kind.includes('json')) return JSON.parse(body);
  return Object.fromEntries(await new Response(body, { headers: { 'content-type': kind } }).formData());
}

/** Forgets what is confirmed, delivers the rest again, and waits for the first if there is none. */
async function wait(server, bot, request) {
  const { offset = 0, timeout = 0 } = request.body;
  const mine = (update) => update.botToken === bot;
  server.storage.userMessages = server.storage.userMessages.filter((update) => !mine(update) || update.updateId >= offset);
  const waiting = server.storage.userMessages.filter(mine);
  waiting.forEach((update) => { update.isRead = false; });
  if (waiting.length > 0 || timeout === 0) return;
  await new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      request.socket.off('close', done);
      USER_SPOKE.forEach((event) => server.off(event, done));
      resolve();
    };
    const timer = setTimeout(done, timeout * 1000);
    request.socket.on('close', done);
    USER_SPOKE.forEach((event) => server.on(event, done));
  });
}

/** The result as the Bot API gives it. */
function result(server, method, asked, told) {
  switch (method) {
    case 'getme':
      return { ...told, ...MORE_OF_ME };
    case 'sendmessage':
      return { ...told, date: Math.floor(told.date / 1000) };
    case 'editmessagetext':
    case 'editmessagereplymarkup':
      return message(server, asked.chat_id, asked.message_id);
    case 'answercallbackquery':
      server.emit('AnsweredCallbackQuery', asked);
      return true;
    default:
      return told ?? true;
  }
}

/** A message of the bot, as it is now. */
function message(server, chat, id) {
  const same = (kept) => String(kept.messageId) === String(id) && String(kept.message.chat_id) === String(chat);
  const kept = server.storage.botMessages.find(same);
  if (!kept) return true;
  const { text, reply_markup: markup } = kept.message;
  return {
    message_id: kept.messageId,
    date: Math.floor(kept.time / 1000),
    chat: { id: Number(chat), type: 'private', first_name: 'Bot' },
    text,
    ...(markup?.inline_keyboard ? { reply_markup: markup } : {}),
  };
}

function answer(response, body, status = 200) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

module.exports = { message, start };
