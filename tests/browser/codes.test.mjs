// The page of codes: found by code and by word, with the keyboard alone.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { launch, visit } from "./rig.mjs";

/** The codes that are shown. */
const shown = (desk) => desk.page.$$eval(".code-entry .code", (codes) => codes.map((code) => code.textContent));

/** Waits until as many codes are shown as the status says, and returns them. */
async function found(desk, query) {
  await desk.page.waitForFunction((query) => document.querySelector("#code-search")?.value === query, {}, query);
  return shown(desk);
}

for (const name of ["chromium", "firefox"]) {
  describe(`codes in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    for (const over of ["file", "http"]) {
      it(`are reached from the masthead and found by code and by word, over ${over}`, () => visit(browser, { over }, async (desk) => {
        assert.equal(await desk.page.$(".code-entry"), null, "the desk does not wait for the codes");
        await desk.page.click('.masthead a[href="#/codes"]');
        await desk.page.waitForFunction(() => document.activeElement?.id === "code-search");
        assert.ok((await shown(desk)).length > 110);
        await desk.page.keyboard.type("55");
        assert.deepEqual(await found(desk, "55"), ["550", "551", "552", "553", "554", "555", "556"]);
        assert.equal(await desk.text("#codes-found"), "7 codes");
        await desk.page.keyboard.press("Escape");
        assert.ok((await found(desk, "")).length > 110);
        await desk.page.keyboard.type("mailbox full");
        assert.ok((await found(desk, "mailbox full")).includes("x.2.2"));
        await desk.assertQuiet();
      }));
    }
  });
}

describe("codes", () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  it("has an address for each", () => visit(browser, { fragment: "#/codes/5.7.1" }, async (desk) => {
    assert.deepEqual(await found(desk, "5.7.1"), ["x.7.1"]);
    assert.match(await desk.text(".code-entry"), /RFC 3463 section 3\.8/);
    assert.equal(await desk.page.$eval('.masthead [aria-current="page"]', (link) => link.textContent), "Codes");
    assert.equal(await desk.page.$eval(".code-entry a", (link) => link.href), "https://www.rfc-editor.org/rfc/rfc3463#section-3.8");
    await desk.page.evaluate(() => { location.hash = "#/codes/452"; });
    assert.deepEqual(await found(desk, "452"), ["452"]);
    await desk.assertQuiet();
  }));

  it("says so when nothing is found", () => visit(browser, { fragment: "#/codes" }, async (desk) => {
    await desk.page.type("#code-search", "no such words at all");
    await desk.page.waitForFunction(() => !document.querySelector(".code-entry"));
    assert.match(await desk.text("#codes-found"), /^Nothing found/);
  }));

  for (const dark of [false, true]) {
    for (const width of [360, 1440]) {
      const theme = dark ? "dark" : "light";
      it(`has no barrier and does not scroll sideways: ${theme}, ${width} pixels`, () =>
        visit(browser, { dark, width, fragment: "#/codes" }, async (desk) => {
          await desk.page.waitForSelector(".code-entry");
          assert.deepEqual(await desk.violations(), []);
          assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
          await desk.screenshot(`codes-${theme}-${width}`);
          await desk.assertQuiet();
        }));
    }
  }
});
