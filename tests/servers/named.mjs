// BIND: the servers that are responsible, each at a loopback address of its own, and one that recurses from the root down.
//
// One program plays them all. It listens at 127.0.0.1 alone, because it takes no address that no interface is configured with;
// at the servers' addresses dnsdist listens and hands on, and which zones BIND knows depends on the address that this comes from.
// All listen on one port, and the option `port` makes the recursion ask other servers at that port too, so that delegations
// are followed as in the world.

import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { find, start } from "./program.mjs";

const zones = fileURLToPath(new URL("zones", import.meta.url));

/** Where each server is asked. The last knows no zone, and refuses: what a delegation to the wrong server leads to. */
export const servers = { root: ["127.0.0.2"], registry: ["127.0.0.3"], hosts: ["127.0.0.4", "127.0.0.5"], lame: ["127.0.0.6"] };

/** The zones that are signed, children first: each parent takes its children's DS records. */
const signed = [["hosts", "signed.example"], ["hosts", "bogus.example"], ["registry", "example"], ["root", "."]];

/** Writes the zones and signs them. Returns the root's public key, which a validating resolver has to know. */
export function prepare(directory) {
  cpSync(zones, directory, { recursive: true });
  for (const [server, zone] of signed) {
    const file = join(directory, server, `${zone === "." ? "root" : zone}.zone`);
    // One key a zone is enough: it signs the keys and all else.
    execFileSync(find("dnssec-keygen"), ["-q", "-a", "ECDSAP256SHA256", "-f", "KSK", zone], { cwd: directory, stdio: "pipe" });
    execFileSync(find("dnssec-signzone"), ["-q", "-S", "-z", "-g", "-o", zone, "-f", `${file}.signed`, file], { cwd: directory, stdio: "pipe" });
    cpSync(`${file}.signed`, file);
  }
  const bogus = join(directory, "hosts/bogus.example.zone");
  const [before, after] = [/(\sMX\s+10 )before\./, "$1after."];
  const text = readFileSync(bogus, "utf8");
  if (!before.test(text)) throw new Error("the MX record to be broken is not there");
  writeFileSync(bogus, text.replace(before, after));
  const keys = readdirSync(directory).filter((name) => name.startsWith("K.+") && name.endsWith(".key"));
  return readFileSync(join(directory, keys[0]), "utf8");
}

/** Starts it on what `prepare` wrote. */
export function named(directory, port) {
  const view = (name, addresses) => {
    const known = name === "lame" ? [] : readdirSync(join(directory, name)).filter((file) => file.endsWith(".zone"));
    return `view ${name} {
  match-clients { ${addresses.map((address) => `${address};`).join(" ")} };
  recursion no;
${known.map((file) => `  zone "${file === "root.zone" ? "." : file.slice(0, -5)}" { type primary; file "${name}/${file}"; };`).join("\n")}
};`;
  };
  writeFileSync(join(directory, "hints"), ". 3600000 NS a.root-servers.example.\na.root-servers.example. 3600000 A 127.0.0.2\n");
  writeFileSync(join(directory, "named.conf"), `
options {
  directory "${directory}";
  port ${port};
  listen-on { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  allow-transfer { none; };
  empty-zones-enable no;
  dnssec-validation no;
  minimal-responses yes;
  notify no;
};
controls { };
logging {
  channel questions { file "questions.log"; severity info; print-time no; };
  category queries { questions; };
  channel complaints { stderr; severity warning; };
  category default { complaints; };
};
${Object.entries(servers).map(([name, addresses]) => view(name, addresses)).join("\n")}
view recursion {
  match-clients { 127.0.0.1; };
  recursion yes;
  // Whole names, so that the log shows what was wanted to know.
  qname-minimization off;
  zone "." { type hint; file "hints"; };
};
`);
  const program = start("named", ["-f", "-n", "1", "-c", join(directory, "named.conf")], { directory });
  return {
    ...program,
    /** What the responsible servers were asked so far: { server, name, type }. */
    asked: () => [...readFileSync(join(directory, "questions.log"), "utf8").matchAll(/view (\w+): query: (\S+) IN (\S+) /g)]
      .map(([, server, name, type]) => ({ server, name, type }))
      .filter(({ server }) => server !== "recursion"),
  };
}
