// While the rest of the page is still on its way, the first part of its program says already what a header tells.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, describe, it } from "node:test";
import { Desk, launch, sealed } from "./rig.mjs";

const headers = `Received: from mx.example.net (mx.example.net [192.0.2.9])
 by store.example.net with ESMTPS id 5DEF; Tue, 3 Mar 2026 11:30:00 +0000
Received: from mail.example.com (mail.example.com [192.0.2.1])
 by mx.example.net with ESMTPS id 4ABC; Tue, 3 Mar 2026 10:00:05 +0000
From: a@example.com
Subject: <b>bold</b>
`;
const bounce = `From: MAILER-DAEMON@example.com
Subject: Undelivered Mail Returned to Sender

<b@example.org>: host mx.example.org[192.0.2.3] said: 550 5.1.1 User unknown
`;

/** Serves the page and keeps its end back until `release` is called. */
async function slowly(use) {
  const page = readFileSync(sealed);
  const half = Math.round(page.length * 0.6);
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  const server = createServer(async (_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    response.write(page.subarray(0, half));
    await released;
    response.end(page.subarray(half));
  });
  await new Promise((ready) => { server.listen(0, "127.0.0.1", ready); });
  try {
    await use(`http://127.0.0.1:${server.address().port}/`, release);
  } finally {
    release();
    server.closeAllConnections();
    server.close();
  }
}

for (const name of ["chromium", "firefox"]) {
  describe(`half a page in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    it("tells what a header says, nothing of a bounce, and all of it when the rest is there", () => slowly(async (url, release) => {
      const page = await browser.newPage();
      page.setDefaultTimeout(20_000);
      const desk = new Desk(browser, page);
      // It answers before all of it is there: nothing waits for the end of the page.
      const going = page.goto(url, { waitUntil: "load" });
      await page.waitForSelector("#input");
      const fill = (text) => page.$eval("#input", (input, text) => {
        input.value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }, text);
      await fill(headers);
      await page.waitForSelector(".glance h1");
      const first = await page.$eval(".glance", (glance) => glance.innerText);
      assert.match(first, /1 h 29 min 55 s/);
      assert.equal(await page.$(".glance b b"), null, "words of the input are no markup");
      assert.match(await page.$eval("#waiting", (waiting) => waiting.textContent), /first reading/);

      await fill(bounce);
      await page.waitForFunction(() => !document.querySelector(".glance h1"));
      assert.match(await page.$eval("#waiting", (waiting) => waiting.textContent), /as soon as the reader is ready/);

      await fill(headers);
      const sentence = await page.$eval(".glance h1", (heading) => heading.innerText);
      release();
      await going;
      assert.equal(await desk.headline(), sentence, "the whole program says the same");
      assert.equal(await page.$(".glance"), null);
      await page.close();
    }));
  });
}
