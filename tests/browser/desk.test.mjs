// The desk: what a user does with it, and sees.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { chord, launch, visit } from "./rig.mjs";

const late = `Received: from relay.example.com (relay.example.com [192.0.2.7])
	by mx.example.org (Postfix) with ESMTPS id 4ABC
	for <ben@example.org>; Tue, 3 Mar 2026 12:37:05 +0000 (UTC)
Received: from mail.example.com (mail.example.com [192.0.2.1])
	by relay.example.com (Postfix) with ESMTPS id 4ABB
	for <ben@example.org>; Tue, 3 Mar 2026 10:00:05 +0000 (UTC)
Subject: =?UTF-8?Q?Caf=C3=A9?=
From: ada@example.com
`;

/** Presses the button with these words, in a part of the page. */
async function press(desk, words, within = "body") {
  await desk.page.waitForFunction((words, within) => {
    const buttons = [...document.querySelectorAll(`${within} button`)];
    return buttons.some((button) => button.textContent.trim().startsWith(words));
  }, {}, words, within);
  await desk.page.evaluate((words, within) => {
    const buttons = [...document.querySelectorAll(`${within} button`)];
    buttons.find((button) => button.textContent.trim().startsWith(words)).click();
  }, words, within);
}

/** The words that are lit in the source. */
const lit = (desk) => desk.page.$$eval("#backdrop mark.lit", (marks) => marks.map((mark) => mark.textContent).join(""));

const overflow = (desk) => desk.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** What a page that cannot read the clipboard puts there: a stand-in that remembers it. */
const watchClipboard = (desk) => desk.page.evaluate(() => {
  globalThis.copied = null;
  navigator.clipboard.writeText = async (text) => { globalThis.copied = text; };
});
const copied = async (desk) => {
  await desk.page.waitForFunction(() => globalThis.copied !== null);
  return desk.page.evaluate(() => globalThis.copied);
};

let folder;
before(() => { folder = mkdtempSync(join(tmpdir(), "backstamp-")); });
after(() => rmSync(folder, { recursive: true }));

/** A file on the disk. */
function file(name, bytes) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

for (const name of ["chromium", "firefox"]) {
  describe(`the desk in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    for (const over of ["file", "http"]) {
      it(`says where pasted mail waited, over ${over}`, () => visit(browser, { over }, async (desk) => {
        await desk.paste(late);
        assert.match(await desk.headlineLike(/waited/), /relay\.example\.com.*mx\.example\.org.*2 h 35 min/);
        assert.equal(await desk.text("#ledger"), "0 requests have left this page");
        await desk.assertQuiet();
      }));
    }

    it("offers samples, and reads each", () => visit(browser, {}, async (desk) => {
      await desk.page.waitForSelector(".sample");
      const count = (await desk.page.$$(".sample")).length;
      assert.equal(count, 12);
      const headlines = new Set();
      for (let index = 0; index < count; index++) {
        await desk.page.waitForSelector(".sample");
        await (await desk.page.$$(".sample"))[index].click();
        headlines.add(await desk.headline());
        await press(desk, "Clear");
      }
      assert.equal(headlines.size, 12);
      assert.equal(await desk.page.$eval("#input", (input) => input.value), "");
      await desk.assertQuiet();
    }));

    it("reads a file that is dropped, whatever its bytes", () => visit(browser, {}, async (desk) => {
      const bytes = Buffer.concat([Buffer.from(late.replaceAll("\n", "\r\n")), Buffer.from("X-Old: caf\xe9\r\n", "latin1")]);
      await desk.drop(file("late.eml", bytes));
      await desk.headlineLike(/waited/);
      assert.match(await desk.page.$eval("#input", (input) => input.value), /^Received: from relay/);
      await desk.assertQuiet();
    }));

    it("reads the character sets of mail, in a dropped file of any bytes", () => visit(browser, {}, async (desk) => {
      const gb2312 = "xPq1xNPKvP7O3reozba13bW90tTPwsrVvP7Iy6O6Cgo8emhhbmdAZXhhbXBsZS5jb20+Cg==";
      await desk.drop(file("notice.eml", [
        "From: MAILER-DAEMON@mx.example.net",
        "Subject: =?ISO-2022-JP?B?GyRCJWEhPCVrGyhC?=",
        "X-Reply: =?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=",
        "X-Exchange: =?unicode-1-1-utf-7?Q?caf+AOk-?=",
        "Content-Type: text/plain; charset*=us-ascii'en'GB2312",
        "Content-Transfer-Encoding: base64",
        "", gb2312, "",
      ].join("\r\n")));
      assert.match(await desk.headline(), /zhang@example\.com/, "the Chinese words of the body say that it is a bounce");
      await desk.page.click(".drawer > summary");
      const fields = await desk.text(".fields");
      for (const word of ["メール", "Привет", "café"]) assert.ok(fields.includes(word), `${word} in ${fields}`);
      await desk.assertQuiet();
    }));
  });
}

describe("the desk", () => {
  let browser;
  before(async () => { browser = await launch("chromium"); });
  after(() => browser.close());

  it("opens a chosen file", () => visit(browser, {}, async (desk) => {
    await desk.page.waitForSelector("input[type=file]");
    await desk.choose(file("chosen.txt", late));
    await desk.headlineLike(/waited/);
  }));

  it("lights the words of a finding, a hop and a field", () => visit(browser, {}, async (desk) => {
    await desk.paste(late);
    await desk.headlineLike(/waited/);
    await desk.page.focus(".finding.problem .plain");
    assert.match(await lit(desk), /12:37:05 \+0000/);
    await desk.page.focus("#r0-hop-0 button");
    assert.match(await lit(desk), /^Received: from mail\.example\.com/);
    await press(desk, "2", "#r0-hop-1");
    await desk.page.focus("#input");
    assert.match(await lit(desk), /^Received: from relay\.example\.com/, "a chosen hop stays lit");
    await desk.page.click(".drawer > summary");
    await desk.page.waitForSelector("#r0-field-2 button");
    // The pointer would light what the list has put under it.
    await desk.page.mouse.move(0, 0);
    await desk.page.focus("#r0-field-2 button");
    assert.equal(await lit(desk), "Subject: =?UTF-8?Q?Caf=C3=A9?=");
    assert.match(await desk.text("#r0-field-2"), /Café/);
    await desk.assertQuiet();
  }));

  it("marks what the words at the caret belong to", () => visit(browser, {}, async (desk) => {
    await desk.paste(late);
    await desk.headlineLike(/waited/);
    const at = late.indexOf("12:37:05");
    await desk.page.$eval("#input", (input, at) => { input.focus(); input.setSelectionRange(at, at); }, at);
    await desk.page.keyboard.press("ArrowRight");
    await desk.page.waitForSelector(".finding.problem.is-lit");
    assert.ok(await desk.page.$("#r0-hop-1.is-lit"));
    await press(desk, "Hop 2", "#near");
    assert.equal(await desk.page.evaluate(() => document.activeElement.closest("tr")?.id), "r0-hop-1");
  }));

  it("keeps source and marks side by side beyond ASCII", () => visit(browser, {}, async (desk) => {
    await desk.paste(`Subject: \u{1f4e8} caf\u00e9\n${late}`);
    await desk.headlineLike(/waited/);
    await desk.page.focus("#r0-hop-0 button");
    assert.match(await lit(desk), /^Received: from mail\.example\.com[^]*\(UTC\)$/);
    const same = await desk.page.evaluate(() => {
      const [input, backdrop] = [document.querySelector("#input"), document.querySelector("#backdrop")];
      return backdrop.textContent === `${input.value}\n` && input.scrollHeight <= backdrop.offsetHeight;
    });
    assert.ok(same);
  }));

  it("copies the report as text, Markdown and JSON, and the route as a table", () => visit(browser, {}, async (desk) => {
    await desk.paste(late);
    const headline = await desk.headlineLike(/waited/);
    await watchClipboard(desk);
    const take = async (words, within) => {
      await desk.page.evaluate(() => { globalThis.copied = null; });
      await press(desk, words, within);
      return copied(desk);
    };
    assert.ok((await take("Copy as text", ".verdict")).startsWith(headline));
    assert.match(await take("Copy as Markdown", ".verdict"), /^# .*waited/);
    const report = JSON.parse(await take("Copy as JSON", ".verdict"));
    assert.equal(report.headline, headline);
    assert.equal(report.route.hops.length, 2);
    assert.equal(report.route.hops[0].delaySeconds, null);
    assert.match(await take("Copy for a spreadsheet"), /\n2\trelay\.example\.com \(192\.0\.2\.7\)\tmx\.example\.org\t/);
    assert.match(await desk.text("#toast"), /Copied/);
  }));

  it("shows times in UTC and as they were stamped", () => visit(browser, {}, async (desk) => {
    await desk.paste(late.replace("12:37:05 +0000 (UTC)", "13:37:05 +0100 (CET)"));
    await desk.headlineLike(/waited/);
    assert.match(await desk.text("#r0-hop-1"), /12:37:05/);
    await desk.page.evaluate(() => {
      const select = document.querySelector(".route select");
      select.selectedIndex = 2;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await desk.page.waitForFunction(() => /13:37:05 \+01:00/.test(document.querySelector("#r0-hop-1").innerText));
  }));

  it("reads what a paste makes of the text that was there, and what undoing it brings back", () => visit(browser, {}, async (desk) => {
    const text = () => desk.page.$eval("#input", (input) => input.value);
    await desk.paste(late);
    await desk.headlineLike(/waited/);
    // Between the fields of the box comes one more, with the line ends of another system.
    await desk.copyToClipboard("X-Between: yes\r\n");
    await desk.page.focus("#input");
    const at = late.indexOf("From:");
    await desk.page.$eval("#input", (input, at) => input.setSelectionRange(at, at), at);
    await desk.page.keyboard.down("Control");
    await desk.page.keyboard.press("KeyV");
    await desk.page.keyboard.up("Control");
    await desk.page.waitForFunction(() => /X-Between/.test(document.querySelector("#backdrop").textContent));
    assert.equal(await text(), `${late.slice(0, at)}X-Between: yes\n${late.slice(at)}`);
    await desk.page.click(".drawer > summary");
    await desk.page.waitForFunction(() => /X-Between/.test(document.querySelector(".fields")?.textContent));

    await desk.paste("550 5.1.1 <a@example.org>: user unknown");
    await desk.headlineLike(/No such mailbox/);
    await desk.page.keyboard.down("Control");
    await desk.page.keyboard.press("KeyZ");
    await desk.page.keyboard.up("Control");
    await desk.headlineLike(/waited/);
    await desk.assertQuiet();
  }));

  it("finds header fields", () => visit(browser, {}, async (desk) => {
    await desk.paste(late);
    await desk.headlineLike(/waited/);
    await desk.page.click(".drawer > summary");
    await desk.page.waitForSelector(".search");
    await desk.page.type(".search", "café");
    await desk.page.waitForFunction(() => document.querySelectorAll(".fields > li").length === 1);
    assert.match(await desk.text(".fields"), /Subject/);
  }));

  it("can be used by keyboard alone", () => visit(browser, {}, async (desk) => {
    await desk.page.waitForSelector(".sample");
    const seen = async (wanted) => {
      for (let step = 0; step < 60; step++) {
        await desk.page.keyboard.press("Tab");
        if (await desk.page.evaluate((wanted) => document.activeElement.matches(wanted), wanted)) return true;
      }
      return false;
    };
    assert.ok(await seen(".sample"));
    await desk.page.keyboard.press("Enter");
    await desk.headline();
    assert.ok(await seen(".finding .plain"));
    await desk.page.keyboard.press("Enter");
    await desk.page.waitForSelector("#backdrop mark.lit");
    assert.ok(await seen(".hop-row .plain"));
    const outline = await desk.page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, "none", "the focus can be seen");
    assert.ok(await seen("button.ledger-count"));
    await desk.page.keyboard.press("Enter");
    await desk.page.waitForSelector("#ledger-panel:not([hidden])");
    await desk.page.keyboard.press("Escape");
    await desk.page.waitForSelector("#ledger-panel", { hidden: true });
  }));

  it("says in the ledger what the browser enforces", () => visit(browser, {}, async (desk) => {
    await desk.page.waitForSelector("button.ledger-count");
    await desk.page.click("button.ledger-count");
    assert.match(await desk.text("#ledger-panel"), /default-src 'none'[^]*connect-src https:\/\/cloudflare-dns\.com[^]*Backstamp \d/);
  }));

  for (const dark of [false, true]) {
    for (const width of [1440, 360]) {
      it(`is accessible and fits ${width} px, ${dark ? "dark" : "light"}`, () => visit(browser, { dark, width }, async (desk) => {
        await desk.page.waitForSelector(".sample");
        assert.deepEqual(await desk.violations(), []);
        assert.ok(await overflow(desk) <= 0, "nothing reaches beyond the window");
        await (await desk.page.$$(".sample"))[1].click();
        await desk.headlineLike(/waited/);
        await press(desk, "Show the words", ".finding");
        await desk.page.click(".drawer > summary");
        await desk.page.waitForSelector(".fields");
        await desk.page.waitForFunction(() => !document.querySelector("#toast p"));
        assert.deepEqual(await desk.violations(), []);
        assert.ok(await overflow(desk) <= 0, "nothing reaches beyond the window");
        await desk.screenshot(`desk-${width}-${dark ? "dark" : "light"}`, { fullPage: true });
        await desk.page.evaluate(() => { location.hash = "#/settings"; });
        await desk.page.waitForSelector(".settings");
        assert.deepEqual(await desk.violations(), []);
        assert.ok(await overflow(desk) <= 0, "nothing reaches beyond the window");
        await desk.assertQuiet();
      }));
    }
  }

  it("turns the route into a line of stops on a narrow screen", async () => {
    const shown = (desk) => desk.page.evaluate(() => [".picture", ".stops"].map((part) => {
      return getComputedStyle(document.querySelector(part)).display !== "none";
    }));
    await visit(browser, { width: 1440 }, async (desk) => {
      await desk.paste(late);
      await desk.headlineLike(/waited/);
      assert.deepEqual(await shown(desk), [true, false]);
    });
    await visit(browser, { width: 320 }, async (desk) => {
      await desk.paste(late);
      await desk.headlineLike(/waited/);
      assert.deepEqual(await shown(desk), [false, true]);
      assert.ok(await overflow(desk) <= 0);
    });
  });

  it("prints the report and nothing to press", () => visit(browser, {}, async (desk) => {
    await desk.paste(late);
    await desk.headlineLike(/waited/);
    await desk.page.emulateMediaType("print");
    const seen = await desk.page.evaluate(() => {
      const visible = (element) => element.getClientRects().length > 0;
      const controls = [...document.querySelectorAll(".finding .foot button, .tools button, #input, #ledger button, nav a")];
      return { controls: controls.filter(visible).length, headline: visible(document.querySelector("#headline")) };
    });
    assert.deepEqual(seen, { controls: 0, headline: true });
  }));

  it("takes the user's own domains into account, and keeps them only when asked to", () => visit(browser, { over: "http" }, async (desk) => {
    await desk.paste(late);
    await desk.headlineLike(/waited/);
    await desk.page.evaluate(() => { location.hash = "#/settings"; });
    await desk.page.waitForSelector(".settings textarea");
    await desk.page.type(".settings textarea", "example.org");
    await desk.page.click(".settings h1");
    await desk.page.evaluate(() => { location.hash = "#/"; });
    await desk.page.waitForFunction(() => /yours/.test(document.querySelector("#report").textContent));
    assert.equal(await desk.page.evaluate(() => localStorage.length), 0);
    await desk.page.evaluate(() => { location.hash = "#/settings"; });
    await desk.page.waitForSelector("#remember");
    await desk.page.click("#remember");
    const kept = await desk.page.evaluate(() => JSON.stringify({ ...localStorage }));
    assert.match(kept, /example\.org/);
    assert.doesNotMatch(kept, /Received|waited/);
    await desk.page.click("#remember");
    assert.equal(await desk.page.evaluate(() => localStorage.length), 0);
    await desk.assertQuiet();
  }));

  it("goes on answering after two megabytes of rubbish", () => visit(browser, {}, async (desk) => {
    let seed = 1;
    const rubbish = Array.from({ length: 2_000_000 }, () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return String.fromCharCode(32 + (seed >>> 16) % 95);
    }).join("");
    await desk.paste(rubbish);
    await desk.headline();
    await desk.page.waitForSelector(".window .row");
    await press(desk, "Clear");
    await desk.paste(late);
    await desk.headlineLike(/waited/);
    await desk.assertQuiet();
  }));

  it("stops reading a large text when asked to, and reads it again when asked to", () => visit(browser, {}, async (desk) => {
    // A worker that takes the job and never answers, as on a machine that is slow beyond all measure.
    await desk.page.evaluate(() => {
      const { startWorker } = globalThis;
      globalThis.startWorker = () => {
        globalThis.startWorker = startWorker;
        const worker = startWorker();
        worker.postMessage = () => {};
        const { terminate } = worker;
        worker.terminate = () => { globalThis.terminated = true; terminate.call(worker); };
        return worker;
      };
    });
    await desk.paste(late + "x".repeat(200_000));
    await desk.page.waitForSelector(".working button");
    assert.match(await desk.text(".working"), /Reading 20\d kB/);
    assert.equal(await desk.page.evaluate(() => globalThis.terminated), undefined);
    await desk.page.focus(".working button");
    await desk.page.keyboard.press("Enter");
    await desk.page.waitForFunction(() => /Nothing was read/.test(document.querySelector("#report")?.textContent ?? document.body.textContent));
    assert.ok(await desk.page.evaluate(() => globalThis.terminated), "the worker is gone");
    await press(desk, "Read it again");
    await desk.headlineLike(/waited/);
    await desk.assertQuiet();
  }));

  it("reads ten thousand hops beside the page, and lists a part of them", () => visit(browser, {}, async (desk) => {
    const hop = (number) => `Received: from relay${number}.example.com by relay${number + 1}.example.com (Postfix) with ESMTP id 4${number};
\tTue, 3 Mar 2026 12:37:05 +0000\n`;
    await desk.paste(Array.from({ length: 10_000 }, (_, at) => hop(10_000 - at)).join(""));
    await desk.headline();
    assert.match(await desk.text(".picture figcaption"), /9,970 more hops are not drawn/);
    const rows = async () => (await desk.page.$$(".hop-row")).length;
    assert.equal(await rows(), 50);
    await press(desk, "Show 50 more");
    await desk.page.waitForFunction(() => document.querySelectorAll(".hop-row").length === 100);
    assert.ok((await desk.page.$$(".window .row")).length < 200, "only the rows in sight are laid out");
    await desk.page.focus("#r0-hop-3 button");
    await desk.page.waitForSelector(".window mark.lit");
    await desk.assertQuiet();
  }));

  it("keeps the text and says so when the program stops", () => visit(browser, {}, async (desk) => {
    await desk.paste(late);
    await desk.headlineLike(/waited/);
    await desk.page.evaluate(() => globalThis.backstamp.fault());
    assert.match(await desk.text("#fault"), /still here/);
    assert.ok(await desk.page.$eval("#editor", (editor) => editor.classList.contains("is-plain")));
  }));

  it("selects all and types over it like any text box", () => visit(browser, {}, async (desk) => {
    await desk.paste(late);
    await desk.headlineLike(/waited/);
    await desk.page.focus("#input");
    await chord(desk.page, "KeyA");
    await desk.page.keyboard.type("550 5.1.1 unknown");
    await desk.page.waitForFunction(() => document.querySelector("#backdrop").textContent === "550 5.1.1 unknown\n");
    await chord(desk.page, "KeyA");
    await desk.page.keyboard.press("Delete");
    await desk.page.waitForSelector(".sample");
  }));
});
