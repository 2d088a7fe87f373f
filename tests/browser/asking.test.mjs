// How the page asks a resolver, what it lets the user choose, and that it asks nobody else: against a stub on loopback.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { launch, visit } from "./rig.mjs";
import { resolver } from "./resolver.mjs";

const browser = await launch(process.env.BROWSER ?? "chromium");
after(() => browser.close());

let stub;
beforeEach(async () => { stub = await resolver(); });
afterEach(() => stub.close());

/** Settings that ask the stub. */
const asks = (path, more) => ({ network: { resolver: "custom", custom: stub.url(path), ...more }, remember: true });

/** Whom the policy that the guard script made lets the page ask. All else in it is the same as in the top policy. */
const policy = async (desk) => {
  const [top, guard] = await desk.page.$$eval("meta[http-equiv=Content-Security-Policy]", (all) => all.map((meta) => meta.content.split("; ")));
  const connects = (directive) => directive.startsWith("connect-src ");
  assert.deepEqual(guard.filter((directive) => !connects(directive)), top.filter((directive) => !connects(directive)));
  return guard.filter(connects).join("; ");
};

/** Tries a request from inside the page, past its program: "read" or "refused". */
const tryFetch = (desk, url) => desk.page.evaluate((url) => fetch(url).then(() => "read", () => "refused"), url);

/** Asks for the mail route of a domain, as a user does who agrees. */
async function walk(desk, domain) {
  await desk.page.evaluate(() => { location.hash = "#/route"; });
  await desk.page.waitForSelector("#walk-input");
  await desk.page.type("#walk-input", domain);
  await desk.page.click(".walk-line button");
  await desk.page.waitForFunction(() => !document.querySelector(".walk-form .progress")?.textContent
    && document.querySelector(".walk-line button")?.textContent.startsWith("Ask"), { timeout: 20_000 });
}

/** Lets the stub answer in place of Cloudflare, which these tests do not reach. */
async function standIn(desk, path) {
  await desk.page.setRequestInterception(true);
  desk.page.on("request", async (request) => {
    const url = new URL(request.url());
    if (url.hostname !== "cloudflare-dns.com") return request.continue();
    const response = await fetch(stub.url(path) + url.search);
    const headers = { "content-type": response.headers.get("content-type"), "access-control-allow-origin": "*" };
    return request.respond({ status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) });
  });
}

async function openSettings(desk) {
  await desk.page.evaluate(() => { location.hash = "#/settings"; });
  await desk.page.waitForSelector(".network");
}

/** What the self-test says of each resolver, by its name. */
async function selfTest(desk) {
  await openSettings(desk);
  await desk.page.click(".self-test button");
  await desk.page.waitForFunction(() => {
    const rows = [...document.querySelectorAll(".self-test li")];
    return rows.length > 2 && rows.every((row) => !row.textContent.endsWith(": asking"));
  }, { timeout: 20_000 });
  const rows = await desk.page.$$eval(".self-test li", (rows) => rows.map((row) => row.innerText));
  return Object.fromEntries(rows.map((row) => row.split(/: (.*)/s)));
}

/** What the ledger shows: the number in its label, and its rows. */
async function ledger(desk) {
  await desk.page.click(".ledger-count");
  await desk.page.waitForSelector("#ledger-panel h2");
  // The ledger counts what the browser recorded some moments after it happened: until then the number and its rows differ.
  await desk.page.waitForFunction(() => {
    const left = [...document.querySelectorAll(".sent tbody tr")].filter((row) => row.cells[6]?.innerText !== "no: it did not leave");
    return Number.parseInt(document.querySelector(".ledger-count").innerText, 10) === left.length;
  });
  const rows = await desk.page.$$eval(".sent tbody tr", (rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText)));
  return { count: Number.parseInt(await desk.text(".ledger-count"), 10), rows };
}

describe("asking", () => {
  for (const over of ["file", "http"]) {
    it(`asks by a plain GET and nothing else, over ${over}`, () => visit(browser, { over, settings: asks("good") }, async (desk) => {
      assert.equal(stub.asked.length, 0, "nothing before the user wants it");
      await walk(desk, "shop.example.com");
      assert.ok(stub.asked.length > 8);
      for (const { path, method, headers, octets } of stub.asked) {
        assert.deepEqual([path, method, headers.accept, octets % 128], ["good", "GET", "application/dns-message", 0]);
        for (const name of ["cookie", "referer", "content-type", "authorization", "x-requested-with"]) {
          assert.equal(headers[name], undefined, name);
        }
      }
      const questions = stub.asked.map(({ name, type }) => `${name} ${type}`);
      assert.equal(new Set(questions).size, questions.length, "each question once");
      for (const question of ["shop.example.com MX", "shop.example.com A", "_dmarc.shop.example.com TXT"]) {
        assert.ok(questions.includes(question), question);
      }
      const { requests, policyReports, errors, console } = await desk.noticed();
      assert.deepEqual({ policyReports, errors, console }, { policyReports: [], errors: [], console: [] });
      assert.ok(requests.every((url) => url.startsWith(stub.url("good?dns="))), requests.join());
    }));
  }

  it("remembers an answer for its TTL, and asks no more than six at a time", async () => {
    const slow = await resolver({ delay: 60 });
    try {
      const settings = { network: { resolver: "custom", custom: slow.url("good") }, remember: true };
      await visit(browser, { settings }, async (desk) => {
        await walk(desk, "shop.example.com");
        assert.ok(slow.most() > 1 && slow.most() <= 6, `${slow.most()} at a time`);
        const count = slow.asked.filter(({ type, name }) => type === "A" && name === "shop.example.com").length;
        await desk.page.click(".walk-line button");
        await desk.page.waitForFunction(() => !document.querySelector(".walk-form .progress")?.textContent);
        assert.equal(slow.asked.filter(({ type, name }) => type === "A" && name === "shop.example.com").length, count);
      });
    } finally {
      await slow.close();
    }
  });

  it("asks once more after a failure, and nobody else", () => visit(browser, { settings: asks("failing") }, async (desk) => {
    await walk(desk, "example.com");
    const questions = stub.asked.map(({ name, type }) => `${name} ${type}`);
    assert.ok(new Set(questions).size > 3);
    for (const question of questions) assert.equal(questions.filter((one) => one === question).length, 2, question);
    const { count, rows } = await ledger(desk);
    assert.equal(count, stub.asked.length);
    assert.ok(rows.every((row) => /HTTP status 500/.test(row[4])), rows.join("\n"));
  }));

  it("takes the second answer", () => visit(browser, { settings: asks("failing-once") }, async (desk) => {
    await walk(desk, "example.com");
    const { rows } = await ledger(desk);
    const address = rows.filter(([, , name, type]) => name === "example.com" && type === "A").map((row) => row[4]);
    assert.equal(address.length, 2);
    assert.match(address[0], /HTTP status 503/);
    assert.equal(address[1], "1 record");
  }));

  it("asks the next resolver where the first fails, if the user allows it", () => visit(browser, { settings: asks("failing", { elsewhere: true }) }, async (desk) => {
    await standIn(desk, "good");
    await walk(desk, "example.com");
    const { rows } = await ledger(desk);
    const of = rows.filter((row) => row[2] === "example.com" && row[3] === "A").map((row) => [row[1], row[4]]);
    const failed = [stub.origin.slice(7), "the resolver's web server answered with HTTP status 500"];
    assert.deepEqual(of, [failed, failed, ["Cloudflare", "1 record"]]);
    assert.match(await desk.text("#walk-headline"), /example\.com has no MX record, so its mail goes to its own address/);
  }));

  it("asks two, and says where they disagree", async () => {
    for (const [path, title] of [
      ["good", /and Cloudflare say the same/],
      ["other-address", /and Cloudflare give different addresses[^]*only Cloudflare has 192\.0\.2\.99/],
      ["servfail", /Cloudflare gave no answer to \d+ questions that 127\.0\.0\.1:\d+ answered/],
    ]) {
      await visit(browser, { settings: asks("good", { second: "cloudflare" }) }, async (desk) => {
        await standIn(desk, path);
        await walk(desk, "example.com");
        assert.match(await desk.text('[aria-label="Two resolvers compared"]'), title);
        const { rows } = await ledger(desk);
        assert.deepEqual([...new Set(rows.map((row) => row[1]))].sort(), [stub.origin.slice(7), "Cloudflare"]);
      });
    }
  });

  it("shows each request as the browser recorded it, decoded", () => visit(browser, { settings: asks("good") }, async (desk) => {
    await walk(desk, "example.com");
    await desk.page.waitForFunction(
      (asked) => Number.parseInt(document.querySelector(".ledger-count").innerText, 10) >= asked, {}, stub.asked.length,
    );
    const { count, rows } = await ledger(desk);
    assert.equal(count, stub.asked.length);
    assert.deepEqual(
      rows.map((row) => `${row[2]} ${row[3]}`).sort(),
      stub.asked.map(({ name, type }) => `${name} ${type}`).sort(),
    );
    const [time, who, , , outcome, octets, recorded] = rows.find((row) => row[2] === "example.com" && row[3] === "A");
    assert.match(time, /^\d\d:\d\d:\d\d$/);
    // Header, question, and one record of sixteen octets.
    assert.deepEqual([who, outcome, octets, recorded], [stub.origin.slice(7), "1 record", String(12 + 17 + 16), "yes"]);
    assert.deepEqual(await desk.violations(), []);
  }));
});

describe("the self-test", () => {
  const cases = {
    good: /^works \(\d+ ms\)/,
    failing: /^HTTP error 500/,
    page: /^wrong content/,
    rubbish: /^wrong content/,
    endless: /^wrong content/,
    closed: /^blocked by CORS or the network/,
    moved: /^blocked by CORS or the network/,
    servfail: /^it answers that it has no answer \(SERVFAIL\)/,
    silent: /^no answer within 5 seconds/,
  };
  for (const [path, expected] of Object.entries(cases)) {
    it(`tells a resolver that is ${path}`, () => visit(browser, { settings: asks(path) }, async (desk) => {
      const said = await selfTest(desk);
      assert.match(said[stub.origin.slice(7)], expected);
      assert.match(said.Google, /^not allowed by this page's policy\. Nothing was sent/);
      assert.deepEqual(stub.asked.map(({ name, type }) => `${name} ${type}`), [". NS"]);
      const { requests } = await desk.noticed();
      assert.ok(requests.every((url) => url.startsWith(stub.origin)), requests.join());
      await desk.page.waitForFunction(() => Number.parseInt(document.querySelector(".ledger-count").innerText, 10) > 0);
      const { count, rows } = await ledger(desk);
      assert.equal(count, 1, "only one has left");
      assert.equal(rows.filter((row) => row[6] === "no: it did not leave").length, 3);
      assert.deepEqual(await desk.violations(), []);
    }));
  }

  it("tells a resolver that is not there", async () => {
    const gone = await resolver();
    await gone.close();
    const settings = { network: { resolver: "custom", custom: gone.url("good") }, remember: true };
    await visit(browser, { settings }, async (desk) => {
      const said = await selfTest(desk);
      assert.match(said[gone.origin.slice(7)], /^blocked by CORS or the network/);
      assert.match(said[gone.origin.slice(7)], /The browser does not say which/);
    });
  });
});

describe("the policy", () => {
  it("allows the first resolver alone where nothing was chosen", () => visit(browser, {}, async (desk) => {
    assert.equal(await policy(desk), "connect-src https://cloudflare-dns.com");
    assert.equal(await tryFetch(desk, stub.url("good?dns=AA")), "refused");
    assert.equal(await tryFetch(desk, "https://dns.google/dns-query"), "refused");
    assert.equal(stub.asked.length, 0);
    const reports = (await desk.noticed()).policyReports;
    assert.equal(reports.filter((report) => report.startsWith("connect-src blocked")).length, 2, reports.join());
  }));

  it("allows exactly those that are chosen", async () => {
    const network = { resolver: "google", elsewhere: true, second: "custom", custom: "https://Dns.Example:8443/q{?dns}" };
    await visit(browser, { settings: { network } }, async (desk) => {
      assert.equal(await policy(desk), "connect-src https://dns.google https://cloudflare-dns.com https://doh.dns.sb https://dns.example:8443");
    });
    await visit(browser, { settings: asks("good") }, async (desk) => {
      assert.equal(await policy(desk), `connect-src ${stub.origin}`);
      assert.equal(await tryFetch(desk, stub.url("good?dns=AAABAAABAAAAAAAAAAABAAE")), "read");
      // The same server by its other name is somebody else.
      assert.equal(await tryFetch(desk, stub.url("good?dns=AA").replace("127.0.0.1", "localhost")), "refused");
      assert.equal(stub.asked.length, 1);
    });
  });

  const not = [
    "https://a.example; script-src *", "https://*", "https://*.example/", "https:", "http://dns.example/", "*", "'self'", "https://a.example:*/",
    "https://a.example https://b.example", "https://a.example/,https://b.example", "https://user@a.example/", "http://127.0.0.1.example/",
    "http://[::1]/", "javascript:1", "https://a.example/\n;", "https://a.example:99999/", { toString: "x" }, ["https://a.example"],
  ];
  it("takes nothing into it that is no resolver's address", async () => {
    for (const custom of not) {
      await visit(browser, { settings: { network: { resolver: "custom", custom } } }, async (desk) => {
        const found = await policy(desk);
        assert.equal(found, "connect-src 'none'", JSON.stringify(custom));
      });
    }
  });

  it("is as on a first visit where the settings are not ours", async () => {
    for (const settings of ["x", null, 7, { network: 7 }, { network: { resolver: "constructor" } }, { network: { resolver: 1 } }]) {
      await visit(browser, { settings }, async (desk) => {
        assert.match(await policy(desk), /^connect-src (https:\/\/cloudflare-dns\.com|'none')$/, JSON.stringify(settings));
        await desk.assertQuiet();
      });
    }
  });

  it("refuses everything with no network at all", () => visit(browser, { settings: asks("good", { off: true }) }, async (desk) => {
    assert.equal(await policy(desk), "connect-src 'none'");
    assert.equal(await tryFetch(desk, stub.url("good?dns=AA")), "refused");
    assert.match((await desk.noticed()).policyReports.join(), /^connect-src blocked http:\/\/127\.0\.0\.1/);
    await desk.page.evaluate(() => { location.hash = "#/route"; });
    await desk.page.waitForSelector("#walk-input");
    await desk.page.type("#walk-input", "example.com");
    assert.match(await desk.text(".walk-form .notice"), /Your settings allow no questions/);
    assert.equal(stub.asked.length, 0);
  }));
});

describe("the settings", () => {
  it("stop everything at once, and for as long as the tab is open", () => visit(browser, { over: "http", once: asks("good") }, async (desk) => {
    assert.equal(await tryFetch(desk, stub.url("good?dns=AAABAAABAAAAAAAAAAABAAE")), "read");
    await openSettings(desk);
    await desk.page.click(".network input[type=checkbox]");
    await desk.page.waitForFunction(() => document.querySelectorAll("meta[http-equiv=Content-Security-Policy]").length === 3);
    assert.equal(await tryFetch(desk, stub.url("good?dns=AA")), "refused");
    assert.match(await desk.text(".who-sees"), /no question leaves this page/);
    await desk.page.reload();
    await desk.ready();
    assert.equal(await policy(desk), "connect-src 'none'");
    assert.equal(stub.asked.length, 1);
  }));

  it("say when a choice needs the page to be opened anew, and keep it for the tab", () => visit(browser, { over: "http" }, async (desk) => {
    await desk.paste("550 5.1.1 no such user");
    await openSettings(desk);
    assert.equal(await desk.page.$(".anew"), null);
    await desk.page.click(".network .choices label:last-child");
    await desk.page.waitForSelector(".network input[type=url]");
    await desk.page.type(".network input[type=url]", "dns.example");
    await desk.page.keyboard.press("Tab");
    assert.match(await desk.text("#resolver-fault"), /must begin with https/);
    assert.match(await desk.text(".who-sees"), /Nobody is asked/);
    await desk.page.$eval(".network input[type=url]", (input) => input.select());
    await desk.page.type(".network input[type=url]", stub.url("good"));
    await desk.page.keyboard.press("Tab");
    assert.match(await desk.text(".anew"), /text on the desk will be gone/);
    assert.deepEqual(await desk.violations(), []);
    const kept = await desk.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    assert.match(kept, /^\[\{\},\{"backstamp\.network":/);
    assert.doesNotMatch(kept, /550/);
    await Promise.all([
      desk.page.waitForNavigation(),
      desk.page.$$eval(".anew button", (buttons) => buttons.at(-1).click()),
    ]);
    await desk.ready();
    assert.equal(await policy(desk), `connect-src ${stub.origin}`);
    assert.match((await selfTest(desk))[stub.origin.slice(7)], /^works/);
    assert.equal(await desk.page.$(".anew"), null);
  }));

  it("can be used with the keyboard, and by everybody", async () => {
    for (const [width, dark] of [[1280, false], [360, true]]) {
      await visit(browser, { width, dark, settings: asks("good", { elsewhere: true, second: "google" }) }, async (desk) => {
        await openSettings(desk);
        assert.match(await desk.text(".who-sees"), /sees the domain[^]*Cloudflare and Google and DNS\.SB will see too[^]*compare, Google/);
        await desk.page.focus(".network input[type=checkbox]");
        await desk.page.keyboard.press("Tab");
        assert.equal(await desk.page.evaluate(() => document.activeElement.name), "resolver");
        await desk.page.keyboard.press("ArrowUp");
        await desk.page.waitForFunction(() => /DNS\.SB sees the domain/.test(document.querySelector(".who-sees").textContent));
        assert.deepEqual(await desk.violations(), []);
        assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth - innerWidth) <= 0);
        await desk.screenshot(`network-${width}-${dark ? "dark" : "light"}`, { fullPage: true });
        await desk.assertQuiet();
      });
    }
  });
});
