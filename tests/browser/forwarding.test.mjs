// Mail that was passed on and mail that ran in a circle: what picture, stops, table and the blocks under them show.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { launch, visit } from "./rig.mjs";

/** Presses the sample with this title. */
async function trySample(desk, title) {
  await desk.page.waitForSelector(".sample");
  await desk.page.evaluate((title) => {
    [...document.querySelectorAll(".sample")].find((button) => button.querySelector("b").textContent === title).click();
  }, title);
  return desk.headline();
}

const FORWARDED = "Forwarded to a home mailbox";
const LOOP = "A mail loop";

/** The words of each element. */
const words = (desk, selector) => desk.page.$$eval(selector, (all) => all.map((one) => one.textContent.trim()));

/** The facts under a route, by their labels. */
const facts = (desk, block) => desk.page.$$eval(`${block} .facts > div`, (rows) =>
  Object.fromEntries(rows.map((row) => [row.querySelector("dt").textContent, row.querySelector("dd").textContent.trim()])));

/** Whether the page needs no bar to scroll sideways. */
const fits = (desk) => desk.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

/** Opens what the report encloses. */
async function openEnclosed(desk) {
  await desk.page.waitForSelector(".enclosed > summary");
  await desk.page.$eval(".enclosed", (details) => { details.open = true; });
  await desk.page.waitForSelector(".enclosed .fold-row");
}

for (const name of ["chromium", "firefox"]) {
  describe(`forwarding and loops, in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    it("draws forwarded mail as two legs, and says from which address to which", () => visit(browser, { width: 1400 }, async (desk) => {
      await trySample(desk, FORWARDED);
      await desk.page.waitForSelector(".leg-row");
      const leg = "Second leg, for lena@home.example: forwarded from lena.2009@alumni.example";
      assert.deepEqual(await words(desk, ".picture .leg text"), [leg]);
      assert.deepEqual(await words(desk, ".leg-row"), [leg]);
      // The boundary lies between the lane of the forwarder and that of the second receiver.
      const [above, boundary, below] = await desk.page.evaluate(() => {
        const y = (name) => [...document.querySelectorAll(".picture text")].find((text) => text.firstChild?.textContent === name).getBoundingClientRect().y;
        return [y("fwd1.alumni.example"), document.querySelector(".picture .leg line").getBoundingClientRect().y, y("gate.home.example")];
      });
      assert(above < boundary && boundary < below, `${above} ${boundary} ${below}`);
      const told = await facts(desk, ".passed-on");
      assert.equal(told["Passed on by"], "fwd1.alumni.example");
      assert.equal(told["Stands for"], "notices@bank.example (SRS: rewritten by a forwarder)");
      assert.match(await desk.text(".findings"), /Forwarded from lena\.2009@alumni\.example to lena@home\.example/);
      await desk.assertQuiet();
    }));

    it("says how many hops are left before each program refuses", () => visit(browser, {}, async (desk) => {
      await trySample(desk, FORWARDED);
      assert.match(await desk.text(".budget summary"), /5 Received fields; 20 left before the first limit/);
      const left = await facts(desk, ".budget");
      assert.equal(left.sendmail, "20 left of 25");
      assert.equal(left["Postfix, Gmail, maddy"], "45 left of 50");
    }));

    it("names the two servers of a loop, and draws one round for all", () => visit(browser, { width: 1400 }, async (desk) => {
      await trySample(desk, LOOP);
      assert.match(await desk.text(".findings"), /mx\.college\.example and gate\.home\.example passed the message to each other 13 times/);
      await openEnclosed(desk);
      // The sender's server and the two that pass it to each other: no lane for each of the 26 hops.
      assert.equal((await words(desk, ".enclosed .picture .lane")).length, 3);
      assert.deepEqual(await words(desk, ".enclosed .picture .fold-label"), ["× 13"]);
      assert.deepEqual(await words(desk, ".enclosed .fold-row .fold-words"), ["Hops 3 to 26: the same round again, 12 more times"]);
      assert.equal((await words(desk, ".enclosed .hop-row")).length, 2);
      await desk.page.$eval(".enclosed .fold-row button", (button) => button.click());
      await desk.page.waitForFunction(() => document.querySelectorAll(".enclosed .hop-row").length === 26);
      await desk.assertQuiet();
    }));

    it("says the same in the line of stops on a narrow screen, without a bar to scroll", () => visit(browser, { width: 360 }, async (desk) => {
      await trySample(desk, FORWARDED);
      await desk.page.waitForSelector(".stop.leg-words");
      assert.match((await words(desk, ".stop.leg-words"))[0], /^Second leg, for lena@home\.example/);
      assert(await fits(desk));
    }));

    for (const dark of name === "chromium" ? [false, true] : []) {
      for (const width of [360, 1400]) {
        it(`has no barrier and does not scroll sideways: ${dark ? "dark" : "light"}, ${width} pixels`, async () => {
          for (const sample of [FORWARDED, LOOP]) {
            await visit(browser, { width, dark }, async (desk) => {
              await trySample(desk, sample);
              if (sample === LOOP) await openEnclosed(desk);
              await desk.page.$$eval(".budget > summary", (all) => all.forEach((summary) => summary.click()));
              await desk.screenshot(`forwarding-${sample === LOOP ? "loop" : "legs"}-${dark ? "dark" : "light"}-${width}`, { fullPage: true });
              assert.deepEqual(await desk.violations(), []);
              assert(await fits(desk));
              await desk.assertQuiet();
            });
          }
        });
      }
    }
  });
}
