// The headers that docs/hosting.md gives for nginx, on a real nginx on the loopback address.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
const isThere = (() => {
  try { return execFileSync("nginx", ["-v"], { env, stdio: "ignore" }), true; } catch { return false; }
})();

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

describe("hosting", { skip: !isThere && "nginx is not installed" }, () => {
  it("nginx sends the headers of docs/hosting.md", async () => {
    const folder = mkdtempSync(join(tmpdir(), "backstamp-nginx-"));
    const port = await freePort();
    const [, block] = readFileSync(join(root, "docs/hosting.md"), "utf8").match(/```nginx\n([^]*?)```/);
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>x</title>");
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
    writeFileSync(join(folder, "nginx.conf"), `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; ${process.getuid() === 0 ? "user root;" : ""}
events {}
http { access_log off; ${temporary} server { listen 127.0.0.1:${port}; ${block.replaceAll("/srv/backstamp", folder)} } }\n`);
    const server = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], { env, stdio: "inherit" });
    try {
      let response;
      for (let tries = 0; !response && tries < 50; tries += 1) {
        response = await fetch(`http://127.0.0.1:${port}/`).catch(() => new Promise((done) => { setTimeout(done, 100); }));
      }
      assert.equal(response?.status, 200);
      const headers = Object.fromEntries(response.headers);
      assert.equal(headers["content-security-policy"], "frame-ancestors 'none'");
      assert.equal(headers["cross-origin-opener-policy"], "same-origin");
      assert.equal(headers["cross-origin-resource-policy"], "same-origin");
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["referrer-policy"], "no-referrer");
      assert.match(headers["permissions-policy"], /camera=\(\)/);
    } finally {
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
