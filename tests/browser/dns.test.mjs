// The page asks real servers on the loopback address (tests/servers/): what it says of each zone, that nothing but its questions
// arrives there, and nothing anywhere else. What goes wrong between the two is resolver.mjs's part.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startServers } from "../servers/dns.mjs";
import { launch, visit } from "./rig.mjs";
import { SLOW, asked, resolver } from "./resolver.mjs";

let browser;
let dns;
before(async () => { [browser, dns] = await Promise.all([launch(), startServers()]); });
after(() => Promise.all([browser?.close(), dns?.close()]));

/** Settings that ask a resolver by its address. */
const asks = (custom, more) => ({ network: { resolver: "custom", custom, ...more }, remember: true });

/** Walks a domain as a user does, and returns the headline. */
async function walk(desk, domain) {
  await desk.page.evaluate(() => { location.hash = "#/route"; });
  await desk.page.waitForSelector("#walk-input");
  await desk.page.type("#walk-input", domain);
  await desk.page.click(".walk-line button");
  // Two tries of five seconds, where nobody answers.
  await desk.page.waitForSelector("#walk-headline", { timeout: 20_000 });
  return desk.text("#walk-headline");
}

/** The outcomes that the ledger shows, each once. */
async function outcomes(desk) {
  await desk.page.click(".ledger-count");
  await desk.page.waitForSelector("#ledger-panel h2");
  // The ledger counts some moments after a request has ended.
  await desk.page.waitForFunction(() => {
    const rows = [...document.querySelectorAll(".sent tbody tr")];
    return rows.length > 0 && rows.every((row) => row.cells[4].innerText !== "no answer yet");
  });
  return new Set(await desk.page.$$eval(".sent tbody tr", (rows) => rows.map((row) => row.cells[4].innerText)));
}

describe("real servers", () => {
  for (const over of ["file", "http"]) {
    it(`see the walk's questions and nothing else, over ${over}`, () => visit(browser, { over, settings: asks(dns.url) }, async (desk) => {
      const before = dns.asked().length;
      assert.match(await walk(desk, "quiet.example"), /quiet\.example accepts no mail/);
      const arrived = dns.asked().slice(before).sort();
      assert.deepEqual(arrived, [
        ". NS", "_dmarc.quiet.example TXT", "_mta-sts.quiet.example TXT", "_smtp._tls.quiet.example TXT",
        "example NS", "ns1.hosts.example A", "ns1.hosts.example AAAA", "ns2.hosts.example A", "ns2.hosts.example AAAA",
        "quiet.example A", "quiet.example AAAA", "quiet.example MX", "quiet.example NS", "quiet.example SOA", "quiet.example TXT",
      ]);
      const { requests, policyReports, errors, console, served } = await desk.noticed();
      assert.ok(requests.every((url) => url.startsWith(`${dns.url}?dns=`)), requests.join());
      assert.deepEqual(requests.map(asked).sort(), arrived, "what the browser sent is what arrived");
      assert.deepEqual({ policyReports, errors, console, served }, { policyReports: [], errors: [], console: [], served: [] });
    }));
  }

  const says = {
    "user@shop.example": /^Mail for shop\.example goes to 5 hosts, mx1\.shop\.example or mx2\.shop\.example first\./,
    "small.example": /^small\.example has no MX/,
    "gone.example": /gone\.example does not exist|no such/i,
    "signed.example": /^Mail for signed\.example goes to mx\.signed\.example/,
    "branch.dept.alias.example": /mx\.branch\.shop\.example/,
  };
  for (const [typed, headline] of Object.entries(says)) {
    it(`are read right: ${typed}`, () => visit(browser, { settings: asks(dns.url) }, async (desk) => {
      assert.match(await walk(desk, typed), headline);
    }));
  }

  it("fail for a broken signature, and the page says so", () => visit(browser, { settings: asks(dns.url) }, async (desk) => {
    await walk(desk, "bogus.example");
    assert.match(await desk.text(".walk .findings"), /signature/);
    await outcomes(desk);
    await desk.page.waitForFunction(() => [...document.querySelectorAll(".sent tbody tr")].some(
      (row) => /SERVFAIL/.test(row.cells[4].innerText) && /signature/.test(row.cells[4].innerText),
    ));
  }));

  it("are not asked by a page whose settings name another, or nobody", async () => {
    const other = await resolver();
    const before = dns.asked().length;
    const fetched = (desk, url) => desk.page.evaluate((url) => fetch(url).then(() => "read", () => "refused"), url);
    try {
      await visit(browser, { settings: asks(other.url("good")) }, async (desk) => {
        assert.equal(await fetched(desk, `${dns.url}?dns=AAABAAABAAAAAAAAAAABAAE`), "refused");
        assert.equal(await fetched(desk, other.url("good?dns=AAABAAABAAAAAAAAAAABAAE")), "read");
      });
      const seen = other.asked.length;
      await visit(browser, { settings: asks(dns.url, { off: true }) }, async (desk) => {
        assert.equal(await fetched(desk, `${dns.url}?dns=AAABAAABAAAAAAAAAAABAAE`), "refused");
        assert.equal(await fetched(desk, other.url("good?dns=AAABAAABAAAAAAAAAAABAAE")), "refused");
      });
      assert.equal(other.asked.length, seen);
      assert.equal(dns.asked().length, before);
    } finally {
      await other.close();
    }
  });
});

describe("a resolver at fault", () => {
  const faults = {
    "failing": /HTTP status 500/,
    "page": /marked as text\/html, not as DNS/,
    // JSON that ends in its middle: no more than a wrong type to one who asks for DNS messages, of which the next ends so.
    "json": /marked as application\/dns-json, not as DNS/,
    "cut-off": /cannot be read: it ends too early/,
    "rubbish": /cannot be read/,
    "endless": /cannot be read: it is longer than a DNS message can be/,
    "other-question": /an answer to another question: other\.example A/,
    "other-id": /an answer to another question: its id is 7, not 0/,
    "truncated": /an answer that was cut off/,
    "closed": /the browser gives no reason|no answer/,
    "servfail": /SERVFAIL/,
  };
  for (const [path, words] of Object.entries(faults)) {
    it(`is told by its fault: ${path}`, async () => {
      const stub = await resolver();
      try {
        await visit(browser, { settings: asks(stub.url(path)) }, async (desk) => {
          const headline = await walk(desk, "shop.example");
          assert.doesNotMatch(headline, /accepts no mail|has no MX|does not exist/);
          for (const outcome of await outcomes(desk)) assert.match(outcome, words);
        });
      } finally {
        await stub.close();
      }
    });
  }

  /** Walks the route alone, by a stub with this fault. */
  const alone = async (path, test) => {
    const stub = await resolver();
    try {
      await visit(browser, { settings: asks(stub.url(path)) }, async (desk) => {
        await desk.page.evaluate(() => { location.hash = "#/route"; });
        await desk.page.waitForSelector("#walk-input");
        const wants = ".walk-wants input:checked[type=checkbox]";
        for (let left = (await desk.page.$$(wants)).length; left > 0; left -= 1) {
          await desk.page.$eval(wants, (want) => want.click());
          await desk.page.waitForFunction((wants, left) => document.querySelectorAll(wants).length < left, {}, wants, left);
        }
        await test(desk, stub);
      });
    } finally {
      await stub.close();
    }
  };

  it("is waited for when it is slow, and the table says how long it took", () => alone("slow", async (desk, stub) => {
    assert.match(await walk(desk, "shop.example"), /no MX record, so its mail goes to its own address/);
    const times = await desk.page.$$eval(".walk-table tbody tr", (rows) => rows.map((row) => Number(row.cells[6].textContent)));
    assert.equal(times.length, 3);
    for (const time of times) assert.ok(time >= SLOW, `${times}`);
    assert.equal(stub.asked.length, 3, "and asked once");
  }));

  it("is given up when it is silent, and silence is not taken for absence", () => alone("silent", async (desk, stub) => {
    assert.equal(await walk(desk, "shop.example"), "Where mail for shop.example goes could not be told.");
    assert.match(await desk.text(".walk .findings"), /did not answer in time/);
    assert.deepEqual([...await outcomes(desk)], ["no answer in time"]);
    assert.equal(stub.asked.length, 6, "each question twice");
  }));
});
