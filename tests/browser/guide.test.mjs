// The guide: from a finding to the chapter that explains it and back, and the examples in the chapters.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { launch, visit } from "./rig.mjs";

const late = `Received: from relay.example.com (relay.example.com [192.0.2.7])
	by mx.example.org (Postfix) with ESMTPS id 4ABC
	for <ben@example.org>; Tue, 3 Mar 2026 13:00:05 +0000 (UTC)
Received: from mail.example.com (mail.example.com [192.0.2.1])
	by relay.example.com (Postfix) with ESMTPS id 4ABB
	for <ben@example.org>; Tue, 3 Mar 2026 10:00:05 +0000 (UTC)
From: ada@example.com
`;

const overflow = (desk) => desk.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const isShown = (desk, selector) => desk.page.$eval(selector, (element) => element.checkVisibility());
const focused = (desk) => desk.page.evaluate(() => document.activeElement.textContent);
const chapterIs = (desk, title) => desk.page.waitForFunction(
  (title) => document.querySelector("#guide h1")?.textContent.startsWith(title), {}, title,
);
const isClosed = (desk) => desk.page.waitForFunction(() => !document.querySelector("#guide"));

/** Replaces words in the first example of the chapter, as typing does. */
const change = (desk, from, to) => desk.page.$eval(".try-box", (box, from, to) => {
  box.value = box.value.replace(from, to);
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}, from, to);

/** Opens the chapter on Received from the finding on the delay, with the keyboard alone. */
async function openFromFinding(desk) {
  await desk.paste(late);
  await desk.headlineLike(/waited/);
  await desk.page.focus(".finding .to-guide");
  await desk.page.keyboard.press("Enter");
  await chapterIs(desk, "Received fields");
}

for (const name of ["chromium", "firefox"]) {
  describe(`the guide in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    it("opens beside the report, and Escape leads back to the finding with everything kept", () => visit(browser, {}, async (desk) => {
      await openFromFinding(desk);
      assert(await isShown(desk, "#headline"), "the report is beside the chapter");
      assert.match(await focused(desk), /^Received fields/);
      await desk.page.keyboard.press("Escape");
      await isClosed(desk);
      assert.match(await focused(desk), /^Guide: Received fields/);
      assert.equal(await desk.page.$eval("#input", (box) => box.value), late);
      assert.match(await desk.headline(), /waited/);
      await desk.assertQuiet();
    }));

    it("is left with the browser's way back", () => visit(browser, {}, async (desk) => {
      await openFromFinding(desk);
      await desk.page.evaluate(() => history.back());
      await isClosed(desk);
      assert(await isShown(desk, "#input"));
      assert.match(await desk.headline(), /waited/);
    }));

    it("reads an example again when it is changed", () => visit(browser, { fragment: "#/guide/received" }, async (desk) => {
      assert.match(await desk.text(".try-headline"), /waited.*2 h 30 min/);
      await change(desk, "11:44:09", "09:12:09");
      await desk.page.waitForFunction(() => document.querySelector(".is-held").textContent.includes("post.council.example"));
      assert.match(await desk.text(".try-headline"), /post\.council\.example/);
      await desk.assertQuiet();
    }));

    it("walks an example's zone again when it is changed, and says what it cannot read", () => visit(browser, { fragment: "#/guide/subdomains" }, async (desk) => {
      const before = await desk.text(".try-headline");
      await change(desk, "news TXT", "news MX 10 mx1\nnews TXT");
      await desk.page.waitForFunction((before) => document.querySelector(".try-headline").textContent !== before, {}, before);
      assert.match(await desk.text(".try-headline"), /mx1\.shop\.example/);
      await change(desk, "MX   10 mx1", "MX   ten mx1");
      await desk.page.waitForFunction(() => document.querySelector(".try-read").textContent.includes("cannot be read"));
      assert.match(await desk.text("#ledger"), /^(no|0) requests/);
      await desk.assertQuiet();
    }));
  });
}

describe("the guide", () => {
  let browser;
  before(async () => { browser = await launch("chromium"); });
  after(() => browser.close());

  it("takes the page on a narrow screen, with a way back", () => visit(browser, { width: 360, height: 760 }, async (desk) => {
    await openFromFinding(desk);
    assert(!await isShown(desk, "#main"));
    assert.equal(await overflow(desk), 0);
    await desk.page.click(".guide-back");
    await isClosed(desk);
    assert.match(await focused(desk), /^Guide: Received fields/);
    assert.equal(await desk.page.$eval("#input", (box) => box.value), late);
  }));

  it("lists its chapters, and each opens and leads on", () => visit(browser, { fragment: "#/guide" }, async (desk) => {
    const chapters = await desk.page.$$eval(".contents li a", (links) => links.map((link) => [link.getAttribute("href"), link.textContent]));
    assert.equal(chapters.length, 20);
    for (const [fragment, title] of chapters) {
      await desk.page.evaluate((fragment) => { location.hash = fragment; }, fragment);
      await chapterIs(desk, title);
      assert.match(await desk.text("#guide"), /RFC \d+/);
    }
    await desk.assertQuiet();
  }));

  for (const dark of [false, true]) {
    for (const [width, slug] of [[1280, "received"], [360, "received"], [1280, "mx"], [360, "mx"]]) {
      it(`is accessible at ${width} pixels, ${slug}, ${dark ? "dark" : "light"}`, () => visit(browser, { width, dark, fragment: `#/guide/${slug}` }, async (desk) => {
        await desk.text(".try-headline");
        assert.deepEqual(await desk.violations(), []);
        assert.equal(await overflow(desk), 0);
        await desk.assertQuiet();
      }));
    }
    it(`is accessible beside the report, ${dark ? "dark" : "light"}`, () => visit(browser, { dark }, async (desk) => {
      await openFromFinding(desk);
      assert.deepEqual(await desk.violations(), []);
      assert.equal(await overflow(desk), 0);
    }));
  }
});
