// What the browser tests stand on: opens the sealed page the way a user does, and notes whatever it should not do.
//
//   const browser = await launch("chromium");                 // or "firefox"
//   await visit(browser, { over: "file" }, async (desk) => {  // or "http"; the network is off in both
//     await desk.paste(text);                                 // through the clipboard, with a real Ctrl+V
//     assert.match(await desk.headline(), /…/);
//     await desk.assertQuiet();                               // no console error, no policy report, no request
//   });
//   await browser.close();
//
// `desk.page` is puppeteer's own page, for everything that has no helper here.

import assert from "node:assert/strict";
import { accessSync, constants, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { serve } from "../../scripts/lib/server.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The file under test. */
export const sealed = join(root, "dist/index.html");

/** Where screenshots go. */
export const screenshots = join(root, "target/screenshots");

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const chromium = {
  browser: "chrome",
  names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    // No name but the loopback address leads anywhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  ],
};

const firefox = {
  browser: "firefox",
  names: ["firefox-esr", "firefox"],
  extraPrefsFirefox: {
    // Everything but the loopback address goes to a proxy that is not there.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
  },
};

/** Starts a browser with a new profile: "chromium" or "firefox". The variables CHROMIUM and FIREFOX name another program. */
export async function launch(name = "chromium") {
  const { names, ...options } = { chromium, firefox }[name];
  const executablePath = process.env[name.toUpperCase()] ?? names.map(program).find(Boolean);
  assert(executablePath, `none of ${names.join(", ")} is installed`);
  return puppeteer.launch({ ...options, executablePath, headless: true });
}

function program(name) {
  return process.env.PATH.split(delimiter).map((directory) => join(directory, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Opens the sealed page and waits until its program runs.
 * @param {object} how
 * @param {"file" | "http"} how.over  from the disk, or from a server on the loopback address
 * @param {number} how.width  of the window, in CSS pixels
 * @param {number} how.height
 * @param {boolean} how.dark  ask for the dark theme (Chromium)
 * @param {string} how.fragment  what follows `#` in the address
 * @param {any} how.settings  what the browser remembers as the settings, each time that the page is opened
 * @param {any} how.once  the same, for the first time alone
 * @param {boolean} how.wait  false: return as soon as the shell is there
 * @returns {Promise<Desk>}
 */
export async function open(browser, { over = "file", width = 1280, height = 900, dark, fragment = "", settings, once, wait = true } = {}) {
  const server = over === "http" ? await serve(dirname(sealed)) : undefined;
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  await page.setViewport({ width, height });
  if (dark !== undefined) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  }
  const remembers = settings !== undefined || once !== undefined;
  const desk = new Desk(browser, page, server, remembers);
  await page.evaluateOnNewDocument(() => {
    globalThis.policyReports = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      globalThis.policyReports.push(`${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample}`.trim());
    });
  });
  if (remembers) {
    await page.evaluateOnNewDocument((text, once) => {
      if (once && performance.getEntriesByType("navigation")[0]?.type === "reload") return;
      try {
        localStorage.setItem("backstamp.settings", text);
      } catch {
        // A page without storage, such as the empty one before.
      }
    }, JSON.stringify(settings ?? once), once !== undefined);
  }
  try {
    await page.goto((server?.url ?? pathToFileURL(sealed).href) + fragment, { waitUntil: "domcontentloaded" });
    if (wait) await desk.ready();
  } catch (error) {
    await desk.close();
    throw error;
  }
  return desk;
}

/** Opens the sealed page (see `open`), does something with it, and closes it however that went. */
export async function visit(browser, how, use) {
  const desk = await open(browser, how);
  try {
    return await use(desk);
  } finally {
    await desk.close();
  }
}

/** An open page, and what a user does with it. */
export class Desk {
  #server;
  #remembers;
  #requests = [];
  #console = [];
  #errors = [];

  constructor(browser, page, server, remembers = false) {
    this.browser = browser;
    this.page = page;
    this.#server = server;
    this.#remembers = remembers;
    page.on("console", (message) => {
      if (["error", "warn", "assert"].includes(message.type())) this.#console.push(`${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.#errors.push(error.stack ?? String(error)));
    page.on("request", (request) => {
      // `data:` and `blob:` are parts of the page itself.
      if (!request.isNavigationRequest() && !/^(data|blob):/.test(request.url())) this.#requests.push(request.url());
    });
  }

  /** Waits until the program runs: the mark "program" that shell/start.js sets. */
  async ready() {
    await this.page.waitForFunction(() => performance.getEntriesByName("program").length > 0);
  }

  /** Puts text into the clipboard, as another window would. */
  async copyToClipboard(text) {
    const other = await this.browser.newPage();
    await other.goto("data:text/html,<textarea autofocus></textarea>");
    await other.bringToFront();
    await other.evaluate((text) => {
      const box = document.querySelector("textarea");
      box.value = text;
      box.focus();
      box.select();
    }, text);
    await chord(other, "KeyC");
    await other.close();
    await this.page.bringToFront();
  }

  /** Replaces what is in the input by the clipboard's text, with a real Ctrl+V. Without text: what is in the clipboard. */
  async paste(text) {
    if (text !== undefined) await this.copyToClipboard(text);
    await this.page.focus("#input");
    await chord(this.page, "KeyA");
    await chord(this.page, "KeyV");
  }

  /** Drops a file of the disk onto an element. */
  async drop(path, onto = "#input") {
    const element = await this.page.waitForSelector(onto);
    if (/^firefox/i.test(await this.browser.version())) {
      await element.evaluate((target, name, base64) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
        for (const type of ["dragenter", "dragover", "drop"]) {
          target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
        }
      }, path.split("/").at(-1), readFileSync(path).toString("base64"));
      return;
    }
    const { x, y } = await element.clickablePoint();
    const session = await this.page.createCDPSession();
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await session.send("Input.dispatchDragEvent", { type, x, y, data: { items: [], files: [resolve(path)], dragOperationsMask: 1 } });
    }
    await session.detach();
  }

  /** Gives a file of the disk to the page's own file chooser. */
  async choose(path, input = "input[type=file]") {
    await (await this.page.$(input)).uploadFile(resolve(path));
  }

  /** The text of an element, once it is there and not empty. */
  async text(selector) {
    // What the browser has not drawn yet has a text, and none that is to be seen.
    await this.page.waitForFunction((selector) => document.querySelector(selector)?.innerText.trim(), {}, selector);
    return this.page.$eval(selector, (element) => element.innerText.trim());
  }

  /** The report's headline, once there is one and the rest of the report, which comes a frame later, is there too. */
  async headline() {
    await this.text("#headline");
    // Of two timers of a page the one that is due first runs first: see src/page/components/common/deferred.rs.
    await this.page.evaluate(() => new Promise((done) => { setTimeout(done, 40); }));
    return this.text("#headline");
  }

  /** Waits for the headline to match, and returns it. */
  async headlineLike(pattern) {
    await this.page.waitForFunction(
      (source, flags) => new RegExp(source, flags).test(document.querySelector("#headline")?.textContent ?? ""),
      {}, pattern.source, pattern.flags,
    );
    return this.headline();
  }

  /** The page as axe-core sees it: a line for each violation; none when there is none. */
  async violations() {
    // The page's policy forbids foreign scripts; this one comes in through the debugger, which no page can do.
    await this.page.evaluate(axe);
    // A colour on its way from one to another is neither.
    await this.page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {}));
    const { violations } = await this.page.evaluate(() => globalThis.axe.run());
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
  }

  /**
   * What cannot be read for its layout: a line for each cell, chip or label that is narrower than its longest word, and for
   * each two texts that lie over each other; none when there is none. Long host names and ids may break anywhere.
   */
  async unreadable() {
    return this.page.evaluate(() => {
      const seen = { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true };
      const shown = [...document.querySelectorAll("th, td, dt, dd, label, legend, button, summary, h1, h2, h3, p, li, .chip")]
        .filter((element) => element.checkVisibility(seen) && !element.closest(".unseen, svg, [hidden]"));
      const found = [];
      const pen = document.createElement("canvas").getContext("2d");
      for (const element of shown) {
        const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(" ");
        // Words of a language, which are read as a whole; what is longer is a name or an id.
        const words = own.match(/(?<![\p{L}\p{N}.@_-])\p{L}{2,14}(?![\p{L}\p{N}.@_-])/gu) ?? [];
        const style = getComputedStyle(element);
        if (words.length === 0 || style.display.startsWith("inline")) continue;
        pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
        const widest = words.reduce((a, b) => (pen.measureText(a).width >= pen.measureText(b).width ? a : b));
        const room = element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        if (room > 0 && pen.measureText(widest).width > room + 1.5) found.push(`narrow: ${element.localName} of ${Math.round(room)} pixels for "${widest}"`);
      }
      const texts = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node && texts.length < 4_000; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!node.data.trim() || !parent?.checkVisibility(seen)) continue;
        if (parent.closest("svg, .unseen, .skip, .toast, #toast, textarea, .backdrop, .window, option, [aria-hidden=true], script, style")) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const { left, right, top, bottom } of range.getClientRects()) {
          if (right - left > 1 && bottom - top > 1) texts.push({ left, right, top, bottom, node, parent });
        }
      }
      texts.sort((a, b) => a.top - b.top);
      for (const [index, one] of texts.entries()) {
        for (let at = index + 1; at < texts.length && texts[at].top < one.bottom; at += 1) {
          const other = texts[at];
          if (other.node === one.node) continue;
          const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
          const high = Math.min(one.bottom, other.bottom) - other.top;
          // Lines of one paragraph touch; what lies over another by a third of a letter does not.
          if (wide > 3 && high > 7) found.push(`over each other: "${one.node.data.trim().slice(0, 30)}" and "${other.node.data.trim().slice(0, 30)}"`);
        }
      }
      return found.slice(0, 20);
    });
  }

  /** Saves what is seen, or the whole page, to target/screenshots; returns the file's path. */
  async screenshot(name, { fullPage = false } = {}) {
    mkdirSync(screenshots, { recursive: true });
    const path = join(screenshots, `${name}.png`);
    await this.page.screenshot({ path, fullPage });
    return path;
  }

  /** All that the page should not have done: console messages, errors, policy reports, requests. */
  async noticed() {
    return {
      console: [...this.#console],
      errors: [...this.#errors],
      policyReports: await this.page.evaluate(() => [...globalThis.policyReports]),
      // What the page tried, even where the browser refused; and what the server was asked for besides the page.
      requests: [...this.#requests],
      served: this.#server?.hits.slice(1) ?? [],
    };
  }

  /** Fails where the page did anything that it should not. */
  async assertQuiet() {
    assert.deepEqual(await this.noticed(), { console: [], errors: [], policyReports: [], requests: [], served: [] });
  }

  /** Closes the page, and its server. The next page knows nothing of what this one was to remember. */
  async close() {
    if (this.#remembers) await this.page.evaluate(() => { localStorage.clear(); }).catch(() => {});
    await this.page.close();
    await this.#server?.close();
  }
}

/** Presses Ctrl and a key. */
export async function chord(page, key) {
  await page.keyboard.down("Control");
  await page.keyboard.press(key);
  await page.keyboard.up("Control");
}
