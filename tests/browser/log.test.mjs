// Logs, queues and DNS output: the table of deliveries, its filters, its copies, and the lines that it rests on.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { launch, visit } from "./rig.mjs";

const log = readFileSync(new URL("../../samples/postfix.log", import.meta.url), "utf8");

const records = `; <<>> DiG 9.18.24 <<>> shop.example MX
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 4711
;; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 0

;; QUESTION SECTION:
;shop.example.			IN	MX

;; ANSWER SECTION:
shop.example.		3600	IN	MX	10 mx1.shop.example.
shop.example.		3600	IN	MX	20 mx2.shop.example.
`;

/** The words that are lit in the source. */
const lit = (desk) => desk.page.$$eval("#backdrop mark.lit", (marks) => marks.map((mark) => mark.textContent).join(""));

/** The recipients in the table, in its order. */
const recipients = (desk) => desk.page.$$eval(".is-deliveries tbody tr", (rows) =>
  rows.map((row) => row.querySelector("button").textContent.trim()));

/** Presses a button of the table's sheet with the keyboard. */
async function press(desk, words) {
  const found = await desk.page.evaluateHandle((words) =>
    [...document.querySelectorAll(".deliveries button")].find((button) => button.textContent.trim() === words), words);
  await found.asElement().focus();
  await desk.page.keyboard.press("Enter");
}

const ALL = ["ben@club.example", "carol@club.example", "desk@school.example", "eve@bank.example", "frank@other.example"];

for (const name of ["chromium", "firefox"]) {
  describe(`logs, in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    it("shows what became of the message for each recipient", () => visit(browser, {}, async (desk) => {
      await desk.paste(log);
      await desk.headline();
      assert.deepEqual((await recipients(desk)).sort(), ALL);
      const rows = await desk.page.$$eval(".is-deliveries tbody tr", (all) => all.map((one) => one.innerText.replaceAll(/\s+/g, " ")));
      const row = (whom) => rows.find((words) => words.startsWith(whom));
      assert.match(row("carol@"), /bounced.*550 5\.1\.1/);
      assert.match(row("eve@"), /deferred.* 2 /);
      assert.match(row("desk@"), /sent/);
      assert.match(row("frank@"), /rejected/);
      await desk.assertQuiet();
    }));
  });
}

describe("logs", () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  it("filters and sorts the table by keyboard", () => visit(browser, {}, async (desk) => {
    await desk.paste(log);
    await desk.headline();
    assert.equal(await desk.text(".delivery-count"), "5 of 5 shown");
    await press(desk, "1 bounced");
    assert.deepEqual(await recipients(desk), ["carol@club.example"]);
    assert.equal(await desk.text(".delivery-count"), "1 of 5 shown");
    await press(desk, "All 5");
    await press(desk, "Recipient");
    assert.deepEqual(await recipients(desk), ALL);
    await press(desk, "Recipient");
    assert.deepEqual(await recipients(desk), [...ALL].reverse());
    assert.equal(await desk.page.$eval(".is-deliveries th", (head) => head.ariaSort), "descending");
    await desk.page.focus(".delivery-choice select");
    await desk.page.keyboard.press("ArrowDown");
    await desk.page.waitForFunction(() => !document.querySelector(".delivery-count").textContent.startsWith("5 "));
    await desk.assertQuiet();
  }));

  it("lights the lines that a row rests on, and finds the way back", () => visit(browser, {}, async (desk) => {
    await desk.paste(log);
    await desk.headline();
    await press(desk, "eve@bank.example");
    await desk.page.waitForSelector(".is-deliveries tr.is-lit");
    const words = await lit(desk);
    assert.equal(words.split("Connection timed out").length - 1, 2);
    assert.ok(!words.includes("desk@school.example"));
    assert.match(await desk.text(".near"), /Delivery to eve@bank\.example: deferred/);
    await desk.assertQuiet();
  }));

  it("copies what is shown, as CSV and as Markdown", () => visit(browser, {}, async (desk) => {
    await desk.paste(log);
    await desk.headline();
    await desk.page.evaluate(() => {
      globalThis.copied = [];
      navigator.clipboard.writeText = async (text) => { globalThis.copied.push(text); };
    });
    await press(desk, "2 sent");
    await press(desk, "Copy as CSV");
    await press(desk, "Copy as Markdown");
    await desk.page.waitForFunction(() => globalThis.copied.length === 2);
    const [csv, markdown] = await desk.page.evaluate(() => globalThis.copied);
    const lines = csv.trim().split(/\r?\n/);
    assert.equal(lines.length, 3);
    assert.match(lines[1], /ben@club\.example/);
    assert.match(lines[2], /desk@school\.example/);
    assert.match(markdown, /^\|.*\|\n\|[ -|:]+\|\n/);
    assert.ok(!markdown.includes("carol"));
    await desk.assertQuiet();
  }));

  it("tells the way of a message step by step", () => visit(browser, {}, async (desk) => {
    await desk.paste(log);
    await desk.headline();
    await desk.page.focus(".story summary");
    await desk.page.keyboard.press("Enter");
    assert.match(await desk.text(".story"), /5F3C81A07E/);
    await desk.assertQuiet();
  }));

  it("shows the records of DNS output, each with its line", () => visit(browser, {}, async (desk) => {
    await desk.paste(records);
    await desk.headline();
    await desk.page.waitForSelector(".is-plain tbody tr:nth-child(2)");
    await desk.page.focus(".is-plain tbody tr:nth-child(2) button");
    assert.match(await lit(desk), /20 mx2\.shop\.example/);
    await desk.assertQuiet();
  }));

  for (const dark of [false, true]) {
    for (const width of [320, 360, 1440]) {
      const theme = dark ? "dark" : "light";
      it(`has no barrier and does not scroll sideways: ${theme}, ${width} pixels`, () => visit(browser, { dark, width }, async (desk) => {
        for (const [name, text] of Object.entries({ log, records })) {
          await desk.paste(text);
          await desk.headline();
          for (const summary of await desk.page.$$(".story summary")) await summary.evaluate((one) => one.click());
          assert.deepEqual(await desk.violations(), [], name);
          assert.deepEqual(await desk.unreadable(), [], name);
          assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
          await desk.screenshot(`log-${name}-${theme}-${width}`, { fullPage: true });
        }
        await desk.assertQuiet();
      }));
    }
  }
});
