// Files of every kind, and many messages at once: opened, counted, searched, carried away; nothing leaves the page.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { launch, visit } from "./rig.mjs";

/** A notice that a message did not reach this address. */
const notice = (address, day, status, words) => [
  `Received: from out.example.com (out.example.com [192.0.2.7]) by mx.example.org with ESMTP id ${day}; Fri, ${day} Feb 2009 21:23:21 +0000`,
  "From: MAILER-DAEMON@out.example.com",
  "To: list@example.com",
  `Subject: Undelivered ${day}`,
  `Date: Fri, ${day} Feb 2009 21:23:20 +0000`,
  "MIME-Version: 1.0",
  'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
  "", "--b", "", "This is the mail system at host out.example.com.", "",
  "--b", "Content-Type: message/delivery-status", "",
  "Reporting-MTA: dns; out.example.com", "",
  `Final-Recipient: rfc822; ${address}`, "Action: failed", `Status: ${status}`,
  "Remote-MTA: dns; mx.example.net", `Diagnostic-Code: smtp; ${words}`, "",
  "--b--", "",
].join("\n");

const gone = (address, day) => notice(address, day, "5.1.1", "550 5.1.1 no such user");
const full = (address, day) => notice(address, day, "5.2.2", "552 5.2.2 mailbox full");
const mbox = (messages) => messages.map((message) => `From MAILER-DAEMON Fri Feb 13 21:23:21 2009\n${message}\n`).join("");

/** The CRC-32 that a zip file has of each member. */
function crc32(bytes) {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xEDB88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}

/** A zip file whose members are stored as they are. */
function zip(members) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, content, broken] of members) {
    const [title, bytes] = [Buffer.from(name), Buffer.from(content)];
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(broken ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, title, bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), fields, tail, title);
    parts.push(local);
    at += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listing, Buffer.from("PK\x05\x06"), end]);
}

let folder;
before(() => { folder = mkdtempSync(join(tmpdir(), "backstamp-batch-")); });
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file to drop. */
function file(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Drops several files at once. */
async function dropAll(desk, files) {
  await desk.page.$eval("#input", (target, files) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    target.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
  }, files);
}

/** Waits until a table of so many messages is read. */
async function table(desk, messages) {
  await desk.page.waitForFunction((words) => document.querySelector(".batch h1")?.textContent === words
    && !document.querySelector(".batch progress"), {}, `${messages} messages`);
}

/** The rows as they are seen, a list of cells each. */
const rows = (desk) => desk.page.$$eval(".is-messages tbody tr", (rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
const status = (desk) => desk.text(".batch [role=status]");

/** Presses the button with this name, with the keyboard. */
async function press(desk, selector, words) {
  const found = await desk.page.evaluateHandle((selector, words) =>
    [...document.querySelectorAll(selector)].find((button) => (button.ariaLabel ?? button.innerText).includes(words)), selector, words);
  await found.focus();
  await desk.page.keyboard.press("Enter");
}

/** What the page gives the browser to save. */
async function saved(desk, name, label) {
  await desk.page.evaluate(() => {
    globalThis.kept ??= globalThis.backstamp.save;
    globalThis.given = null;
    globalThis.backstamp.save = (name, type, ...parts) => { new Blob(parts).text().then((text) => { globalThis.given = [name, text]; }); };
  });
  await press(desk, ".batch .tools button", `Save as ${label}`);
  await desk.page.waitForFunction(() => globalThis.given);
  const [as, text] = await desk.page.evaluate(() => globalThis.given);
  assert.equal(as, name);
  return text;
}

for (const name of ["chromium", "firefox"]) {
  describe(name, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser.close());

    it("makes a table of two files, and opens a row's report", () => visit(browser, {}, async (desk) => {
      await dropAll(desk, [["a.eml", gone("gone@example.net", 12)], ["b.eml", full("full@example.org", 13)]]);
      await table(desk, 2);
      const [first, second] = await rows(desk);
      assert.deepEqual(first, ["2009-02-12 21:23", "MAILER-DAEMON@out.example.com", "gone@example.net", "Delivery notice", "userunknown", first[5], "5.1.1", "mx.example.net"]);
      assert.equal(second[4], "mailboxfull");
      // With the keyboard: down to the second row, in, and back to where it was.
      await desk.page.focus("#row-0");
      await desk.page.keyboard.press("ArrowDown");
      assert.equal(await desk.page.evaluate(() => document.activeElement.id), "row-1");
      await desk.page.keyboard.press("Enter");
      await desk.headlineLike(/full@example\.org|full/i);
      assert.match(await desk.page.$eval("#input", (input) => input.value), /Final-Recipient: rfc822; full@example\.org/);
      assert.match(await desk.text(".opened"), /b\.eml/);
      await desk.page.goBack();
      await table(desk, 2);
      assert.equal(await desk.page.evaluate(() => document.activeElement.id), "row-1");
      await desk.assertQuiet();
    }));

    it("makes a table of a mailbox, which counts, a search and headings narrow and sort", () => visit(browser, {}, async (desk) => {
      const messages = [gone("a@example.net", 12), full("b@example.org", 13), gone("c@example.net", 14)];
      await desk.drop(file("bounces.mbox", mbox(messages)));
      await table(desk, 3);
      await press(desk, ".count", "userunknown");
      assert.equal((await rows(desk)).length, 2);
      assert.match(await status(desk), /2 of 3 shown; Reasons: userunknown/);
      assert.equal(await desk.page.$eval(".count[aria-pressed=true]", (button) => button.innerText.includes("userunknown")), true);
      await desk.page.type("#search-messages", "c@EXAMPLE");
      assert.deepEqual((await rows(desk)).map((row) => row[2]), ["c@example.net"]);
      await press(desk, ".narrowing button", "Show all");
      assert.equal((await rows(desk)).length, 3);
      await press(desk, ".is-messages thead button", "When");
      await press(desk, ".is-messages thead button", "When");
      assert.deepEqual((await rows(desk)).map((row) => row[2]), ["c@example.net", "b@example.org", "a@example.net"]);
      assert.equal(await desk.page.$eval(".is-messages th", (head) => head.ariaSort), "descending");
      await press(desk, ".is-messages tbody button", "2009-02-12");
      await desk.headline();
      assert.match(await desk.page.$eval("#input", (input) => input.value), /a@example\.net/);
      await desk.assertQuiet();
    }));

    it("reads the rest of an archive where one file is broken, and writes what was read", () => visit(browser, {}, async (desk) => {
      const members = [["one.eml", gone("a@example.net", 12)], ["broken.eml", "not deflated at all", true], ["two.eml", full("b@example.org", 13)], ["notes.bin", "\x00\x01\x02"]];
      await desk.drop(file("mail.zip", zip(members)));
      await table(desk, 2);
      assert.match(await desk.text(".failed"), /broken\.eml .*damaged/);
      const csv = await saved(desk, "messages.csv", "CSV");
      assert.deepEqual(csv.trim().split("\r\n").map((line) => line.split(",")[0]), ["file", "one.eml", "two.eml"]);
      assert.match(await saved(desk, "messages.md", "Markdown"), /^# 2 messages[^]*Addresses to remove[^]*a@example\.net/);
      assert.match(await saved(desk, "messages.html", "HTML"), /<h2>Reasons<\/h2>/);
      const lines = (await saved(desk, "messages.ndjson", "NDJSON")).trim().split("\n").map((line) => JSON.parse(line));
      assert.deepEqual(lines.map((report) => report.kind), ["bounce", "bounce"]);
      await desk.assertQuiet();
    }));

    it("opens an archive of one message on the desk, and says that it did", () => visit(browser, {}, async (desk) => {
      await desk.drop(file("one.eml.gz", gzipSync(gone("a@example.net", 12))));
      await desk.headline();
      assert.match(await desk.page.$eval("#input", (input) => input.value), /Final-Recipient: rfc822; a@example\.net/);
      assert.match(await desk.text("#report"), /compressed with gzip, and was opened/);
      assert.match(await desk.text(".opened"), /one\.eml/);
      await desk.assertQuiet();
    }));

    it("can be used at 360 pixels, and by everyone", () => visit(browser, { width: 360, height: 740 }, async (desk) => {
      await desk.drop(file("narrow.mbox", mbox([gone("a@example.net", 12), full("b@example.org", 13)])));
      await table(desk, 2);
      assert.deepEqual(await desk.violations(), []);
      assert.deepEqual(await desk.unreadable(), []);
      assert.equal(await desk.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
      await desk.screenshot(`${name}-batch-narrow`, { fullPage: true });
      await desk.page.setViewport({ width: 1280, height: 900 });
      await desk.screenshot(`${name}-batch`, { fullPage: true });
      assert.deepEqual(await desk.violations(), []);
      assert.deepEqual(await desk.unreadable(), []);
    }));
  });
}

describe("a large mailbox", () => {
  let browser;
  before(async () => { browser = await launch("chromium"); });
  after(() => browser.close());

  it("is read in pieces, shown in pages, and its last row opens", () => visit(browser, {}, async (desk) => {
    desk.page.setDefaultTimeout(60_000);
    const filler = `${"x".repeat(70)}\n`.repeat(50);
    const messages = Array.from({ length: 3_000 }, (_, at) => gone(`user${at}@example.net`, 10 + (at % 9)) + filler);
    await desk.drop(file("large.mbox", mbox(messages)));
    await table(desk, "3,000");
    assert.equal((await rows(desk)).length, 200);
    await desk.page.type("#search-messages", "user2999@");
    await desk.page.waitForFunction(() => document.querySelectorAll(".is-messages tbody tr").length === 1);
    await desk.page.focus("#row-0");
    await desk.page.keyboard.press("Enter");
    await desk.headline();
    assert.match(await desk.page.$eval("#input", (input) => input.value), /user2999@example\.net/);
    // The browser asks before the table is lost.
    const asked = new Promise((resolve) => { desk.page.once("dialog", (dialog) => { resolve(dialog.type()); dialog.dismiss(); }); });
    await desk.page.evaluate(() => { setTimeout(() => location.reload(), 0); });
    assert.equal(await asked, "beforeunload");
  }));

  it("keeps what is there when it is stopped", () => visit(browser, {}, async (desk) => {
    desk.page.setDefaultTimeout(60_000);
    const messages = mbox(Array.from({ length: 2_000 }, (_, at) => gone(`user${at}@example.net`, 12)));
    await dropAll(desk, Array.from({ length: 12 }, (_, at) => [`${at}.mbox`, messages]));
    await desk.page.waitForFunction(() => /^\d.* messages/.test(document.querySelector(".batch h1")?.textContent));
    await press(desk, ".batch .working button", "Stop");
    await desk.page.waitForFunction(() => document.querySelector(".batch .sub")?.textContent.includes("stopped at"));
    const kept = Number((await desk.text(".batch h1")).split(" ")[0].replace(",", ""));
    assert.ok(kept > 0 && kept < 24_000, `${kept}`);
    assert.ok((await rows(desk)).length > 0);
  }));
});
