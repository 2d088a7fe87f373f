// What the page looks like and how it holds up: both themes, narrow and wide, on paper, and after rubbish.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { launch, visit } from "./rig.mjs";

const samples = new URL("../../samples/", import.meta.url);
const headers = `Received: from relay.example.com (relay.example.com [192.0.2.1])
 by mx.example.org (Postfix) with ESMTPS id 4ABC
 for <someone@example.org>; Tue, 3 Mar 2026 10:00:05 +0000 (UTC)
Received: from [198.51.100.7] (client.example.net [198.51.100.7])
 by relay.example.com (Postfix) with ESMTPSA id 4ABB
 for <someone@example.org>; Tue, 3 Mar 2026 10:00:00 +0000 (UTC)
From: a@example.com
To: someone@example.org
Subject: Minutes
Date: Tue, 3 Mar 2026 10:00:00 +0000
`;

describe("looks", () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  for (const dark of [false, true]) {
    for (const width of [320, 360, 1280]) {
      const theme = dark ? "dark" : "light";
      it(`has no barrier and does not scroll sideways: ${theme}, ${width} pixels`, () =>
        visit(browser, { dark, width }, async (desk) => {
          assert.deepEqual(await desk.violations(), [], "before a paste");
          await desk.screenshot(`empty-${theme}-${width}`, { fullPage: true });
          await desk.paste(headers);
          await desk.headline();
          assert.deepEqual(await desk.violations(), [], "with a report");
          await desk.screenshot(`report-${theme}-${width}`, { fullPage: true });
          const { inner, scroll } = await desk.page.evaluate(() => ({
            inner: document.documentElement.clientWidth,
            scroll: document.documentElement.scrollWidth,
          }));
          assert(scroll <= inner, `the page is ${scroll} pixels wide in a window of ${inner}`);
          await desk.assertQuiet();
        }));
    }
  }

  for (const width of [360, 768, 1280]) {
    it(`has room for its words, on every page and in every kind of report: ${width} pixels`, () => visit(browser, { width }, async (desk) => {
      const unreadable = {};
      const look = async (name) => {
        const found = await desk.unreadable();
        if (found.length > 0) unreadable[name] = found;
      };
      for (const sample of readdirSync(samples)) {
        await desk.paste(readFileSync(new URL(sample, samples), "utf8"));
        await desk.headline();
        await look(sample);
      }
      for (const page of ["route", "session", "codes", "guide", "settings", "share", "compare"]) {
        await desk.page.evaluate((page) => { location.hash = `#/${page}`; }, page);
        await desk.page.waitForFunction(() => document.querySelector("#page")?.innerText.trim() || document.querySelector("main:not(#main) h1"));
        if (page === "compare") {
          await desk.page.type("#other", headers);
          await desk.page.waitForSelector(".compare tbody tr");
        }
        await look(page);
        await desk.screenshot(`${page}-${width}`, { fullPage: true });
      }
      assert.deepEqual(unreadable, {});
      await desk.assertQuiet();
    }));
  }

  it("prints the report", () => visit(browser, {}, async (desk) => {
    await desk.paste(headers);
    const headline = await desk.headline();
    await desk.page.emulateMediaType("print");
    assert.equal(await desk.page.$eval("#headline", (element) => element.checkVisibility()), true);
    assert.equal(await desk.headline(), headline);
    await desk.screenshot("print", { fullPage: true });
    await desk.assertQuiet();
  }));

  it("answers after 2 MB of rubbish", () => visit(browser, {}, async (desk) => {
    // The same rubbish each time: a linear congruential generator over printable characters and line ends.
    let state = 1;
    const rubbish = Array.from({ length: 2_000_000 }, () => {
      state = (state * 1664525 + 1013904223) % 4294967296;
      const code = state % 97;
      return code === 96 ? "\n" : String.fromCharCode(32 + code);
    }).join("");
    await desk.paste(rubbish);
    assert.notEqual(await desk.headline(), "");
    await desk.paste(headers);
    await desk.page.waitForFunction(() => document.querySelector("#input").value.startsWith("Received:"));
    assert.notEqual(await desk.headline(), "");
    await desk.assertQuiet();
  }));
});
