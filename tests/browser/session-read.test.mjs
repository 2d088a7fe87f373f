// A pasted SMTP session: its ladder, its table, the words in the source, and the proof to send.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { launch, visit } from "./rig.mjs";

const fixture = (name) => readFileSync(new URL(`../fixtures/session/${name}`, import.meta.url), "utf8");

const ladder = (desk) => desk.page.$$eval(".session .rung", (rungs) => rungs.map((rung) => rung.textContent));

const lit = (desk) => desk.page.$$eval("#backdrop mark.lit", (marks) => marks.map((mark) => mark.textContent).join(""));

for (const name of ["chromium", "firefox"]) {
  describe(`a session, in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    it("is shown as a ladder with the refused step marked", () => visit(browser, {}, async (desk) => {
      await desk.paste(fixture("telnet.txt"));
      assert.match(await desk.headlineLike(/refused/), /^mx\.example\.org refused nobody@example\.org at RCPT TO/);
      assert.equal(await desk.text("#source-bar h2"), "SMTP session");
      const steps = await ladder(desk);
      assert.equal(steps.length, 10);
      assert.equal(steps[3], "STARTTLS: not used");
      assert.equal(steps[5], "MAIL FROM: passed");
      assert.equal(steps[6], "RCPT TOrefused here");
      assert.equal(steps[7], "DATA: not reached");
      assert.match(await desk.text(".session tr.is-stop"), /RCPT TO:<nobody@example\.org>[^]*550[^]*refused/);
      await desk.assertQuiet();
    }));
  });
}

describe("a session", () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  it("lights a command and its answer in the source, with the keyboard alone", () => visit(browser, {}, async (desk) => {
    await desk.paste(fixture("telnet.txt"));
    await desk.headlineLike(/refused/);
    await desk.page.focus(".session tr.is-stop button");
    assert.match(await lit(desk), /RCPT TO:<nobody@example\.org>[^]*550 5\.1\.1/);
    await desk.page.keyboard.press("Enter");
    await desk.page.waitForSelector(".session tr.is-stop.is-lit");
    assert.match(await desk.text(".near"), /RCPT TO:<nobody@example\.org>/);
    await desk.assertQuiet();
  }));

  it("gives a proof without the password, in every copy too", () => visit(browser, {}, async (desk) => {
    await desk.paste(fixture("openssl.txt"));
    await desk.headlineLike(/AUTH/);
    await desk.page.evaluate(() => {
      globalThis.copied = [];
      navigator.clipboard.writeText = async (text) => { globalThis.copied.push(text); };
    });
    const buttons = await desk.page.$$("#report button");
    let pressed = 0;
    for (const button of buttons) {
      if (!/^Copy/.test(await button.evaluate((one) => one.textContent))) continue;
      await button.focus();
      await desk.page.keyboard.press("Enter");
      pressed += 1;
      await desk.page.waitForFunction((count) => globalThis.copied.length === count, {}, pressed);
    }
    const copied = await desk.page.evaluate(() => globalThis.copied);
    // Three forms of the report, the proof, and the words for the user.
    assert.equal(copied.length, 5);
    for (const text of [...copied, await desk.page.$eval("#report", (report) => report.innerHTML)]) {
      assert.doesNotMatch(text, /Y29ycmVjdGhvcnNl|YW5uYUBleGFtcGxlLm9yZw/);
    }
    assert.match(copied.join("\n"), /C: \*{8}\n>>> S: 535 5\.7\.8/);
    await desk.assertQuiet();
  }));

  it("shows what a log of one message tells as steps, with the refused one marked", () => visit(browser, {}, async (desk) => {
    for (const [name, headline, passed, refused] of [
      ["trace.txt", /^mx\.example\.org refused kim@example\.org at RCPT TO/, "MAIL FROM: passed", "RCPT TOrefused here"],
      ["trace-list.txt", /^mx\.example\.org put off/, "HELO: passed", "STARTTLSput off here"],
    ]) {
      await desk.paste(fixture(name));
      await desk.headlineLike(headline);
      const steps = await ladder(desk);
      assert.ok(steps.includes(passed) && steps.includes(refused), `${name}: ${steps}`);
      assert.match(await desk.text(".session tr.is-stop"), /refused|put off/);
    }
    assert.deepEqual(await desk.violations(), []);
    await desk.assertQuiet();
  }));

  it("says of silence what it means at that step", () => visit(browser, {}, async (desk) => {
    await desk.paste(fixture("silent.txt"));
    await desk.headlineLike(/gave no answer at HELO/);
    assert.equal((await ladder(desk))[2], "HELOno answer here");
    assert.match(await desk.text(".findings"), /blocklist/);
  }));

  for (const theme of ["light", "dark"]) {
    for (const width of [360, 1280]) {
      it(`is accessible and fits at ${width} pixels, ${theme}`, () => visit(browser, {}, async (desk) => {
        await desk.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
        await desk.page.setViewport({ width, height: 900 });
        await desk.paste(fixture("swaks.txt"));
        await desk.headlineLike(/took the message/);
        const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${wide} pixels too wide`);
        assert.deepEqual(await desk.violations(), []);
        await desk.screenshot(`session-${theme}-${width}`, { fullPage: true });
      }));
    }
  }
});
