// A worker is made of the page's own script, from a blob: it starts under the page's policy, from the disk too.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { launch, visit } from "./rig.mjs";

for (const name of ["chromium", "firefox"]) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    it("starts the program in a worker", () => visit(browser, {}, async (desk) => {
      const answer = await desk.page.evaluate(() => new Promise((resolve, reject) => {
        const worker = startWorker();
        worker.addEventListener("error", (event) => reject(new Error(event.message)));
        worker.addEventListener("message", ({ data }) => { worker.terminate(); resolve(data); });
      }));
      assert.equal(answer, "ready");
      await desk.assertQuiet();
    }));
  });
}
