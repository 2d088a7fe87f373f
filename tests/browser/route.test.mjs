// The mail route: walked in the example zones, without a network and without a request; read, copied, printed, and by keyboard.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { chord, launch, visit } from "./rig.mjs";

const hostUnknown = `From: MAILER-DAEMON@out.shop.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ada@shop.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

<ben@club.example>: Host or domain name not found. Name service error for
    name=club.example type=A: Host not found

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; out.shop.example

Final-Recipient: rfc822; ben@club.example
Action: failed
Status: 5.4.4
Diagnostic-Code: X-Postfix; Host or domain name not found. Name service error
    for name=club.example type=A: Host not found

--b--
`;

/** Walks one of the names that the page offers, with a click. */
async function tryExample(desk, name) {
  await desk.page.waitForSelector(".walk-examples .sample");
  await desk.page.evaluate((name) => {
    [...document.querySelectorAll(".walk-examples .sample")].find((button) => button.querySelector("b").textContent === name).click();
  }, name);
  return desk.text("#walk-headline");
}

/** Presses the button with these words, seen or read out. */
async function press(desk, words) {
  await desk.page.evaluate((words) => {
    [...document.querySelectorAll("button")].find((button) => button.checkVisibility() && [button.ariaLabel, button.textContent.trim()].includes(words)).click();
  }, words);
}

/** Presses a button that copies, and returns what is then in the clipboard. */
async function copied(desk, words) {
  await desk.page.waitForFunction(() => !document.querySelector("#toast").textContent.trim());
  await press(desk, words);
  await desk.page.waitForFunction(() => /^Copied/.test(document.querySelector("#toast").textContent.trim()));
  const other = await desk.browser.newPage();
  await other.goto("data:text/html,<textarea autofocus></textarea>");
  await other.bringToFront();
  await other.focus("textarea");
  await chord(other, "KeyV");
  const text = await other.$eval("textarea", (box) => box.value);
  await other.close();
  await desk.page.bringToFront();
  return text;
}

/** The findings' titles. */
const findings = (desk) => desk.page.$$eval(".walk .finding .h3", (titles) => titles.map((title) => title.textContent));

for (const name of ["chromium", "firefox"]) {
  describe(`route in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    for (const over of ["file", "http"]) {
      it(`walks the example zones without a request, over ${over}`, () => visit(browser, { over }, async (desk) => {
        await desk.page.click('.masthead a[href="#/route"]');
        await desk.page.waitForFunction(() => document.activeElement?.id === "walk-input");
        assert.equal(await tryExample(desk, "shop.example"), "Mail for shop.example goes to mx1.shop.example, mx2.shop.example and backup.provider.example.");
        assert.match(await desk.text(".takes"), /Delivering one message here takes 3 DNS questions, and 7 if every host has to be tried\./);
        assert.equal(await desk.page.$eval("#walk-headline", (headline) => headline === document.activeElement), true, "the reader is led to the result");
        assert.match(await desk.text("#ledger"), /^0 requests/);
        await desk.assertQuiet();
      }));
    }
  });
}

describe("route", () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  it("says the same in the picture and in the table", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    for (const name of ["shop.example", "office.example", "orders@news.shop.example", "192.0.2.99"]) {
      await tryExample(desk, name);
      const picture = await desk.page.$$eval(".walk-picture .asked", (asked) => asked.map(({ dataset }) =>
        `${dataset.number} ${dataset.round} ${dataset.question}`).sort((a, b) => parseInt(a) - parseInt(b)));
      const table = await desk.page.$$eval(".walk-table tbody tr", (rows) => rows.map(({ cells }) =>
        `${cells[0].textContent} ${cells[1].textContent} ${cells[2].textContent} ${cells[3].textContent}`));
      assert.ok(table.length > 0, name);
      assert.deepEqual(picture, table, name);
    }
    await desk.assertQuiet();
  }));

  it("shows each fault at the answer that shows it, and leads to what is said of it", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await tryExample(desk, "office.example");
    const faults = await desk.page.$$eval(".slip:has(.fault-here)", (slips) => slips.map((slip) =>
      [slip.querySelector(".host b")?.textContent ?? slip.querySelector(".asked").dataset.question, slip.querySelector(".fault-here").textContent]));
    const of = (host) => faults.find(([found]) => found === host)?.[1];
    assert.match(of("mail.office.example"), /names an alias/);
    assert.match(of("old.office.example"), /does not exist/);
    assert.match(of("inside.office.example"), /cannot be reached from outside: 10\.20\.30\.40/);
    assert.match(of("office.example TXT"), /allows every host/);
    await desk.page.evaluate(() => { [...document.querySelectorAll(".fault-here button")].find((button) => /alias/.test(button.textContent)).click(); });
    assert.match(await desk.page.evaluate(() => document.activeElement.closest(".finding")?.textContent), /names an alias/);
    await desk.assertQuiet();
  }));

  it("does not take failure for absence", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    assert.equal(await tryExample(desk, "lost.example"), "Where mail for lost.example goes could not be told.");
    assert.match(await desk.text(".got.is-unknown"), /SERVFAIL/);
    assert.equal(await tryExample(desk, "quiet.example"), "quiet.example accepts no mail, and says so.");
    await desk.assertQuiet();
  }));

  it("shows a subdomain beside the domain above", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await tryExample(desk, "orders@news.shop.example");
    const cells = await desk.page.$$eval('[aria-label="Subdomain and domain above"] tbody tr:first-child td', (cells) => cells.map((cell) => cell.innerText));
    assert.equal(cells[0], "No MX record");
    assert.match(cells[1], /10 mx1\.shop\.example/);
    assert.ok((await findings(desk)).includes("news.shop.example inherits nothing from shop.example"));
  }));

  it("tells who will see what before the first question, and asks nothing by itself", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await desk.page.waitForSelector("#walk-input");
    await desk.page.keyboard.type("user@b\u00fccher.example");
    assert.match(await desk.text(".understood"), /xn--bcher-kva\.example, written b\u00fccher\.example/);
    assert.match(await desk.text(".notice.note"), /Before the first question\..*Cloudflare sees/);
    const first = await desk.page.$$eval(".questions li", (items) => items.map((item) => item.innerText.trim().replace(/\s+/g, " ")));
    assert.ok(first.some((line) => line.startsWith("xn--bcher-kva.example MX A AAAA")), first.join("\n"));
    assert.match(await desk.text(".button.is-main"), /^Ask \d+ questions$/);
    // The first Enter leads to the button, and asks nothing.
    await desk.page.keyboard.press("Enter");
    assert.equal(await desk.page.evaluate(() => document.activeElement.classList.contains("is-main")), true);
    await desk.assertQuiet();
  }));

  it("keeps private names back unless somebody insists", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await desk.page.waitForSelector("#walk-input");
    await desk.page.keyboard.type("mail.corp.internal");
    assert.match(await desk.text(".notice.warning"), /private name, so it is not sent/);
    assert.equal(await desk.page.$eval(".button.is-main", (button) => button.disabled), true);
    await desk.page.click(".notice.warning input");
    await desk.page.waitForFunction(() => !document.querySelector(".button.is-main").disabled);
    await desk.page.focus("#walk-input");
    await chord(desk.page, "KeyA");
    await desk.page.keyboard.type("10.1.2.3");
    assert.match(await desk.text(".notice.warning"), /reverse name of an address that means something only within a network/);
    assert.equal(await desk.page.$eval(".button.is-main", (button) => button.disabled), true, "insisting is about one name");
    await desk.assertQuiet();
  }));

  it("warns of a name made to deceive, and says what is no name", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await desk.page.waitForSelector("#walk-input");
    await desk.page.keyboard.type("ex\u0430mple.com");
    assert.match(await desk.text(".careful"), /mixes letters of several scripts/);
    await desk.page.keyboard.type(" two words");
    assert.match(await desk.text(".understood"), /no name that can be asked for/);
    await desk.assertQuiet();
  }));

  it("is copied as dig prints, as Markdown, as JSON and as a table", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await tryExample(desk, "shop.example");
    const dig = await copied(desk, "Copy as dig prints");
    assert.match(dig, /;; QUESTION SECTION:\n;shop\.example\.\tIN\tMX/);
    assert.match(dig, /shop\.example\.\t3600\tIN\tMX\t10 mx1\.shop\.example\./);
    const made = /Made by Backstamp \d+\.\d+\.\d+, program [0-9a-f]{16}\./;
    assert.match(dig, new RegExp(`\n;; ${made.source}\n$`));
    const markdown = await copied(desk, "Copy as Markdown");
    assert.match(markdown, /^# Mail route of shop\.example/);
    assert.match(markdown, made);
    const walk = JSON.parse(await copied(desk, "Copy as JSON"));
    assert.equal(walk.exchanges.length, 3);
    assert.match(walk.made, made);
    assert.equal(walk.steps[0].question.type, "MX");
    assert.match(await copied(desk, "Copy the table"), /^#\tRound\tName\tType\tAnswer.*\n1\t1\tshop\.example\tMX\t10 mx1/);
    await desk.assertQuiet();
  }));

  it("writes records, and warns about what cannot be", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await desk.page.waitForSelector("#writer-zone");
    await desk.page.type("#writer-zone", "shop.example");
    await desk.page.type("#writer-names", "@ news");
    await desk.page.type("#writer-hosts", "10 mx.provider.example\n20 192.0.2.25");
    const lines = (await desk.text(".zone-lines")).split("\n").map((line) => line.replace(/\s+/g, " "));
    assert.deepEqual(lines.slice(0, 2), ["shop.example. 3600 IN MX 10 mx.provider.example.", "shop.example. 3600 IN MX 20 192.0.2.25."]);
    assert.equal(lines.length, 4);
    assert.match(await desk.text(".writer .notice"), /192\.0\.2\.25 is an address\. An MX record holds a name/);
    const rows = await desk.page.$$eval('[aria-label="Rows for a form"] tbody tr', (rows) => rows.map((row) => row.innerText.replace(/\s+/g, " ")));
    assert.equal(rows[2], "news MX 10 mx.provider.example.");
    await desk.assertQuiet();
  }));

  it("writes a null MX only for a tick of its own, and never from a walk that found no host", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await desk.page.waitForSelector("#writer-zone");
    const lines = () => desk.page.$eval(".writer", (writer) => writer.querySelector(".zone-lines")?.innerText ?? "");
    for (const example of ["lost.example", "old.example", "orders@news.shop.example"]) {
      await tryExample(desk, example);
      assert.equal(await lines(), "", example);
      assert.equal(await desk.page.$eval("#writer-zone", (input) => input.value), "", example);
    }
    await desk.page.type("#writer-zone", "shop.example");
    assert.match(await desk.text(".writer-out"), /Name the hosts that shall take the mail/);
    assert.equal(await lines(), "");
    await desk.page.click("#writer-null");
    assert.match((await lines()).replace(/\s+/g, " "), /^shop\.example\. 3600 IN MX 0 \.$/);
    assert.match(await desk.text(".writer .notice"), /servers refuse to send any mail/);
    await desk.assertQuiet();
  }));

  it("leaves the example zones for a name that they do not hold, and says so", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await tryExample(desk, "shop.example");
    await desk.page.evaluate(() => { document.querySelector("#walk-input").select(); });
    await desk.page.type("#walk-input", "sender.org");
    assert.match(await desk.text("#left-examples"), /The example zones do not hold this name/);
    // What would be asked of the resolver is shown first, as for any name; nothing was asked of anybody.
    assert.match(await desk.text(".walk-form"), /Before the first question/);
    assert.doesNotMatch(await desk.text("#walk-headline"), /sender\.org/);
    await desk.assertQuiet();
  }));

  it("warns of aliases that the walk has seen, in the records to be written", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await tryExample(desk, "office.example");
    await desk.page.waitForFunction(() => document.querySelector("#writer-zone")?.value === "office.example");
    assert.match(await desk.text(".writer .notice"), /mail\.office\.example is a CNAME for host7\.provider\.example\. An MX record must name a host with addresses/);
    await desk.page.type("#writer-names", "\nmail");
    assert.match(await desk.text(".writer .notice"), /No other record can stand beside a CNAME/);
    await desk.assertQuiet();
  }));

  it("shows the delegation from the root down, and says what cannot be seen through a resolver", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await tryExample(desk, "orders@news.shop.example");
    const lane = await desk.page.$$eval('[aria-label="Who is responsible, from the root down"] .asked', (asked) => asked.map(({ dataset }) => dataset.question));
    const names = lane.filter((question) => question.endsWith(" NS"));
    assert.deepEqual(names, [". NS", "example NS", "shop.example NS", "news.shop.example NS"]);
    assert.match(await desk.text(".walk .findings"), /The delegation from the root down: the root, example, shop\.example[^]*The resolver did the recursion[^]*cannot be seen through a resolver/);
    const zones = await desk.page.$$eval('[aria-label="Subdomain and domain above"] tbody tr:last-child td', (cells) => cells.map((cell) => cell.innerText));
    assert.deepEqual(zones, ["Part of the zone shop.example", "A zone of its own"]);
    await desk.assertQuiet();
  }));

  it("is offered from a bounce, holds it against today, and leads back to the report", () => visit(browser, {}, async (desk) => {
    await desk.paste(hostUnknown);
    const headline = await desk.headline();
    assert.match(await desk.text(".offers"), /Look up club\.example/);
    await press(desk, "Look up club.example");
    await desk.page.waitForSelector("#walk-input");
    assert.equal(await desk.page.$eval("#walk-input", (input) => input.value), "ben@club.example");
    assert.doesNotMatch(await desk.page.evaluate(() => location.href), /club|ben/, "what was pasted stays out of the address");
    assert.equal(await desk.page.$("#walk-headline"), null, "nothing is asked without consent");
    // Answered by the example zones, for this test.
    await desk.page.evaluate(() => { document.querySelectorAll('input[name="walk-source"]')[1].click(); });
    await desk.page.click(".button.is-main");
    assert.match(await desk.text("#walk-headline"), /Mail for club\.example goes to mx1\.club\.example/);
    assert.match(await desk.text('[aria-label="The bounce, held against DNS today"]'), /There is a route for ben@club\.example now[\s\S]*Send the message again/);
    await desk.page.goBack();
    await desk.page.waitForFunction(() => !document.querySelector("#main").hidden);
    assert.equal(await desk.headline(), headline);
    assert.match(await desk.page.$eval("#input", (input) => input.value), /^From: MAILER-DAEMON/);
    assert.match(await desk.text(".offers .said"), /There is a route for ben@club\.example now/);
    await desk.assertQuiet();
  }));

  it("is offered for a domain typed alone", () => visit(browser, {}, async (desk) => {
    await desk.paste("shop.example");
    assert.match(await desk.headline(), /shop\.example is a domain/);
    await press(desk, "Look up shop.example");
    await desk.page.waitForFunction(() => document.querySelector("#walk-input")?.value === "shop.example");
    await desk.assertQuiet();
  }));

  it("is walked with the keyboard alone", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await desk.page.waitForFunction(() => document.activeElement?.id === "walk-input");
    for (let presses = 0; presses < 20; presses += 1) {
      await desk.page.keyboard.press("Tab");
      if (await desk.page.evaluate(() => document.activeElement.classList.contains("sample"))) break;
    }
    await desk.page.keyboard.press("Enter");
    assert.match(await desk.text("#walk-headline"), /shop\.example/);
    // From now on the example zones answer, and Enter asks at once.
    await desk.page.focus("#walk-input");
    await chord(desk.page, "KeyA");
    await desk.page.keyboard.type("old.example");
    await desk.page.keyboard.press("Enter");
    await desk.page.waitForFunction(() => /^old\.example has no MX/.test(document.querySelector("#walk-headline").textContent));
    await desk.assertQuiet();
  }));

  it("prints what was found", () => visit(browser, { fragment: "#/route" }, async (desk) => {
    await tryExample(desk, "shop.example");
    await desk.page.emulateMediaType("print");
    const visible = (selector) => desk.page.$eval(selector, (element) => element.checkVisibility());
    assert.equal(await visible("#walk-headline"), true);
    assert.equal(await visible(".walk-table td"), true);
    assert.equal(await visible(".walk-form"), false);
    await desk.screenshot("route-print", { fullPage: true });
  }));

  for (const dark of [false, true]) {
    for (const width of [360, 1280]) {
      const theme = dark ? "dark" : "light";
      it(`has no barrier and does not scroll sideways: ${theme}, ${width} pixels`, () =>
        visit(browser, { dark, width, fragment: "#/route" }, async (desk) => {
          await desk.page.waitForSelector("#walk-input");
          assert.deepEqual(await desk.violations(), [], "before a walk");
          for (const name of ["shop.example", "office.example"]) {
            await tryExample(desk, name);
            assert.deepEqual(await desk.violations(), [], name);
            assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
            await desk.screenshot(`route-${name}-${theme}-${width}`, { fullPage: true });
          }
          await desk.assertQuiet();
        }));
    }
  }
});
