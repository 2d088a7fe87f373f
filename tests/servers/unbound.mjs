// unbound: the validating resolver. It knows the root's key, checks every signature, and says what is wrong (RFC 8914).

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "./program.mjs";

/** Starts it. `recursion`: the port of the server that recurses for it; `key`: the root's. */
export function unbound(directory, port, recursion, key) {
  writeFileSync(join(directory, "root.key"), key);
  const reverse = ["2.0.192.in-addr.arpa.", "100.51.198.in-addr.arpa.", "113.0.203.in-addr.arpa.", "8.b.d.0.1.0.0.2.ip6.arpa."];
  writeFileSync(join(directory, "unbound.conf"), `
server:
  interface: 127.0.0.1
  port: ${port}
  directory: "${directory}"
  username: ""
  chroot: ""
  pidfile: ""
  use-syslog: no
  logfile: ""
  num-threads: 1
  module-config: "validator iterator"
  trust-anchor-file: "${join(directory, "root.key")}"
  ede: yes
  do-ip6: no
  do-not-query-localhost: no
  qname-minimisation: no
${reverse.map((zone) => `  local-zone: "${zone}" nodefault`).join("\n")}
forward-zone:
  name: "."
  forward-addr: 127.0.0.1@${recursion}
remote-control:
  control-enable: no
`);
  return start("unbound", ["-d", "-c", join(directory, "unbound.conf")], { directory });
}
