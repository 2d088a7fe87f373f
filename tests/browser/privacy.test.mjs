// What leaves the page when somebody's code runs in it, and what the page keeps: tried on loopback, in a fresh profile.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, afterEach, beforeEach, describe, it } from "node:test";
import { launch, visit } from "./rig.mjs";

const name = process.env.BROWSER ?? "chromium";
const browser = await launch(name);
after(() => browser.close());

/** Time enough for a request that is going to be made, in milliseconds. */
const SOON = 1_500;
const pause = () => new Promise((done) => { setTimeout(done, SOON); });

// Counts who knocks: before any TLS, so that it needs no certificate and no word of HTTP.
let knocks;
let server;
let elsewhere;
beforeEach(async () => {
  knocks = 0;
  server = createServer((socket) => {
    knocks += 1;
    socket.on("error", () => {});
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  elsewhere = `https://127.0.0.1:${server.address().port}/?secret`;
});
afterEach(() => server.close());

/** Everything that a page's policy can close, tried from inside. */
const leave = (page, address) => page.evaluate(async (address) => {
  const add = (tag, set, to = document.body) => {
    // Where the browser knows Trusted Types, a script or an object takes no plain address at all.
    try { to.append(Object.assign(document.createElement(tag), set)); } catch { /* refused */ }
  };
  for (const rel of ["prefetch", "preload", "modulepreload", "stylesheet", "icon", "manifest"]) {
    add("link", { rel, href: address, as: rel === "preload" ? "script" : "" }, document.head);
  }
  add("img", { src: address });
  add("script", { src: address });
  // No frame and no form here: Chromium opens a connection for them before it looks at the policy, and then sends nothing.
  add("video", { src: address });
  add("object", { data: address });
  navigator.sendBeacon?.(address, "secret");
  try { new WebSocket(address.replace("https:", "wss:")); } catch { /* refused */ }
  try { new EventSource(address); } catch { /* refused */ }
  await fetch(address, { mode: "no-cors" }).catch(() => {});
}, address);

describe("what leaves", () => {
  // Chromium alone fetches what a page only hints at; without a policy it does so here too, which shows that the test can see it.
  it("a hint to fetch leaves a page without a policy", { skip: name !== "chromium" && "Chromium alone" }, async () => {
    const page = await browser.newPage();
    await page.goto("data:text/html,<p>no policy");
    await page.evaluate((href) => document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href })), elsewhere);
    await pause();
    await page.close();
    assert.notEqual(knocks, 0);
  });

  for (const [how, settings] of [["as it comes", undefined], ["with no network at all", { network: { off: true }, remember: true }]]) {
    for (const over of ["file", "http"]) {
      it(`nothing that a policy can close, ${how}, over ${over}`, () => visit(browser, { over, settings }, async (desk) => {
        await leave(desk.page, elsewhere);
        await pause();
        assert.equal(knocks, 0);
      }));
    }
  }

  // Chromium connects for a frame and for a form before it looks at the policy, so knocks are not counted here, but bytes: over
  // plain HTTP, in which a request could be read.
  for (const tag of ["iframe", "form"]) {
    it(`no byte of a request for a ${tag}`, () => visit(browser, { over: "http" }, async (desk) => {
      let bytes = "";
      const open = createServer((socket) => {
        socket.on("error", () => {});
        socket.on("data", (data) => { bytes += data; });
      });
      open.listen(0, "127.0.0.1");
      await once(open, "listening");
      try {
        await desk.page.evaluate((tag, address) => {
          const made = document.createElement(tag);
          if (tag === "iframe") made.src = address;
          else Object.assign(made, { action: address, method: "post" });
          document.body.append(made);
          // Firefox throws where the policy refuses.
          try { if (tag === "form") made.submit(); } catch { /* refused */ }
        }, tag, `http://127.0.0.1:${open.address().port}/?secret`);
        await pause();
        assert.equal(bytes, "");
      } finally {
        open.close();
      }
    }));
  }

  it("nothing once the network is switched off, not even a prefetch", () => visit(browser, { over: "http", fragment: "#/settings" }, async (desk) => {
    await desk.page.waitForSelector(".network input[type=checkbox]");
    await desk.page.click(".network input[type=checkbox]");
    await desk.page.waitForFunction(() => document.querySelectorAll("meta[http-equiv=Content-Security-Policy]").length === 3);
    const policies = await desk.page.$$eval("meta[http-equiv=Content-Security-Policy]", (all) => all.map((meta) => meta.content));
    assert.equal(policies[2], policies[0].replace(/connect-src[^;]*/, "connect-src 'none'"));
    await leave(desk.page, elsewhere);
    await pause();
    assert.equal(knocks, 0);
  }));

  it("a prefetch that the browser kept back is not counted as left", () => visit(browser, {}, async (desk) => {
    await desk.page.evaluate((href) => document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href })), elsewhere);
    await pause();
    assert.equal(await desk.text(".ledger-count"), "0 requests have left this page");
  }));

  it("WebRTC is taken away in this window", () => visit(browser, {}, async (desk) => {
    assert.equal(await desk.page.evaluate(() => typeof RTCPeerConnection), "undefined");
  }));

  it("a text becomes HTML or a worker nowhere but where the page does it", () => visit(browser, {}, async (desk) => {
    if (!await desk.page.evaluate(() => Boolean(globalThis.trustedTypes))) return;
    const refused = await desk.page.evaluate(() => {
      const tries = [
        () => { document.createElement("p").innerHTML = "<b>x</b>"; },
        () => { new Worker("blob:null/x"); },
        () => { trustedTypes.createPolicy("mine", {}); },
        () => { trustedTypes.createPolicy("glance", {}); },
      ];
      return tries.map((attempt) => { try { attempt(); return "done"; } catch (error) { return error.name; } });
    });
    assert.deepEqual(refused, ["TypeError", "TypeError", "TypeError", "TypeError"]);
  }));
});

describe("what stays behind", () => {
  it("no text control is kept by the browser's session restore", () => visit(browser, {}, async (desk) => {
    await desk.paste("Received: from a.example by b.example; Tue, 3 Mar 2026 10:00:05 +0000\nFrom: a@example.com\n");
    await desk.headline();
    let seen = 0;
    for (const fragment of ["#/", "#/route", "#/session", "#/codes", "#/guide", "#/settings", "#/share", "#/compare"]) {
      await desk.page.evaluate((fragment) => { location.hash = fragment; }, fragment);
      await pause();
      await desk.page.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
      const controls = await desk.page.$$eval("textarea, input:not([type=checkbox], [type=radio], [type=file])", (all) => all.map((one) => [one.id || one.outerHTML.slice(0, 90), one.autocomplete]));
      seen += controls.length;
      assert.deepEqual(controls.filter(([, autocomplete]) => autocomplete !== "off"), [], fragment);
    }
    assert.ok(seen > 15, `${seen}`);
  }));
});

describe("what is not seen", () => {
  const hidden = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;
  it("gets a mark wherever the page shows it, and in what it copies", () => visit(browser, {}, async (desk) => {
    const text = "Received: from evil\u202egpj.example (evil\u200b.example [192.0.2.1]) by b.example; Tue, 3 Mar 2026 10:00:05 +0000\n"
      + "Received: from c.example by evil\u202egpj.example; Tue, 3 Mar 2026 09:00:05 +0000\nSubject: a\u001b[31m\u202eb\u{e0041}\nFrom: \u202ea@example.com\n";
    await desk.paste(text);
    await desk.headline();
    await desk.page.$$eval("#report details", (all) => all.forEach((one) => { one.open = true; }));
    await pause();
    const shown = await desk.page.$eval("#report", (report) => report.textContent);
    assert.doesNotMatch(shown, hidden);
    assert.match(shown, /\[U\+202E\]/);
  }));
});

describe("whom a question goes to", () => {
  it("stands beside Ask, whatever a stored setting says", () => visit(browser, { settings: { network: { resolver: "custom", custom: "https://dns.example/dns-query" }, remember: true } }, async (desk) => {
    await desk.page.evaluate(() => { location.hash = "#/route"; });
    assert.match(await desk.text("#walk-asks"), /^Asks .*dns\.example/);
  }));
});
