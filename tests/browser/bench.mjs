// Measures the built page in Chromium. Usage: node tests/browser/bench.mjs [runs]
//
// Cold load: a new profile, 1.6 Mbit/s, 150 ms round trip, a processor slowed 4 times, the file packed with gzip.
//   box      until the input takes a paste, from the start of the navigation
//   report   until the report on what was put into it at once is in the page
// Paste: 12 KB of headers with a real Ctrl+V, nothing slowed: from the paste event to the report in the page, and to the
// next frame. The first paste of a page and the later ones are told apart.
//
// Freeze: the longest time that the page stands still after a paste of more, as the browser's own trace has it, in time
// of the processor: a machine that does something else besides makes it no longer.

import { dirname } from "node:path";
import { serve } from "../../scripts/lib/server.mjs";
import { Desk, launch, sealed } from "./rig.mjs";

const runs = Number(process.argv[2] ?? 5);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const show = (what, values) => {
  const [low, middle, high] = [Math.min(...values), median(values), Math.max(...values)].map((ms) => ms.toFixed(1));
  console.log(`${what.padEnd(46)} ${middle} ms (${low} to ${high}, ${values.length} runs)`);
};

/** Headers of about `size` bytes, each call another message. */
function headers(size, seed) {
  let text = "";
  for (let hop = 0; text.length < size; hop += 1) {
    const second = String((seed + hop) % 60).padStart(2, "0");
    text = `Received: from relay${hop}.example.com (relay${hop}.example.com [192.0.2.${hop % 250}])\n`
      + `\tby relay${hop + 1}.example.com (Postfix) with ESMTPS id 4${seed}${hop}\n`
      + `\tfor <someone@example.org>; Tue, 3 Mar 2026 10:${String(hop % 60).padStart(2, "0")}:${second} +0000 (UTC)\n${text}`;
  }
  return `${text}From: someone@example.com\nSubject: ${seed}\n`;
}

/** Notes in the page when the report's text changes, and when a paste arrives. */
function watch() {
  globalThis.times = {};
  addEventListener("paste", () => { times = { paste: performance.now() }; }, true);
  new MutationObserver((changes) => {
    const report = document.querySelector("#report");
    if (times.report !== undefined || !report?.querySelector("#headline, .glance h1")?.textContent.trim()) return;
    if (!changes.some(({ target }) => report.contains(target))) return;
    times.report = performance.now();
    requestAnimationFrame(() => setTimeout(() => { times.frame = performance.now(); }));
  }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
}

/** Fills the input as soon as it is there, as somebody would who cannot wait. */
function fillAtOnce(text) {
  const observer = new MutationObserver(() => {
    const input = document.querySelector("#input");
    if (!input || performance.getEntriesByName("box").length === 0) return;
    observer.disconnect();
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  observer.observe(document, { childList: true, subtree: true });
}

async function coldLoad(server, seed) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const session = await page.createCDPSession();
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", {
      offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8,
    });
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.evaluateOnNewDocument(watch);
    await page.evaluateOnNewDocument(fillAtOnce, headers(12_000, seed));
    await page.goto(server.url, { waitUntil: "load", timeout: 60_000 });
    await page.waitForFunction(() => times.report !== undefined, { timeout: 60_000 });
    return await page.evaluate(() => ({ box: performance.getEntriesByName("box")[0].startTime, report: times.report }));
  } finally {
    await browser.close();
  }
}

async function pastes(server, count) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const desk = new Desk(browser, page);
    await page.evaluateOnNewDocument(watch);
    await page.goto(server.url);
    await desk.ready();
    const measured = [];
    for (let seed = 0; seed < count; seed += 1) {
      // Each a hop longer, so that each changes the report.
      await desk.paste(headers(12_000 + seed * 190, seed));
      await page.waitForFunction(() => times.frame !== undefined);
      measured.push(await page.evaluate(() => ({ report: times.report - times.paste, frame: times.frame - times.paste })));
    }
    return measured;
  } finally {
    await browser.close();
  }
}

/** The longest task of the page's thread from a paste on, in milliseconds of the processor. */
async function freeze(server, text) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const desk = new Desk(browser, page);
    await page.goto(server.url);
    await desk.ready();
    await desk.copyToClipboard(text);
    await page.tracing.start({ categories: ["toplevel", "devtools.timeline"] });
    await desk.paste();
    await desk.headline();
    await page.evaluate(() => new Promise((done) => { requestIdleCallback(done, { timeout: 2_000 }); }));
    const { traceEvents: events } = JSON.parse(Buffer.from(await page.tracing.stop()).toString());
    const paste = events.find(({ name, args }) => name === "EventDispatch" && args.data.type === "paste");
    const tasks = events.filter(({ name, pid, tid, ts, dur }) => (
      name.endsWith("RunTask") && pid === paste.pid && tid === paste.tid && ts + dur >= paste.ts
    ));
    return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1_000;
  } finally {
    await browser.close();
  }
}

const lines = (size) => `\n${"A line of a body, as long as most lines of a body are.\n".repeat(size / 54)}`;
const noise = (size) => {
  let seed = 1;
  return Array.from({ length: size }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return String.fromCharCode(32 + (seed >>> 16) % 95);
  }).join("");
};
const large = [
  ["headers of 23 KB, the most in the box", headers(23_000, 1)],
  ["headers of 150 KB", headers(150_000, 2)],
  ["rubbish of 2 MB in one line", noise(2_000_000)],
  ["a message of 10 MB", headers(4_000, 3) + lines(10_000_000)],
];

const server = await serve(dirname(sealed), { gzip: true });
try {
  const loads = [];
  for (let run = 0; run < runs; run += 1) loads.push(await coldLoad(server, run));
  show("cold load: box usable", loads.map(({ box }) => box));
  show("cold load: first report", loads.map(({ report }) => report));

  const [first, ...later] = await pastes(server, runs + 1);
  show("first paste of 12 KB: report in page", [first.report]);
  show("paste of 12 KB: report in page", later.map(({ report }) => report));
  show("paste of 12 KB: next frame", later.map(({ frame }) => frame));

  for (const [what, text] of large) {
    const longest = [];
    for (let run = 0; run < runs; run += 1) longest.push(await freeze(server, text));
    show(`freeze: ${what}`, longest);
  }
} finally {
  await server.close();
}
