// The toolkit says in Node what the library says natively: each sample through both, the reports compared as values.
//
// BACKSTAMP_TOOLKIT names the folder with what wasm-bindgen wrote, ANALYZER the program of examples/analyze.rs; by default those
// that scripts/test builds.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "../..");
const folder = process.env.BACKSTAMP_TOOLKIT ?? join(root, "target/toolkit");
const analyzer = process.env.ANALYZER ?? join(root, "target/debug/examples/analyze");
const toolkit = await import(pathToFileURL(join(folder, "backstamp_toolkit.js")));
const now = "2026-01-02T03:04:05Z";

/** What the library says natively of each of the inputs. */
function natively(inputs) {
  const lines = inputs.map((bytes, id) => JSON.stringify({ id, base64: bytes.toString("base64"), now }));
  const run = spawnSync(analyzer, { input: lines.join("\n"), maxBuffer: 1 << 28, encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout.trim().split("\n").map((line) => JSON.parse(line).report);
}

/** Every file of a folder, by its path. */
function files(...folders) {
  const all = folders.flatMap((name) =>
    readdirSync(join(root, name), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  return all.sort();
}

test("every sample and fixture gives the same report in Node", () => {
  const paths = files("samples", "tests/fixtures");
  assert.ok(paths.length > 50, `only ${paths.length} inputs`);
  const inputs = paths.map((path) => readFileSync(path));
  const expected = natively(inputs);
  for (const [at, path] of paths.entries()) {
    assert.deepEqual(toolkit.analyze(inputs[at], { now }), expected[at], path);
  }
});

test("a string is read as its UTF-8 bytes", () => {
  const text = "550 5.1.1 <anna@example.org>: Recipient unknown \u2013 pr\u00FCfen";
  assert.deepEqual(toolkit.analyze(text, { now }), natively([Buffer.from(text)])[0]);
  assert.equal(toolkit.analyze(text).reply.reason, "userunknown");
});

test("one's own domains are taken from the context, and a wrong one is refused", () => {
  const text = "Received: from a.example.net by mx.example.com; Fri, 13 Feb 2009 21:23:21 +0000\n\n";
  const report = toolkit.analyze(text, { mine: { domains: ["example.com"] } });
  assert.ok(report.route.hosts.find((host) => host.name === "mx.example.com").mine);
  assert.ok(!toolkit.analyze(text).route.hosts.some((host) => host.mine));
  assert.throws(() => toolkit.analyze(text, { now: "yesterday" }));
  assert.throws(() => toolkit.analyze(7), /string or a Uint8Array/);
});

test("bytes that are nothing give a report too", () => {
  for (const bytes of [new Uint8Array(), Uint8Array.of(0, 255, 254, 13), new Uint8Array(70_000).fill(58)]) {
    assert.equal(typeof toolkit.analyze(bytes).kind, "string");
  }
  assert.match(toolkit.version(), /^\d+\.\d+\.\d+$/);
});
