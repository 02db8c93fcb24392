// What does the person at the other end of telegram-test-api do?
//
//   node tests/peers/telegram/drive.cjs TOKEN
//
// Starts the peer and prints where it is, then does what it is told, one JSON object a line:
//   {"says": "…"}        the person writes
//   {"presses": "提交"}  presses the button with this label, under the latest message that has one
// and prints what the bot does, one JSON object a line:
//   {"bot": "says" | "edits", "id": 2, "text": "…", "buttons": ["提交", …]}
//   {"bot": "answers", "query": "1", "text": "…"}
//   {"wrong": "…"}       it cannot do what it was told, or waits for the bot in vain
// It ends when nobody tells it anything more.

'use strict';

const readline = require('node:readline');

const { message, start } = require('./shim.cjs');

/** So long the person waits for the bot, in milliseconds. */
const PATIENCE = 60_000;
/** The one person who lives here. */
const PERSON = { userId: 1001, chatId: 1001, firstName: '李', userName: 'li_story', type: 'private' };

/** A person in a private chat with the bot. `tell` hears what the bot does. */
class Person {
  constructor(server, token, tell) {
    this.server = server;
    this.token = token;
    this.client = server.getClient(token, PERSON);
    server.on('AddedBotMessage', () => tell({ bot: 'says', ...this.seen().at(-1) }));
    server.on('AnsweredCallbackQuery', (asked) => {
      tell({ bot: 'answers', query: asked.callback_query_id, text: asked.text ?? '' });
    });
    // The package does not say which message was edited.
    let before = new Map();
    const edited = () => {
      for (const seen of this.seen()) {
        const known = before.get(seen.id);
        if (known !== undefined && known !== JSON.stringify(seen)) tell({ bot: 'edits', ...seen });
      }
      remember();
    };
    const remember = () => { before = new Map(this.seen().map((seen) => [seen.id, JSON.stringify(seen)])); };
    server.on('AddedBotMessage', remember);
    server.on('EditedMessageText', edited);
    server.on('EditedMessageReplyMarkup', edited);
  }

  /** What the bot has said to this person, as it is now. */
  seen() {
    const mine = this.server.storage.botMessages.filter((kept) => String(kept.message.chat_id) === String(PERSON.chatId));
    return mine.map((kept) => ({
      id: kept.messageId,
      text: kept.message.text,
      buttons: buttons(kept).map((button) => button.text),
    }));
  }

  async says(text) {
    const made = text.startsWith('/') ? 'makeCommand' : 'makeMessage';
    const said = this.client[made](text, { from: { language_code: 'zh-hans' } });
    await (made === 'makeCommand' ? this.client.sendCommand(said) : this.client.sendMessage(said));
  }

  async presses(label) {
    const kept = this.server.storage.botMessages.findLast((one) => buttons(one).some((button) => button.text === label));
    if (!kept) throw new Error(`no button ${label} among ${JSON.stringify(this.seen())}`);
    const { callback_data: data } = buttons(kept).find((button) => button.text === label);
    const query = this.client.makeCallbackQuery(data, { from: { language_code: 'zh-hans' } });
    query.message = message(this.server, PERSON.chatId, kept.messageId);
    await this.client.sendCallback(query);
  }
}

function buttons(kept) {
  return (kept.message.reply_markup?.inline_keyboard ?? []).flat();
}

async function main(token) {
  const print = (line) => {
    process.stdout.write(`${JSON.stringify(line)}\n`);
    patience.refresh();
  };
  const patience = setTimeout(() => {
    print({ wrong: `the bot did nothing for ${PATIENCE / 1000} seconds` });
    process.exit(1);
  }, PATIENCE);
  const server = await start();
  const person = new Person(server, token, print);
  print({ url: server.url });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { says, presses } = JSON.parse(line);
    try {
      if (says !== undefined) await person.says(says);
      if (presses !== undefined) await person.presses(presses);
    } catch (fault) {
      print({ wrong: fault.message });
    }
  }
  // The bot may still be waiting for news: its poll is not waited for.
  process.exit(0);
}

if (require.main === module) main(process.argv[2]);

module.exports = { Person };
