// Real DNS servers on the loopback address, for the tests: what a domain's servers, a resolver and its web server are.
//
//   const dns = await startServers();
//   dns.url                                   // a resolver to be asked over HTTP: http://127.0.0.1:PORT/dns-query
//   await ask(dns.url, "shop.example", "MX")  // { code, authenticated, answers, soa, errors }: see wire.mjs
//   dns.asked()                               // what it was asked so far: ["shop.example MX", …]
//   dns.named.asked()                         // what the responsible servers were asked: [{ server, name, type }, …]
//   await dns.close();
//
//   dnsdist (DNS over HTTP, CORS) → unbound (validates) → BIND that recurses → BIND for the root, for `example.`, for the rest
//
// The zones are in zones/, a folder a server; their first lines say what each is for. All of it runs in a folder of its own
// on free ports, asks nobody else, and ends with the test, however that ends.

import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { dnsdist } from "./dnsdist.mjs";
import { forward } from "./forward.mjs";
import { named, prepare } from "./named.mjs";
import { folder, freePort } from "./program.mjs";
import { unbound } from "./unbound.mjs";
import { read, write } from "./wire.mjs";

/** Starts them all, and waits until they answer. */
export async function startServers() {
  const directory = folder();
  const at = (name) => {
    const path = join(directory, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const key = prepare(at("named"));
  // A port that was free may be taken before its server is up: then all over again, with others.
  for (let left = 3; ; left -= 1) {
    const [authority, resolver, front, web] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
    const programs = {
      named: named(at("named"), authority),
      unbound: unbound(at("unbound"), resolver, authority, key),
      dnsdist: dnsdist(at("dnsdist"), { web, front, resolver, authority }),
    };
    let bridge;
    const close = async () => {
      await Promise.all([...Object.values(programs).map((program) => program.stop()), bridge?.close()]);
      await rm(directory, { recursive: true, force: true });
    };
    try {
      await answering(programs, web);
      let url = `http://127.0.0.1:${web}/dns-query`;
      if (!await speaksOldHttp(url)) {
        bridge = await forward(web);
        url = `${bridge.origin}/dns-query`;
      }
      const before = programs.dnsdist.asked().length;
      return { url, named: programs.named, web, asked: () => programs.dnsdist.asked().slice(before), close };
    } catch (error) {
      const taken = Object.values(programs).some((program) => program.ended());
      if (!taken || left <= 1) {
        await close();
        throw error;
      }
      await Promise.all(Object.values(programs).map((program) => program.stop()));
    }
  }
}

/** Waits until the web server hands on an answer that comes from the last of the servers. */
async function answering(programs, web) {
  const bridge = await forward(web);
  try {
    const until = Date.now() + 15_000;
    for (let answer; ; ) {
      answer = await ask(`${bridge.origin}/dns-query`, "ns1.hosts.example", "A").catch(String);
      if (answer.code === "NOERROR") return;
      const dead = Object.values(programs).some((program) => program.ended());
      if (dead || Date.now() > until) {
        const said = Object.values(programs).map((program) => program.said()).join("\n");
        throw new Error(`no answer yet: ${JSON.stringify(answer)}\n${said}`);
      }
      await new Promise((done) => setTimeout(done, 50));
    }
  } finally {
    await bridge.close();
  }
}

/** Browsers speak HTTP/1.1 where there is no TLS. dnsdist does so with the library h2o alone, which it left in 1.9. */
const speaksOldHttp = (url) => fetch(url, { signal: AbortSignal.timeout(2_000) }).then(() => true, () => false);

/** Asks over HTTP as RFC 8484 has it, past everything that Backstamp is. */
export async function ask(url, name, type) {
  const response = await fetch(`${url}?dns=${write(name, type).toString("base64url")}`, {
    headers: { accept: "application/dns-message" },
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  const { headers } = response;
  return { ...read(Buffer.from(await response.arrayBuffer())), headers };
}
