// What is taken away from the page: exports, the redacted text, a copy of the page itself; and two inputs side by side.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { chord, launch, visit } from "./rig.mjs";

const bounce = readFileSync(new URL("../../samples/bounce.eml", import.meta.url), "utf8");
const good = `Received: from out.example.com (out.example.com [192.0.2.1])
	by mx.example.org (Postfix) with ESMTPS id 4ABC; Tue, 3 Mar 2026 10:00:05 +0000 (UTC)
Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.com
From: Ada Lovelace <ada@example.com>
Subject: The plan for <img src=x onerror=alert(1)>
`;
const bad = good.replace("10:00:05", "13:00:05").replace("spf=pass", "spf=fail")
  .replace("Authentication", `Received: from pc.example.com by out.example.com with ESMTPSA id 7; Tue, 3 Mar 2026 10:00:01 +0000
Authentication`);

let folder;
before(() => { folder = mkdtempSync(join(tmpdir(), "backstamp-")); });
after(() => rmSync(folder, { recursive: true }));

/** Keeps what the page copies and saves, instead of a clipboard and a disk that a test cannot look into. */
const watch = (desk) => desk.page.evaluate(() => {
  globalThis.copied = null;
  navigator.clipboard.writeText = async (text) => { globalThis.copied = text; };
  globalThis.backstamp.save = (name, type, text) => { globalThis.saved = { name, type, text }; };
});
const copied = async (desk) => {
  await desk.page.waitForFunction(() => globalThis.copied !== null);
  return desk.page.evaluate(() => globalThis.copied);
};
const saved = async (desk) => {
  await desk.page.waitForFunction(() => globalThis.saved);
  return desk.page.evaluate(() => { const { saved } = globalThis; globalThis.saved = undefined; return saved; });
};

async function share(desk, text) {
  await desk.paste(text);
  await desk.headline();
  await watch(desk);
  await desk.page.click('a[href="#/share"]');
  await desk.page.waitForSelector("#redacted");
}

const labels = (desk) => desk.page.$$eval(".finding .tag", (tags) => tags.map((tag) => tag.textContent));

/** Opens a file of the disk, and says what the browser had to say about it. */
async function openFile(browser, name, text, look) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return openPath(browser, path, look);
}
async function openPath(browser, path, look) {
  const page = await browser.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(pathToFileURL(path).href, { waitUntil: "load" });
  const seen = await look(page);
  await page.close();
  assert.deepEqual(said, []);
  return seen;
}

/** Goes from the desk to the comparison, and pastes the bad message there. */
async function compareWithBad(desk) {
    await desk.page.click('a[href="#/compare"]');
    await desk.page.waitForSelector("#other");
    await desk.copyToClipboard(bad);
    await desk.page.focus("#other");
    await chord(desk.page, "KeyV");
}

for (const name of ["chromium", "firefox"]) {
  describe(`sharing in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    it("gives a text without names that says the same when it is pasted back", () => visit(browser, {}, async (desk) => {
      await desk.paste(bounce);
      await desk.headline();
      const before = await labels(desk);
      await share(desk, bounce);
      const text = await desk.page.$eval("#redacted", (element) => element.textContent);
      for (const secret of ["example.com", "example.org", "192.0.2"]) {
        // The tokens of addresses are those for examples, as the sample's are.
        if (!secret.startsWith("192")) assert.ok(!text.includes(secret), `${secret} in ${text}`);
      }
      assert.match(text, /domain-a\.example/);
      await desk.page.click('button[aria-label="Copy the redacted text"], section[aria-label="The redacted text"] .tools button');
      assert.equal((await copied(desk)).slice(0, 200), text.slice(0, 200));
      await desk.page.evaluate(() => { location.hash = "#/"; });
      await desk.page.waitForSelector("#input", { visible: true });
      await desk.paste(text);
      await desk.headlineLike(/domain-/);
      assert.deepEqual(await labels(desk), before);
      await desk.assertQuiet();
    }));

    it("opens clean when the browser saved it with a report in it", () => visit(browser, {}, async (desk) => {
      await desk.paste(good);
      await desk.headline();
      const html = await desk.page.evaluate(() => `<!doctype html>${document.documentElement.outerHTML}`);
      assert.ok(html.includes("ada@example.com"), "the browser's own copy holds the text");
      await openFile(browser, "saved.html", html, async (page) => {
        await page.waitForFunction(() => performance.getEntriesByName("program").length > 0);
        await page.waitForSelector(".sample");
        assert.ok(!await page.evaluate(() => document.body.innerText.includes("ada@example.com")));
        await page.type("#input", bounce.slice(0, 300));
        await page.waitForSelector("#headline");
      });
    }));
  });
}

describe("sharing", () => {
  let browser;
  before(async () => { browser = await launch("chromium"); });
  after(() => browser.close());

  it("writes one HTML file that opens from the disk without a word from the browser", () => visit(browser, {}, async (desk) => {
    await share(desk, bad);
    await desk.page.evaluate(() => [...document.querySelectorAll(".share input[type=radio]")][1].click());
    await desk.page.waitForFunction(() => !document.querySelector("#redacted"));
    await desk.page.click('button[aria-label="Download the report as HTML"]');
    const file = await saved(desk);
    assert.equal(file.name, "report.html");
    assert.ok(!file.text.includes("<img"), "words of the input are no markup");
    await openFile(browser, "report.html", file.text, async (page) => {
      assert.match(await page.$eval("h1", (heading) => heading.textContent), /\w/);
      assert.notEqual(await page.$eval("article", (element) => getComputedStyle(element).borderInlineStartWidth), "0px", "its styles are allowed by its policy");
      assert.match(await page.$eval("footer", (footer) => footer.textContent), /^Made by Backstamp \d+\.\d+\.\d+, program [0-9a-f]{16}\.$/);
      const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      assert.deepEqual(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target)}`), []);
    });
    await desk.assertQuiet();
  }));

  it("writes every form redacted, with the words that prove it", () => visit(browser, {}, async (desk) => {
    await share(desk, bad);
    for (const [form, pattern] of [["text", /\n {3}> Tue, 3 Mar 2026/], ["Markdown", /\n\s*> Tue, 3 Mar 2026/], ["JSON", /"quoted": \[\s*"Tue, 3 Mar 2026/], ["HTML", /<blockquote>Tue, 3 Mar 2026/]]) {
      await desk.page.click(`button[aria-label="Download the report as ${form}"]`);
      const { text } = await saved(desk);
      assert.match(text, pattern, form);
      assert.match(text, /replaced by tokens/, form);
      assert.ok(!/example\.(com|org)|Lovelace|The plan/.test(text), `${form}: ${text}`);
    }
    await desk.assertQuiet();
  }));

  it("says by which page a report was made, also in what the desk copies and prints", () => visit(browser, {}, async (desk) => {
    await desk.paste(bad);
    await desk.headline();
    const made = /Made by Backstamp \d+\.\d+\.\d+, program [0-9a-f]{16}\./;
    for (const [form, proof] of [["text", /\n {3}> Tue, 3 Mar 2026/], ["Markdown", /\n> Tue, 3 Mar 2026/], ["JSON", /"quoted": \[\s*"Tue, 3 Mar 2026/]]) {
      await watch(desk);
      await desk.page.evaluate((form) => [...document.querySelectorAll(".verdict button")].find((button) => button.textContent === `Copy as ${form}`).click(), form);
      const text = await copied(desk);
      assert.match(text, made, form);
      assert.match(text, proof, form);
      assert.match(text, /RFC \d+ section/, form);
    }
    const shown = () => desk.page.$$eval(".printed", (all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent));
    assert.deepEqual(await shown(), []);
    await desk.page.emulateMediaType("print");
    const printed = await shown();
    assert.ok(printed.some((words) => made.test(words)), `${printed}`);
    assert.ok(printed.some((words) => words.startsWith("Tue, 3 Mar 2026")), `${printed}`);
    await desk.assertQuiet();
  }));

  it("writes a session with its dialogue and its proof as HTML", () => visit(browser, {}, async (desk) => {
    await share(desk, "220 mx.example.org ESMTP\nEHLO pc.example.com\n250 mx.example.org\nMAIL FROM:<ann@example.com>\n550 5.7.1 Access denied\n");
    await desk.page.click('button[aria-label="Download the report as HTML"]');
    const { text } = await saved(desk);
    await openFile(browser, "session.html", text, async (page) => {
      const cells = await page.$$eval("td", (all) => all.map((cell) => cell.textContent));
      assert.ok(cells.includes("550 5.7.1 Access denied") && cells.includes("MAIL FROM:<person1@domain-b.example>"), `${cells}`);
      assert.match(await page.$eval("pre", (proof) => proof.textContent), /550 5\.7\.1 Access denied/);
    });
  }));

  it("takes out a word that is somebody's name when the user ticks or types it", () => visit(browser, {}, async (desk) => {
    await share(desk, "550 5.1.1 <ann@example.com>: The mailbox of May Zebulon is full, contact Will at the front desk");
    const text = () => desk.page.$eval("#redacted", (element) => element.textContent);
    assert.match(await text(), /mailbox of May xxx is full, contact Will at the/);
    const box = (word) => desk.page.evaluateHandle((word) => [...document.querySelectorAll(".words label")].find((label) => label.textContent === word).querySelector("input"), word);
    await (await box("May")).focus();
    await desk.page.keyboard.press("Space");
    await desk.page.waitForFunction(() => /mailbox of xxx is full/.test(document.querySelector("#redacted")?.textContent));
    assert.ok(await desk.page.evaluate(() => document.activeElement.parentElement.textContent === "May" && document.activeElement.checked), "the box keeps the focus");
    await desk.page.type("#also", "will, full");
    await desk.page.keyboard.press("Tab");
    await desk.page.waitForFunction(() => /mailbox of xxx is xxx, contact xxx at the/.test(document.querySelector("#redacted")?.textContent));
    await (await box("May")).click();
    await desk.page.waitForFunction(() => /mailbox of May xxx is xxx, contact xxx at the/.test(document.querySelector("#redacted")?.textContent));
    assert.deepEqual(await desk.violations(), []);
    await desk.assertQuiet();
  }));

  it("puts the names back into an answer", () => visit(browser, {}, async (desk) => {
    await share(desk, good);
    await desk.page.$eval(".undo", (details) => { details.open = true; });
    await desk.page.click(".undo button");
    const legend = await copied(desk);
    const token = legend.split("\n").find((line) => line.endsWith("\tmx.example.org")).split("\t")[0];
    await desk.page.$eval(".back", (details) => { details.open = true; });
    const fill = (selector, text) => desk.page.$eval(selector, (area, text) => {
      area.value = text;
      area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }, text);
    await fill("#legend", legend);
    await fill("#tokens", `Look at ${token}:25, please.`);
    assert.equal(await desk.text("#back"), "Look at mx.example.org:25, please.");
    assert.deepEqual(await desk.violations(), []);
    await desk.assertQuiet();
  }));

  it("knows the user's own servers by their tokens", () => visit(browser, { settings: { domains: "school.example" } }, async (desk) => {
    await share(desk, readFileSync(new URL("../fixtures/forwarding/alias.headers", import.meta.url), "utf8"));
    await desk.page.click('button[aria-label="Download the report as text"]');
    const { text } = await saved(desk);
    assert.match(text, /Mail to person\d+@domain-\w\.example leaves your organisation for person\d+@domain-\w\.example/);
    assert.ok(!/school|lena/.test(text));
  }));

  it("redacts a large text beside the page, which goes on answering, and stops when asked to", () => visit(browser, {}, async (desk) => {
    const hop = (number) => `Received: from relay${number}.example.com by relay${number + 1}.example.com (Postfix) with ESMTP id 4${number};
\tTue, 3 Mar 2026 13:00:05 +0000\n`;
    await desk.paste(Array.from({ length: 8_000 }, (_, at) => hop(8_000 - at)).join(""));
    await desk.headline();
    await watch(desk);
    await desk.page.evaluate(() => {
      // The browser tells of every task of more than 50 ms.
      globalThis.held = [];
      new PerformanceObserver((list) => globalThis.held.push(...list.getEntries().map((task) => Math.round(task.duration)))).observe({ entryTypes: ["longtask"] });
    });
    await desk.page.click('a[href="#/share"]');
    await desk.page.waitForSelector(".working button");
    assert.match(await desk.text(".working"), /Redacting 99\d kB/);
    await desk.page.click(".working button");
    assert.match(await desk.text('.share [role="status"]'), /Nothing was redacted/);
    await desk.page.click('.share input[type="checkbox"]');
    await desk.page.waitForSelector("#redacted");
    await desk.page.click('button[aria-label="Download the report as text"]');
    await desk.page.waitForSelector(".working button");
    assert.match(await desk.text(".working"), /Writing/);
    assert.match((await saved(desk)).text, /replaced by tokens/);
    const held = await desk.page.evaluate(() => globalThis.held);
    // A shared machine makes any task long at times; on the page's own thread it took a second.
    assert.ok(held.every((task) => task < 200), `${held} ms`);
    await desk.assertQuiet();
  }));

  it("names the page by a hash that anybody can check", () => visit(browser, {}, async (desk) => {
    const named = await desk.page.$eval("meta[name=program]", (meta) => meta.content);
    const { createHash } = await import("node:crypto");
    const { sealed } = await import("./rig.mjs");
    const bytes = readFileSync(sealed, "utf8").replace(`<meta name="program" content="${named}"`, '<meta name="program" content=""');
    assert.equal(createHash("sha256").update(bytes).digest("hex"), named);
  }));

  it("saves a copy of itself without the text, with Ctrl+S, that works", () => visit(browser, {}, async (desk) => {
    await desk.paste(good);
    await desk.headline();
    await watch(desk);
    await chord(desk.page, "KeyS");
    const { name, text } = await saved(desk);
    assert.equal(name, "backstamp.html");
    assert.ok(!/ada@|out\.example/.test(text.replace(/<script[\s\S]*?<\/script>/g, "")));
    await openFile(browser, "clean.html", text, async (page) => {
      await page.waitForFunction(() => performance.getEntriesByName("program").length > 0);
      await page.type("#input", good);
      await page.waitForSelector("#headline");
    });
  }));

  it("tells two messages apart: times and checks before the rest", () => visit(browser, {}, async (desk) => {
    await desk.paste(good);
    await desk.headline();
    await compareWithBad(desk);
    assert.match(await desk.text("#differences"), /\d+ differences/);
    const titles = await desk.page.$$eval(".compare h2", (headings) => headings.map((heading) => heading.textContent));
    assert.deepEqual(titles.slice(0, 4), ["Outcome", "Time", "Authentication", "Servers"]);
    const spf = await desk.page.$$eval('section[aria-label="Authentication"] tr.differs', (rows) => rows.map((row) => row.innerText.replace(/\s+/g, " ")));
    assert.deepEqual(spf, ["SPF (differs) pass fail"]);
    await desk.assertQuiet();
  }));

  it("compares a large text beside the page", () => visit(browser, {}, async (desk) => {
    await desk.paste(good + `X-Filler: ${"x".repeat(60)}\n`.repeat(1_000));
    await desk.headline();
    await compareWithBad(desk);
    await desk.page.waitForFunction(() => /\d+ differences/.test(document.querySelector("#differences").textContent));
    await desk.assertQuiet();
  }));

  it("asks for a text where the desk has none", () => visit(browser, { fragment: "#/share" }, async (desk) => {
    assert.match(await desk.text(".share"), /There is no report yet/);
    await desk.page.evaluate(() => { location.hash = "#/compare"; });
    assert.match(await desk.text(".compare"), /Paste the first/);
    await desk.assertQuiet();
  }));

  it("works with the keyboard", () => visit(browser, {}, async (desk) => {
    await share(desk, good);
    await desk.page.focus('button[aria-label="Copy the report as Markdown"]');
    await desk.page.keyboard.press("Enter");
    assert.match(await copied(desk), /^# /);
  }));

  for (const dark of [false, true]) {
    for (const width of [1280, 360]) {
      it(`is accessible and fits: ${dark ? "dark" : "light"}, ${width} px`, () => visit(browser, { width, dark }, async (desk) => {
        await share(desk, bounce);
        assert.deepEqual(await desk.violations(), []);
        assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth - innerWidth) <= 0);
        await desk.screenshot(`share-${dark ? "dark" : "light"}-${width}`, { fullPage: true });
        await desk.page.evaluate(() => { location.hash = "#/compare"; });
        await desk.page.waitForSelector("#other");
        await desk.copyToClipboard(bad);
        await desk.page.focus("#other");
        await chord(desk.page, "KeyV");
        await desk.text("#differences");
        assert.deepEqual(await desk.violations(), []);
        assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth - innerWidth) <= 0);
        await desk.screenshot(`compare-${dark ? "dark" : "light"}-${width}`, { fullPage: true });
      }));
    }
  }
});
