// Authentication and spam filters: what their panels say, and what lies in the source for it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { launch, visit } from "./rig.mjs";

const junked = readFileSync(new URL("../../samples/junked.eml", import.meta.url), "utf8");

/** A field of the recipient's own server, which came with the message. */
const forged = `Received: from out.shop.example (out.shop.example [203.0.113.45])
 by mx1.club.example (Postfix) with ESMTPS id 4YgT2w
 for <ben@club.example>; Tue, 14 Apr 2026 10:15:40 +0200
Authentication-Results: mx1.club.example; spf=fail smtp.mailfrom=shop.example; dmarc=fail header.from=shop.example
Received: from [192.0.2.77] (client.isp.example [192.0.2.77])
 by out.shop.example (Postfix) with ESMTPSA id 7C41F2
 for <ben@club.example>; Tue, 14 Apr 2026 10:15:36 +0200
Authentication-Results: other.example; dkim=pass header.d=shop.example
From: Ada Wren <ada@shop.example>
To: ben@club.example
Subject: Order
Date: Tue, 14 Apr 2026 10:15:30 +0200
Message-ID: <order-1@shop.example>

Hello.
`;

const spamassassin = `Received: from out.shop.example (out.shop.example [203.0.113.45])
 by mx1.club.example (Postfix) with ESMTPS id 4YgT2w
 for <ben@club.example>; Tue, 14 Apr 2026 10:15:40 +0200
X-Spam-Status: Yes, score=7.3 required=5.0 tests=BAYES_99=3.5,URIBL_BLACK=1.7,
 HTML_MESSAGE=0.001,MISSING_DATE=1.4,SPF_PASS=-0.001,RDNS_NONE=0.8 autolearn=no version=4.0.1
From: Ada Wren <ada@shop.example>
To: ben@club.example
Subject: Order
Date: Tue, 14 Apr 2026 10:15:30 +0200
Message-ID: <order-2@shop.example>

Hello.
`;

/** The words that are lit in the source. */
const lit = (desk) => desk.page.$$eval("#backdrop mark.lit", (marks) => marks.map((mark) => mark.textContent).join(""));

/** The facts of a panel, by their labels. */
const facts = (desk, panel) => desk.page.$$eval(`${panel} .facts > div`, (rows) =>
  Object.fromEntries(rows.map((row) => [row.querySelector("dt").textContent, row.querySelector("dd").textContent.trim()])));

for (const name of ["chromium", "firefox"]) {
  describe(`authentication, in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    it("says which domains there are, what each check came to, and how they align", () => visit(browser, {}, async (desk) => {
      await desk.paste(junked);
      await desk.headline();
      const told = await facts(desk, ".auth");
      assert.equal(told["Domain in From"], "shop.example");
      assert.equal(told["Domain in the envelope"], "shop.example");
      assert.equal(told["Signing domains"], "letters.example");
      assert.equal(told.DMARC, "fail");
      assert.equal(told["What the receiver did"], "quarantine");
      const results = await desk.page.$$eval(".claim:first-child .result", (all) => all.map((one) => one.textContent));
      assert.deepEqual(results, ["SPF fail", "DKIM pass", "DMARC fail", "composite authentication fail"]);
      assert.match(await desk.text(".claim:first-child .claim-field"), /Believed: added by the recipient's side/);
      const lines = await desk.page.$$eval(".alignment", (all) => all.map((one) => one.innerText.replaceAll(/\s+/g, " ")));
      assert.ok(lines.some((line) => /shop\.example.*another domain than in From.*DKIM pass.*letters\.example/.test(line)), lines.join("\n"));
      await desk.assertQuiet();
    }));

    it("says of a filter its verdict, its score against the threshold and who decided", () => visit(browser, {}, async (desk) => {
      await desk.paste(junked);
      await desk.headline();
      const card = await desk.text(".filter");
      assert.match(card, /^Exchange Online Protection/);
      assert.match(card, /score 5 \(threshold 5\)/);
      assert.match(card, /decided by the filter itself/);
      assert.ok(await desk.page.$(".filter .score-bar .score.is-over"));
      await desk.assertQuiet();
    }));
  });
}

describe("authentication", () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  it("lights the field that says it, and finds the way back", () => visit(browser, {}, async (desk) => {
    await desk.paste(junked);
    await desk.headline();
    await desk.page.focus(".claim button");
    assert.match(await lit(desk), /^Authentication-Results: spf=fail/);
    await desk.page.keyboard.press("Enter");
    await desk.page.waitForSelector(".claim.is-lit");
    assert.match(await desk.text(".near"), /Authentication: Authentication-Results/);
    await desk.page.focus(".judged button");
    await desk.page.keyboard.press("Enter");
    await desk.page.waitForSelector(".judged.is-lit");
    assert.match(await lit(desk), /^X-Forefront-Antispam-Report:/);
    await desk.assertQuiet();
  }));

  it("does not colour a result that may not be believed", () => visit(browser, {}, async (desk) => {
    await desk.paste(forged);
    await desk.headline();
    const claims = await desk.page.$$eval(".claim", (all) => all.map((one) => ({
      words: one.innerText.replaceAll(/\s+/g, " "), toned: one.querySelector(".result").classList.length > 1,
    })));
    assert.equal(claims.length, 2);
    assert.match(claims[0].words, /Believed/);
    assert.equal(claims[0].toned, true);
    assert.match(claims[1].words, /Claimed: a claim from before the border/);
    assert.equal(claims[1].toned, false);
    await desk.assertQuiet();
  }));

  it("says what weighed most, the heaviest first, with the raw words folded", () => visit(browser, {}, async (desk) => {
    await desk.paste(spamassassin);
    await desk.headline();
    const weights = await desk.page.$$eval(".weights li", (all) => all.map((one) => `${one.querySelector("code").textContent} ${one.querySelector("b").textContent}`));
    assert.deepEqual(weights.slice(0, 3), ["BAYES_99 +3.5", "URIBL_BLACK +1.7", "MISSING_DATE +1.4"]);
    assert.ok(!weights.some((weight) => weight.startsWith("SPF_PASS")));
    assert.equal(await desk.page.$eval(".judged-raw .quoted", (quoted) => quoted.checkVisibility()), false);
    await desk.page.focus(".judged-raw summary");
    await desk.page.keyboard.press("Enter");
    assert.match(await desk.text(".judged-raw .quoted"), /^Yes, score=7\.3 required=5\.0/);
    await desk.assertQuiet();
  }));

  for (const dark of [false, true]) {
    for (const width of [320, 360, 1440]) {
      const theme = dark ? "dark" : "light";
      it(`has no barrier and does not scroll sideways: ${theme}, ${width} pixels`, () => visit(browser, { dark, width }, async (desk) => {
        for (const [name, text] of Object.entries({ junked, forged, spamassassin })) {
          await desk.paste(text);
          await desk.headline();
          for (const summary of await desk.page.$$(".judged-raw summary, .filter-others summary")) await summary.evaluate((one) => one.click());
          assert.deepEqual(await desk.violations(), [], name);
          assert.deepEqual(await desk.unreadable(), [], name);
          assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
          await desk.screenshot(`auth-${name}-${theme}-${width}`, { fullPage: true });
        }
        await desk.assertQuiet();
      }));
    }
  }
});
