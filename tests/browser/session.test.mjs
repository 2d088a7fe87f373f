// The page that writes a session and practises it: with the keyboard alone, with a secret, on a narrow window.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { resolver } from "./resolver.mjs";
import { launch, visit } from "./rig.mjs";

const fragment = "#/session";

/** Types into a field, in place of what is there. */
async function fill(desk, id, text) {
  await desk.page.focus(`#${id}`);
  await desk.page.$eval(`#${id}`, (input) => input.select());
  await desk.page.keyboard.type(text);
}

/** Fills in what every session needs. */
async function write(desk) {
  await fill(desk, "session-host", "mx.mail.example");
  await fill(desk, "session-helo", "client.sender.example");
  await fill(desk, "session-from", "jane@sender.example");
  await fill(desk, "session-to", "joe@mail.example");
  await desk.page.waitForSelector(".turns .turn");
}

const lines = (desk) => desk.page.$$eval(".turns .line", (lines) => lines.map((line) => line.textContent));

/** Presses a button by its name. */
async function press(desk, name) {
  const button = await desk.page.waitForSelector(`::-p-xpath(//button[normalize-space()=${JSON.stringify(name)}])`);
  await button.focus();
  await desk.page.keyboard.press("Enter");
}

/** Chooses a case of the practice server. */
async function practise(desk, name) {
  await press(desk, "Practice");
  await desk.page.waitForSelector("#practice-case");
  await desk.page.focus("#practice-case");
  await desk.page.select("#practice-case", name);
}

describe("a session by hand", () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  it("is written as it is typed, and copied line by line", () => visit(browser, { over: "http" }, async (desk) => {
    await desk.page.click('.masthead a[href="#/session"]');
    assert.match(await desk.text(".session-empty"), /Still to fill in: the server, your own name, the sender, a recipient/);
    await write(desk);
    const written = await lines(desk);
    assert.deepEqual(written.slice(0, 5), [
      "mx.mail.example, port 25", "EHLO client.sender.example", "MAIL FROM:<jane@sender.example>", "RCPT TO:<joe@mail.example>", "DATA",
    ]);
    assert.match(written[5], /^Date: .*\nFrom: jane@sender\.example\nTo: joe@mail\.example\nSubject: Test\nMessage-ID: <\d+@client\.sender\.example>\n\nThis is a test by hand/);
    await desk.page.click('button[aria-label="Copy MAIL FROM:<jane@sender.example>"]');
    await desk.page.waitForFunction(() => /Copied/.test(document.querySelector("#toast").textContent));
    await desk.page.focus("#came-back");
    await desk.page.keyboard.down("Control");
    await desk.page.keyboard.press("KeyV");
    await desk.page.keyboard.up("Control");
    assert.equal(await desk.page.$eval("#came-back", (area) => area.value), "MAIL FROM:<jane@sender.example>");
    await desk.assertQuiet();
  }));

  it("is written from a mail route, to its exchange and its recipient", async () => {
    const stub = await resolver();
    const settings = { network: { resolver: "custom", custom: stub.url("good") }, remember: true };
    await visit(browser, { fragment: "#/route", settings }, async (desk) => {
      await desk.page.waitForSelector("#walk-input");
      await desk.page.type("#walk-input", "joe@shop.example.com");
      await desk.page.click(".walk-line button");
      await press(desk, "Write a session to shop.example.com");
      await desk.page.waitForSelector("#session-host");
      const value = (id) => desk.page.$eval(id, (input) => input.value);
      assert.deepEqual([await value("#session-host"), await value("#session-to")], ["shop.example.com", "joe@shop.example.com"]);
      await fill(desk, "session-helo", "client.sender.example");
      await fill(desk, "session-from", "jane@sender.example");
      await desk.page.waitForSelector(".turns .turn");
      assert.deepEqual((await lines(desk)).slice(2, 4), ["MAIL FROM:<jane@sender.example>", "RCPT TO:<joe@shop.example.com>"]);
    });
    await stub.close();
  });

  it("refuses what could smuggle a command, and says why", () => visit(browser, { fragment }, async (desk) => {
    await write(desk);
    await fill(desk, "session-from", "jane@sender.example> SIZE=1");
    assert.match(await desk.text(".wrong"), /Sender: /);
    assert.equal(await desk.page.$(".turns"), null);
    await desk.assertQuiet();
  }));

  it("remarks on a name that is not full", () => visit(browser, { fragment }, async (desk) => {
    await write(desk);
    await fill(desk, "session-helo", "desk");
    assert.match(await desk.text(".remark"), /no dot/);
  }));

  it("shows commands for the session", () => visit(browser, { fragment }, async (desk) => {
    await write(desk);
    await press(desk, "Commands");
    assert.match(await desk.text(".command[open] .line"), /^#!\/bin\/sh/);
    const names = await desk.page.$$eval(".command > summary", (all) => all.map((summary) => summary.textContent));
    assert.deepEqual(names, ["Script for sh", "telnet", "nc", "openssl", "swaks", "swaks (PowerShell)", "swaks (cmd)", "PowerShell", "Python"]);
  }));

  it("masks a password on the screen, and keeps it nowhere", () => visit(browser, { fragment }, async (desk) => {
    await write(desk);
    await desk.page.$eval(".extras", (details) => { details.open = true; });
    await desk.page.click("#session-logs-in");
    await fill(desk, "session-user", "jane");
    await fill(desk, "session-secret", "s3cret");
    await desk.page.select("#session-tls", "STARTTLS");
    assert.ok((await lines(desk)).includes("AUTH PLAIN ********"));
    await practise(desk, "Relaying denied");
    await press(desk, "Play my session");
    await desk.page.waitForFunction(() => /235/.test(document.querySelector(".talk").textContent));
    const all = await desk.page.evaluate(() => [document.documentElement.outerHTML, location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join("\n"));
    assert.ok(!all.includes("AGphbmUAczNjcmV0") && !all.includes("s3cret"));
    await desk.assertQuiet();
  }));

  it("is practised to a refusal, and read on the desk", () => visit(browser, { fragment }, async (desk) => {
    await write(desk);
    await practise(desk, "Unknown user");
    await press(desk, "Play my session");
    assert.match(await desk.text(".lesson"), /Unknown user/);
    assert.match(await desk.text(".talk .problem .reply"), /^550 5\.1\.1/);
    await press(desk, "Read this on the desk");
    await desk.headlineLike(/./);
    assert.match(await desk.page.$eval("#input", (input) => input.value), /-> RCPT TO:<joe@mail\.example>\n<\*\* 550/);
    assert.match(await desk.text("#report"), /RCPT TO/);
    await desk.assertQuiet();
  }));

  it("is practised line by line with the keyboard to its end", () => visit(browser, { fragment }, async (desk) => {
    await write(desk);
    await practise(desk, "All is well");
    const say = async (line, reply) => {
      await desk.page.focus("#practice-line");
      await desk.page.keyboard.type(line);
      await desk.page.keyboard.press("Enter");
      if (reply) await desk.page.waitForFunction((reply) => document.querySelector(".said:last-child .reply")?.textContent.startsWith(reply), {}, reply);
    };
    await say("MAIL FROM:<jane@sender.example>", "503");
    await say("EHLO client.sender.example", "250");
    await say("MAIL FROM: <jane@sender.example>", "501");
    await say("MAIL FROM:<jane@sender.example>", "250");
    await say("RCPT TO:<joe@mail.example>", "250");
    await say("DATA", "354");
    await say("Subject: x");
    await say("");
    await say(".", "250 2.0.0 Ok: queued");
    assert.match(await desk.text(".said:last-child .sub"), /duty to deliver/);
    await say("QUIT", "221");
    assert.match(await desk.text(".lesson"), /All is well/);
    await desk.assertQuiet();
  }));

  for (const dark of [false, true]) {
    it(`is accessible and fits a narrow window, ${dark ? "dark" : "light"}`, async () => {
      for (const width of [1280, 360]) {
        await visit(browser, { fragment, width, dark }, async (desk) => {
          await press(desk, "Show me an example");
          await desk.page.waitForSelector(".turns");
          await desk.page.$$eval("details", (all) => { for (const details of all) details.open = true; });
          const name = `session-${width}-${dark ? "dark" : "light"}`;
          for (const view of ["Step by step", "Commands", "Practice"]) {
            await press(desk, view);
            if (view === "Practice") await press(desk, "Play my session");
            await desk.screenshot(`${name}-${view.replaceAll(" ", "-").toLowerCase()}`, { fullPage: true });
            assert.deepEqual(await desk.violations(), [], `${view} at ${width}`);
            const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, `${view} at ${width} is ${wide} px too wide`);
          }
          await desk.assertQuiet();
        });
      }
    });
  }
});
