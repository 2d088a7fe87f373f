// dnsdist: DNS over HTTPS (RFC 8484), in plain HTTP on the loopback address, readable by any page. Its log is what was asked.
// It also lends the responsible servers their addresses: see named.mjs.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { servers } from "./named.mjs";
import { start } from "./program.mjs";

/** Starts it at the port `web`, in front of the resolver and of the responsible servers at the ports given. */
export function dnsdist(directory, { web, front, resolver, authority }) {
  writeFileSync(join(directory, "dnsdist.conf"), `
-- Asks nobody whether it is up to date.
setSecurityPollSuffix("")
setLocal("127.0.0.1:${front}")
${Object.values(servers).flat().map((address) => `
addLocal("${address}:${authority}")
newServer({ address = "127.0.0.1:${authority}", source = "${address}", pool = "${address}" }):setUp()
at = newNMG()
at:addMask("${address}/32")
addAction(NetmaskGroupRule(at, false), PoolAction("${address}"))`).join("\n")}

newServer({ address = "127.0.0.1:${resolver}" }):setUp()
addAction(AllRule(), LogAction("${join(directory, "asked.log")}", false, true, false, false))
addDOHLocal("127.0.0.1:${web}", nil, nil, "/dns-query", { customResponseHeaders = { ["access-control-allow-origin"] = "*" } })
`);
  const program = start("dnsdist", ["--supervised", "--disable-syslog", "-C", join(directory, "dnsdist.conf")], { directory });
  return {
    ...program,
    /** What came in so far, each as "name TYPE", in order. */
    asked: () => [...readFileSync(join(directory, "asked.log"), "utf8").matchAll(/ for (\S+) (\S+) with id/g)]
      .map(([, name, type]) => `${name === "." ? name : name.replace(/\.$/, "")} ${type}`),
  };
}
