// Serves one directory on the loopback address. `scripts/serve` runs it; the browser tests import it.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };

/**
 * Starts a server for the files of `root` on a free port, or on `port`.
 * `hits` is every path that was asked for, in order.
 * @returns {Promise<{ url: string, hits: string[], close: () => Promise<void> }>}
 */
export async function serve(root, { port = 0, gzip = false } = {}) {
  const top = resolve(root);
  const hits = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    hits.push(pathname);
    try {
      const path = resolve(join(top, decodeURIComponent(pathname), pathname.endsWith("/") ? "index.html" : ""));
      if (!path.startsWith(top + sep)) throw new Error("outside of the directory");
      let body = await readFile(path);
      const headers = { "content-type": types[extname(path)] ?? "application/octet-stream", "cache-control": "no-store" };
      if (gzip) {
        body = gzipSync(body, { level: 9 });
        headers["content-encoding"] = "gzip";
      }
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
    }
  });
  await new Promise((ready, failed) => server.once("error", failed).listen(port, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    hits,
    close: () => new Promise((closed) => { server.close(closed); server.closeAllConnections(); }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [root, port] = process.argv.slice(2);
  const { url } = await serve(root, { port: Number(port ?? 0) });
  console.log(`Backstamp is at ${url} (Ctrl+C ends it)`);
}
