// Notices, error lines, complaints and receipts: what their cards say, and what lies in the source for it.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { launch, visit } from "./rig.mjs";

const sample = (name) => readFileSync(new URL(`../../samples/${name}`, import.meta.url), "utf8");

/** Presses the sample with this title. */
async function trySample(desk, title) {
  await desk.page.waitForSelector(".sample");
  await desk.page.evaluate((title) => {
    [...document.querySelectorAll(".sample")].find((button) => button.querySelector("b").textContent === title).click();
  }, title);
  return desk.headline();
}

/** The words that are lit in the source. */
const lit = (desk) => desk.page.$$eval("#backdrop mark.lit", (marks) => marks.map((mark) => mark.textContent).join(""));

/** The facts of a card, by their labels. */
const facts = (desk, card) => desk.page.$$eval(`${card} .facts > div`, (rows) =>
  Object.fromEntries(rows.map((row) => [row.querySelector("dt").textContent, row.querySelector("dd").textContent.trim()])));

/** The steps of a card's ladder, each with what is said of it. */
const ladder = (desk, card) => desk.page.$$eval(`${card} .rung`, (rungs) => rungs.map((rung) => rung.textContent));

/** A notice about many recipients. */
function many(count) {
  const recipient = (index) => `Final-Recipient: rfc822; member${index}@example.org
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 User unknown
`;
  return `From: MAILER-DAEMON@out.example.com
To: list@example.com
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=part

--part
Content-Type: text/plain

Some recipients were refused.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; out.example.com

${Array.from({ length: count }, (_, index) => recipient(index)).join("\n")}
--part--
`;
}

let folder;
before(() => { folder = mkdtempSync(join(tmpdir(), "backstamp-")); });
after(() => rmSync(folder, { recursive: true }));

for (const name of ["chromium", "firefox"]) {
  describe(`what came back, in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    for (const over of ["file", "http"]) {
      it(`says of a bounce who refused whom, at which step, over ${over}`, () => visit(browser, { over }, async (desk) => {
        assert.match(await trySample(desk, "A bounce"), /bennn@club\.example does not exist/);
        assert.equal(await desk.text("#source-bar h2"), "Delivery notice");
        const told = await facts(desk, ".recipient");
        assert.equal(told["Refused by"], "mx1.club.example");
        assert.equal(told["Notice written by"], "out.shop.example (Postfix)");
        assert.equal(told.Codes, "550 5.1.1");
        assert.equal(told["Whose side must act"], "recipient's side");
        assert.match(told.Reason, /no such mailbox.*userunknown/);
        const steps = await ladder(desk, ".recipient");
        assert.equal(steps.length, 10);
        assert.equal(steps[5], "MAIL FROM: passed");
        assert.equal(steps[6], "RCPT TOrefused here");
        assert.equal(steps[7], "DATA: not reached");
        await desk.assertQuiet();
      }));
    }

    it("reads a bounce that is dropped as a file", () => visit(browser, {}, async (desk) => {
      const path = join(folder, "bounce.eml");
      writeFileSync(path, sample("bounce.eml").replaceAll("\n", "\r\n"));
      await desk.drop(path);
      await desk.headlineLike(/bennn@club\.example/);
      assert.match(await desk.text(".recipient .quoted"), /^550 5\.1\.1 .*User unknown/);
      await desk.assertQuiet();
    }));
  });
}

describe("what came back", () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  it("lights what a notice says of a recipient, and finds the way back", () => visit(browser, {}, async (desk) => {
    await trySample(desk, "A bounce");
    await desk.page.focus(".recipient .foot .plain");
    assert.match(await lit(desk), /550 5\.1\.1/);
    await desk.page.keyboard.press("Enter");
    await desk.page.waitForSelector(".recipient.is-lit");
    assert.match(await desk.text(".near"), /Recipient bennn@club\.example/);
  }));

  it("shows three texts ready to send, and copies each", () => visit(browser, {}, async (desk) => {
    await trySample(desk, "A bounce");
    assert.deepEqual(await desk.page.$$eval(".letter summary", (all) => all.map((one) => one.textContent)), [
      "What to tell the user", "What to tell the other admin", "What to tell our own team",
    ]);
    await desk.page.evaluate(() => {
      globalThis.copied = [];
      navigator.clipboard.writeText = async (text) => { globalThis.copied.push(text); };
    });
    for (const [index, button] of (await desk.page.$$(".letter .plain")).entries()) {
      await button.focus();
      await desk.page.keyboard.press("Enter");
      await desk.page.waitForFunction((count) => globalThis.copied.length === count, {}, index + 1);
    }
    const [user, admin, team] = await desk.page.evaluate(() => globalThis.copied);
    assert.match(user, /^Your message "The room for Saturday".*was not delivered/);
    assert.match(admin, /^Hello,.*mx1\.club\.example/s);
    assert.match(team, /Next:/);
    await desk.page.focus(".letter summary");
    await desk.page.keyboard.press("Enter");
    assert.equal(await desk.text(".letter pre"), user.trim());
  }));

  it("holds the report on the returned message, which can be folded away", () => visit(browser, {}, async (desk) => {
    await trySample(desk, "A bounce");
    assert.match(await desk.text(".enclosed > summary"), /^The returned message/);
    assert.ok(await desk.page.$(".enclosed .picture"));
    await desk.page.focus(".enclosed .hop-row button");
    assert.match(await lit(desk), /^Received: from \[192\.0\.2\.77\]/);
    const levels = await desk.page.$$eval("#report :is(h1, h2, h3, h4)", (all) => all.map((one) => Number(one.tagName[1])));
    assert.equal(levels[0], 1);
    for (const [index, level] of levels.entries()) assert.ok(index === 0 || level <= levels[index - 1] + 1, `heading ${index} skips a level`);
    await desk.page.click(".enclosed > summary");
    assert.equal(await desk.page.$eval(".enclosed .picture", (picture) => picture.checkVisibility()), false);
  }));

  it("marks the step that an error line answers", () => visit(browser, {}, async (desk) => {
    assert.match(await trySample(desk, "An error line"), /mailbox is full/i);
    assert.equal(await desk.text("#source-bar h2"), "Error line");
    assert.equal((await ladder(desk, ".recipient"))[6], "RCPT TOput off here");
    assert.equal((await facts(desk, ".recipient")).Codes, "452 4.2.2");
    await desk.page.focus(".recipient .foot .plain");
    assert.match(await lit(desk), /452 4\.2\.2/);
  }));

  it("has words for the user beside an error line, and none beside an answer of success", () => visit(browser, {}, async (desk) => {
    await trySample(desk, "An error line");
    await desk.page.click(".for-user .letter summary");
    await desk.page.waitForSelector(".for-user pre");
    assert.match(await desk.text(".for-user pre"), /mailbox is full/);
    assert.equal((await desk.page.$$(".for-user .letter button")).length, 1);
    await desk.paste("250 2.0.0 Ok: queued as 5F0C2A77");
    await desk.headline();
    assert.equal((await desk.page.$$(".for-user")).length, 0);
  }));

  it("says so where a line does not tell the step", () => visit(browser, {}, async (desk) => {
    await desk.paste("550 5.1.1 User unknown");
    await desk.headline();
    assert.match(await desk.text(".ladder-area"), /does not tell which step/);
    assert.equal((await desk.page.$$(".rung.is-stopped")).length, 0);
  }));

  it("tells of a complaint what was reported, with a text for the abuse desk", () => visit(browser, {}, async (desk) => {
    await trySample(desk, "An abuse report");
    assert.equal(await desk.text("#source-bar h2"), "Abuse report");
    const told = await facts(desk, ".told");
    assert.equal(told["Envelope sender"], "bounces+4411@shop.example");
    assert.match(told["Probably a mistake"], /list/);
    assert.match(await desk.text(".told .letter summary"), /abuse desk/);
    assert.match(await desk.text(".enclosed > summary"), /^The reported message/);
  }));

  it("tells of a read receipt what was done, and by whom", () => visit(browser, {}, async (desk) => {
    await trySample(desk, "A read receipt");
    assert.equal(await desk.text("#source-bar h2"), "Read receipt");
    const told = await facts(desk, ".told");
    assert.equal(told["What was done"], "displayed");
    assert.equal(told["Done by"], "a person");
    assert.equal(told["Receipt sent by"], "the mail program, by itself");
  }));

  it("leads from a code to its entry, and back", () => visit(browser, {}, async (desk) => {
    await trySample(desk, "A bounce");
    await desk.page.click('.recipient a[href="#/codes/5.1.1"]');
    assert.match(await desk.text(".code-entry"), /^x\.1\.1/);
    assert.equal(await desk.page.$eval("#code-search", (input) => input.value), "5.1.1");
    await desk.page.goBack();
    await desk.page.waitForFunction(() => document.querySelector("#headline").checkVisibility());
    await desk.assertQuiet();
  }));

  it("takes the user's domains into account: a bounce of a forgery is none of theirs", () => visit(browser, {}, async (desk) => {
    await desk.page.evaluate(() => { location.hash = "#/settings"; });
    await desk.page.waitForSelector(".settings textarea");
    await desk.page.type(".settings textarea", "other.example");
    await desk.page.click(".settings h1");
    await desk.page.evaluate(() => { location.hash = "#/"; });
    await trySample(desk, "A bounce");
    assert.match(await desk.text(".findings"), /not sent by your servers|forge/i);
  }));

  it("lists a thousand recipients in parts, each with its card on demand", () => visit(browser, {}, async (desk) => {
    await desk.paste(many(1_000));
    await desk.headlineLike(/1000|1,000/);
    assert.match(await desk.text("#source-bar"), /1,?000 recipients/);
    assert.equal((await desk.page.$$(".recipient-row")).length, 50);
    assert.equal((await desk.page.$$(".recipient")).length, 0);
    await desk.page.focus(".recipient-row summary");
    await desk.page.keyboard.press("Enter");
    await desk.page.waitForSelector(".recipient .rung");
    await desk.page.focus(".recipient .letter summary");
    await desk.page.keyboard.press("Enter");
    await desk.page.waitForSelector(".recipient .letter pre");
    assert.equal((await desk.page.$$(".recipient")).length, 1);
    await desk.page.evaluate(() => [...document.querySelectorAll(".recipients .button")].at(-1).click());
    await desk.page.waitForFunction(() => document.querySelectorAll(".recipient-row").length === 100);
    await desk.assertQuiet();
  }));

  for (const dark of [false, true]) {
    for (const width of [360, 1440]) {
      const theme = dark ? "dark" : "light";
      it(`has no barrier and does not scroll sideways: ${theme}, ${width} pixels`, () => visit(browser, { dark, width }, async (desk) => {
        for (const title of ["A bounce", "An error line", "An abuse report", "A read receipt"]) {
          await trySample(desk, title);
          for (const summary of await desk.page.$$(".letter summary")) await summary.evaluate((one) => one.click());
          assert.deepEqual(await desk.violations(), [], title);
          assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), title);
          await desk.screenshot(`${title.replaceAll(" ", "-").toLowerCase()}-${theme}-${width}`, { fullPage: true });
          await desk.page.evaluate(() => [...document.querySelectorAll("#source-bar .plain")].at(-1).click());
        }
        await desk.paste(many(6));
        await desk.page.waitForSelector(".recipient-row");
        assert.deepEqual(await desk.violations(), [], "six recipients");
        await desk.screenshot(`six-recipients-${theme}-${width}`, { fullPage: true });
        await desk.assertQuiet();
      }));
    }
  }
});
