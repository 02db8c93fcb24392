// What does a bot cost that keeps every message in one row, durably, and answers it?
//
// Two popular libraries as their manuals show them: grammY with its runner (updates side by side, those of one chat
// one after another) and better-sqlite3 (WAL, synchronous=FULL: one commit, one fsync, for each message). A repeated
// update is known by its number and answered again only if it was not answered before.

const { Bot } = require("grammy");
const { run, sequentialize } = require("@grammyjs/runner");
const Database = require("better-sqlite3");
const path = require("node:path");

const { BOT_TOKEN, BOT_API, BOT_DATA = "." } = process.env;

const db = new Database(path.join(BOT_DATA, "peer.db"));
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec("CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, chat INTEGER, words TEXT, at INTEGER)");
const keep = db.prepare("INSERT OR IGNORE INTO message (id, chat, words, at) VALUES (?, ?, ?, ?)");

const bot = new Bot(BOT_TOKEN, { client: { apiRoot: BOT_API } });
bot.use(sequentialize((ctx) => ctx.chat?.id.toString()));
bot.on("message:text", async (ctx) => {
  keep.run(ctx.update.update_id, ctx.chat.id, ctx.message.text, ctx.message.date);
  await ctx.reply("您反映的问题已收到，我们会尽快处理。", {
    reply_markup: { inline_keyboard: [[{ text: "查进度", callback_data: "progress" }]] },
  });
});
bot.catch((fault) => console.error(fault.error));

const running = run(bot, { runner: { fetch: { allowed_updates: ["message"] } } });
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => running.stop());
