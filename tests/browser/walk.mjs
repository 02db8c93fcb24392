// Does the whole walk work in a real browser, against the real program?
//
// A citizen tells of e-bikes in a corridor, the community signs and replies, the citizen hears every step without
// reloading and rates, the supervisor sees it counted. Then the same page without scripts.
//
//   node --test tests/browser/walk.mjs              the story
//   node tests/browser/walk.mjs --pictures          the story, and the README's pictures anew

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

import { missingGlyphs } from './glyphs.mjs';
import { RECORDS, browse, start } from './program.mjs';

const PICTURES = process.argv.includes('--pictures');
/** Nothing on these pages takes seconds; a loaded machine may. */
const PATIENCE = 20_000;
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };
const DESK = { viewport: { width: 1100, height: 800 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };

const STORY = '我们单元楼道里停满了电动车，还有人从家里拉线充电，出入不方便，太不安全了。';
const PLACE = '朝霞小区3号楼2单元';
const HANDLING = '社区会同物业上门清理，劝导住户把车停到车棚，断开飞线三处。';
const ANSWER = '楼道里的电动车已经清走，飞线已经断开，车棚加装了六个充电口，请到车棚充电。电话0470-0000101。';

let program;
let browser;
let citizen;
let unit;
let order;
const faults = [];

before(async () => {
  program = await start();
  browser = await browse();
}, { timeout: 120_000 });

after(async () => {
  await browser?.close();
  await program?.stop();
});

describe('a citizen and the desks', { timeout: 240_000 }, () => {
  it('signs the unit in, with nothing to be signed yet', async () => {
    unit = await open(DESK, '/desk');
    await signIn(unit, 'c0101', program.passwords.walk);
    await shows(unit, unit.getByRole('heading', { name: '向阳街道朝霞社区居民委员会' }));
    await shows(unit, unit.getByRole('region', { name: '待签收 0' }));
    await stamp(unit);
  });

  it('greets the citizen with what a hotline must say first', async () => {
    citizen = await open(PHONE, '/');
    await shows(citizen, citizen.getByText('您好，这里是示例旗12345。'));
    await shows(citizen, citizen.getByRole('link', { name: '119 火警' }));
    await shows(citizen, citizen.getByText('这是演示，用的是虚构的地方。'));
    await stamp(citizen);
  });

  it('asks only for what is missing, and tells what becomes of a phone number before asking for it', async () => {
    await say(citizen, STORY);
    await shows(citizen, bot(citizen, '这事在哪儿？'));
    await say(citizen, PLACE);
    await shows(citizen, bot(citizen, '我记的是这样，您看对不对：'));
    await shows(citizen, bot(citizen, '类型：投诉（楼道电动车停放充电）'));
    await shows(citizen, bot(citizen, '联系：没有留'));
    await choose(citizen, '改联系方式');
    await shows(citizen, bot(citizen, '称呼和电话'));
    await say(citizen, '史女士 13904700000');
    await shows(citizen, bot(citizen, '联系：史女士 139****0000'));
    const told = await lines(citizen);
    const notice = told.findIndex((line) => line.includes('只用来办这件事和回访您'));
    assert.ok(notice >= 0, 'the privacy notice was shown');
    assert.ok(notice < told.findIndex((line) => line.includes('139****0000')), 'before the contact was taken up');
  });

  it('opens an order with number, code, unit and date when the citizen submits', async () => {
    await choose(citizen, '提交');
    const accepted = bot(citizen, '您的事，我们受理了。');
    await shows(citizen, accepted);
    const words = await accepted.innerText();
    assert.match(words, /承办单位：向阳街道朝霞社区居民委员会/);
    assert.match(words, /预计.+前办结。/);
    order = {
      no: words.match(/编号：(\d{8}-[2-9A-HJ-NP-TV-Z]{6})/)?.[1],
      code: words.match(/查询码：([0-9A-Z]{6})/)?.[1],
    };
    assert.ok(order.no && order.code, words);
    await picture(citizen, 'walk-citizen.png');
    await everyCharacterHasAShape(citizen);
  });

  it('shows the unit the new order without reloading', async () => {
    await shows(unit, unit.getByRole('region', { name: '待签收 1' }).getByText(order.no));
    assert.equal(await stamped(unit), true, 'the page was not loaded again');
    assert.match(await unit.title(), /^\(1\)/);
    await picture(unit, 'walk-unit.png');
    await everyCharacterHasAShape(unit);
  });

  it('lets the unit sign, and tells the citizen at once', async () => {
    await unit.getByRole('link', { name: new RegExp(order.no) }).click();
    await shows(unit, unit.getByText(STORY));
    await shows(unit, unit.getByText('139****0000'));
    assert.equal((await unit.locator('body').innerText()).includes('13904700000'), false, 'the phone is masked');
    await unit.getByRole('button', { name: '签收', exact: true }).click();
    await shows(unit, unit.getByText('已签收。'));
    await shows(citizen, bot(citizen, '向阳街道朝霞社区居民委员会已经接手您的事。'));
  });

  it('opens the contact to the unit only for a stated purpose, and writes that down', async () => {
    await unit.getByLabel('查看用途').fill('上门核实前电话联系');
    await unit.getByRole('button', { name: '查看联系方式' }).click();
    await shows(unit, unit.getByText('13904700000'));
    await shows(unit, unit.getByText('上门核实前电话联系'));
    await everyCharacterHasAShape(unit);
  });

  it('lets the unit reply and finish, and the citizen read it without reloading', async () => {
    await unit.locator('summary').filter({ hasText: /^答复$/ }).click();
    await unit.getByLabel('办理情况').fill(HANDLING);
    await unit.getByLabel('公开答复').fill(ANSWER);
    await unit.getByLabel('已联系').check();
    await unit.getByLabel('联系情况').fill('上午电话联系，下午上门。');
    await unit.getByLabel('答复的同时办结').check();
    await picture(unit, 'walk-reply.png');
    await unit.getByRole('button', { name: '答复', exact: true }).click();
    await shows(unit, unit.getByText('答复已提交。'));
    await shows(citizen, bot(citizen, ANSWER));
    await shows(citizen, bot(citizen, '您的事办结了，用时'));
    assert.equal(await stamped(citizen), true, 'the page was not loaded again');
    const heard = (await lines(citizen)).join('\n');
    assert.equal(heard.includes(HANDLING), false, 'what was done inside stays inside');
    assert.equal(heard.split(ANSWER).length - 1, 1, 'the answer is said once');
  });

  it('asks the citizen how it went, and closes the order with the rating', async () => {
    await choose(citizen, '联系过');
    await shows(citizen, bot(citizen, '好。那事情解决了吗？'));
    await choose(citizen, '解决了');
    await shows(citizen, bot(citizen, '您对这次办理满意吗？'));
    await choose(citizen, '非常满意');
    await shows(citizen, bot(citizen, '谢谢您，评价记下了。'));
    await picture(citizen, 'walk-answer.png');
    await everyCharacterHasAShape(citizen);
  });

  it('shows whoever has number and code how it went, and nobody else', async () => {
    const elsewhere = await open(PHONE, '/query');
    await ask(elsewhere, order.no, 'AAAAAA');
    await shows(elsewhere, elsewhere.getByRole('alert'));
    assert.equal((await elsewhere.locator('main').innerText()).includes(ANSWER), false);
    await ask(elsewhere, order.no, order.code);
    const timeline = elsewhere.locator('.timeline');
    await shows(elsewhere, timeline);
    const words = await timeline.innerText();
    let before = -1;
    for (const part of ['时间：', '地点：', '事件：', '事件流程：', '受理', '接手', '答复', '办结', '评价', '结案']) {
      const at = words.indexOf(part, before + 1);
      assert.ok(at > before, `${part} stands after what comes before it:\n${words}`);
      before = at;
    }
    assert.equal(words.includes(HANDLING), false);
    await everyCharacterHasAShape(elsewhere);
    await elsewhere.context().close();
  });

  it('counts the order for the supervisor, who may read it but not handle it', async () => {
    const supervisor = await open(DESK, '/desk');
    await signIn(supervisor, 'duban', program.passwords.walk);
    await supervisor.getByRole('link', { name: '今日数据' }).click();
    const figure = (name) => supervisor.locator('.figures > div').filter({ hasText: name }).locator('dd');
    await shows(supervisor, figure('当日受理'));
    assert.equal(await figure('当日受理').innerText(), '1');
    assert.equal(await figure('当日办结').innerText(), '1');
    assert.equal(await figure('目前在办').innerText(), '0');
    assert.equal(await figure('当日评价：满意').innerText(), '1/1');
    await picture(supervisor, 'walk-today.png');
    await everyCharacterHasAShape(supervisor);
    await supervisor.goto(`${program.url}/desk/orders/${order.no}`);
    await shows(supervisor, supervisor.getByText('已结案').first());
    assert.equal(await supervisor.getByRole('button', { name: '签收' }).count(), 0);
    await everyCharacterHasAShape(supervisor);
    await supervisor.context().close();
  });

  it('makes the administrator choose a password, and shows them no order', async () => {
    const administrator = await open(DESK, '/desk');
    await signIn(administrator, 'admin', program.passwords.administrator);
    await shows(administrator, administrator.getByText('首次登录，请先设置自己的密码。'));
    const own = 'lanterns-over-nine-rivers';
    await administrator.getByLabel('现在的密码').fill(program.passwords.administrator);
    await administrator.getByLabel('新密码', { exact: true }).fill(own);
    await administrator.getByLabel('再输一次新密码').fill(own);
    await administrator.getByRole('button', { name: '保存新密码' }).click();
    await administrator.goto(`${program.url}/desk/admin`);
    await shows(administrator, administrator.getByText('管理员只管账号和系统对接，看不到工单。'));
    await everyCharacterHasAShape(administrator);
    const refused = await administrator.goto(`${program.url}/desk/orders/${order.no}`);
    assert.equal(refused.status(), 404);
    await administrator.context().close();
  });

  it('serves a citizen whose browser runs no script', async () => {
    const plain = await open({ ...PHONE, javaScriptEnabled: false }, '/');
    await plain.getByLabel('您要说的事').fill('学府花园门口的路灯坏了好几天，晚上看不见路');
    await plain.getByRole('button', { name: '发送', exact: true }).click();
    await shows(plain, plain.getByText('学府花园门口的路灯坏了好几天').first());
    for (const [question, answer] of [['这事在哪儿？', '学府花园东门'], ['怎么称呼您？电话是多少？', '李先生 13904700001']]) {
      if (await bot(plain, question).count() === 0) { continue; }
      await plain.getByLabel('您要说的事').fill(answer);
      await plain.getByRole('button', { name: '发送', exact: true }).click();
    }
    await shows(plain, bot(plain, '我记的是这样，您看对不对：'));
    await plain.getByRole('button', { name: /^\d+\. 提交$/ }).click();
    await shows(plain, bot(plain, '您的事，我们受理了。'));
    const words = (await lines(plain)).join('\n');
    assert.match(words, /编号：\d{8}-[2-9A-HJ-NP-TV-Z]{6}/);
    assert.match(words, /查询码：[0-9A-Z]{6}/);
    await plain.context().close();
  });

  it('speaks in large letters and in English to whoever wants that', async () => {
    await citizen.getByRole('button', { name: '长辈版（大字）' }).click();
    await shows(citizen, citizen.getByRole('button', { name: '回到普通版' }));
    const size = await citizen.getByLabel('您要说的事').evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize));
    assert.ok(size >= 20, `letters of ${size} pixels`);
    await shows(citizen, bot(citizen, ANSWER));
    await citizen.getByRole('button', { name: 'English' }).click();
    await shows(citizen, citizen.getByRole('button', { name: '中文' }));
    await everyCharacterHasAShape(citizen);
  });

  it('would have noticed a character without a shape', async () => {
    const page = await open(PHONE, '/privacy');
    await shows(page, page.getByRole('heading', { name: '您的个人信息怎么用' }));
    await everyCharacterHasAShape(page);
    const { missing } = await missingGlyphs(page, '\u{1fffe}');
    assert.deepEqual(missing, ['\u{1fffe}']);
    await page.context().close();
  });

  it('asked nothing of other sites, and no page complained', () => {
    assert.deepEqual(faults, []);
  });

  it('logged no word of the citizen, and stops when it is told to', async () => {
    for (const secret of ['13904700000', '史女士', '电动车', '朝霞小区', order.code, program.passwords.walk]) {
      assert.equal(program.said.err.includes(secret), false, `the log holds ${secret}`);
    }
    await browser.close();
    const ended = await program.stop();
    browser = program = undefined;
    assert.deepEqual(ended, { code: 0, signal: null });
  });
});

/** A page of a browser nobody has used yet; whatever goes wrong on it is kept. */
async function open(settings, address) {
  const context = await browser.newContext(settings);
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error}`));
  page.on('console', (message) => {
    // What is refused on purpose is said on the console too.
    const refused = /the server responded with a status of 4\d\d/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !refused) { faults.push(`${page.url()}: ${message.text()}`); }
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(program.url) && !/^(data|blob):/.test(url)) { faults.push(`${page.url()} asked for ${url}`); }
  });
  await page.goto(program.url + address);
  return page;
}

async function signIn(page, login, password) {
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
}

async function say(page, words) {
  await page.getByLabel('您要说的事').fill(words);
  await page.getByRole('button', { name: '发送', exact: true }).click();
}

/** Presses one of the numbered choices. */
async function choose(page, label) {
  await page.getByRole('log').getByRole('button', { name: new RegExp(`^\\d+\\. ${label}$`) }).click();
}

async function ask(page, no, code) {
  await page.getByLabel('工单编号').fill(no);
  await page.getByLabel('查询码').fill(code);
  await page.getByRole('button', { name: '查一查' }).click();
}

/** The last thing the program said with these words in it. */
function bot(page, words) {
  return page.locator('article.bot .text').filter({ hasText: words }).last();
}

/** Everything that was said, in order. */
async function lines(page) {
  return page.locator('article .text').allInnerTexts();
}

/** Waits until something can be seen; says what was there instead. */
async function shows(page, locator) {
  try {
    await locator.waitFor({ state: 'visible' });
  } catch {
    const there = await page.locator('body').innerText();
    assert.fail(`${page.url()} does not show ${locator}\n\n${there}`);
  }
}

/** A mark on the page that does not survive its being loaded again. */
async function stamp(page) {
  await page.evaluate(() => { window.stamped = true; });
}

async function stamped(page) {
  return page.evaluate(() => window.stamped === true);
}

async function everyCharacterHasAShape(page) {
  const { looked, missing } = await missingGlyphs(page);
  assert.ok(looked > 20, `only ${looked} characters on ${page.url()}`);
  assert.deepEqual(missing, [], `without a shape on ${page.url()}`);
}

async function picture(page, name) {
  if (!PICTURES) { return; }
  await mkdir(RECORDS, { recursive: true });
  await page.screenshot({ path: path.join(RECORDS, name) });
}
