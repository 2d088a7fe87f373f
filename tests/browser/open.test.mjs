// The page opens, answers, and keeps to itself: from the disk and from a server, in Chromium and in Firefox.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { launch, visit } from "./rig.mjs";

const headers = `Received: from mail.example.com (mail.example.com [192.0.2.1])
 by mx.example.org with ESMTPS id 4ABC; Tue, 3 Mar 2026 10:00:05 +0000
From: a@example.com
`;

for (const name of ["chromium", "firefox"]) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    for (const over of ["file", "http"]) {
      it(`opens over ${over} and reads what is pasted`, () => visit(browser, { over }, async (desk) => {
        await desk.paste(headers);
        assert.notEqual(await desk.headline(), "");
        await desk.screenshot(`${name}-${over}`);
        await desk.assertQuiet();
      }));
    }

    it("reads what was pasted before the program ran", () => visit(browser, { wait: false }, async (desk) => {
      await desk.page.type("#input", headers);
      assert.notEqual(await desk.headline(), "");
    }));

    it("cannot ask anyone whom the user did not choose, nor can a worker", () => visit(browser, { over: "http" }, async (desk) => {
      const outcomes = await desk.page.evaluate(async (address) => {
        const ask = "(address) => fetch(address).then(() => 'answered', () => 'blocked')";
        const script = `onmessage = async ({ data }) => postMessage(await (${ask})(data))`;
        // Where the browser knows Trusted Types, a worker of a script that is not the page's own does not even start.
        const asked = new Promise((resolve) => {
          try {
            const worker = new Worker(URL.createObjectURL(new Blob([script])));
            worker.onmessage = ({ data }) => resolve(data);
            worker.postMessage(address);
          } catch {
            resolve("blocked");
          }
        });
        return Promise.all([fetch(address).then(() => "answered", () => "blocked"), asked]);
      }, desk.page.url());
      assert.deepEqual(outcomes, ["blocked", "blocked"]);
      assert.match((await desk.noticed()).policyReports.join(), /connect-src/);
      assert.deepEqual((await desk.noticed()).served, []);
    }));

    it("runs no script and loads no picture but its own", () => visit(browser, { over: "http" }, async (desk) => {
      await desk.page.evaluate(() => {
        const script = document.createElement("script");
        try {
          script.textContent = "globalThis.ran = true";
        } catch {
          // A browser that knows Trusted Types takes no words for a script at all.
        }
        const picture = new Image();
        picture.src = `${location.href}picture.png`;
        document.body.append(script, picture);
      });
      assert.equal(await desk.page.evaluate(() => globalThis.ran), undefined);
      const { policyReports, served } = await desk.noticed();
      assert.match(policyReports.join(), /(script-src-elem|require-trusted-types-for).*img-src/);
      assert.deepEqual(served, []);
    }));
  });
}
