// Haraka as a server on the loopback address. It behaves like the Postfix in postfix.mjs, by a plugin that is written here; in
// TLS it takes a login too, of jane with the password below, and then relays.

import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { certificate, freePort, greeted } from "./postfix.mjs";

const program = process.env.HARAKA_PROGRAM ?? resolve(dirname(fileURLToPath(import.meta.url)), "../../node_modules/Haraka/bin/haraka");

/** A password with every sign that a shell or a parser may stumble over. */
export const PASSWORD = "p'w \"$x`id`\\\\ %s;é";

const PLUGIN = `
exports.register = function () { this.inherits("auth/auth_base"); };
exports.hook_capabilities = function (next, connection) {
  if (connection.tls.enabled) {
    connection.capabilities.push("AUTH PLAIN LOGIN");
    connection.notes.allowed_auth_methods = ["PLAIN", "LOGIN"];
  }
  next();
};
exports.get_plain_passwd = (user, connection, found) => found(user === "jane" ? ${JSON.stringify(PASSWORD)} : null);
exports.hook_rcpt = function (next, connection, params) {
  const address = params[0].format().slice(1, -1).toLowerCase();
  if (address === "joe@grey.test") return next(DENYSOFT, "Greylisted, try again in 5 minutes");
  if (/@(mail|grey)[.]test$/.test(address)) {
    if (/^(joe|ann)@/.test(address)) return next(OK);
    return next(DENY, "User unknown");
  }
  if (connection.relaying) return next(OK);
  return next(DENY, "Relay access denied");
};
exports.hook_data_post = function (next, connection) {
  if (/forbidden/.test(connection.transaction.header.get("Subject"))) return next(DENY, "Message content rejected: it looks like spam");
  return next();
};
exports.hook_queue = (next) => next(OK, "queued");
`;

/** Why Haraka cannot run here; undefined where it can. */
export function whyNoHaraka() {
  return existsSync(program) ? undefined : "Haraka is not installed (npm)";
}

/** Starts Haraka. */
export async function startHaraka() {
  const folder = mkdtempSync(join(tmpdir(), "backstamp-haraka-"));
  const config = join(folder, "config");
  for (const path of [config, join(folder, "plugins"), join(folder, "queue")]) mkdirSync(path);
  certificate(folder);
  const [port, tlsPort] = [await freePort(), await freePort()];
  const files = {
    "smtp.ini": `listen=127.0.0.1:${port},127.0.0.1:${tlsPort}\nsmtps_port=${tlsPort}\nnodes=0\n`,
    "tls.ini": `key=${join(folder, "key.pem")}\ncert=${join(folder, "cert.pem")}\nno_tls_hosts=\n`,
    plugins: "tls\nsessions\n",
    me: "mx.mail.test\n",
    "host_list": "mail.test\ngrey.test\n",
    "log.ini": "level=warn\n",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(config, name), text);
  // It does not greet without the settings that come with it.
  copyFileSync(join(dirname(program), "../config/connection.ini"), join(config, "connection.ini"));
  writeFileSync(join(folder, "plugins/sessions.js"), PLUGIN);
  const child = spawn(process.execPath, [program, "-c", folder], { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { log += data; });
  const stop = async () => {
    if (child.exitCode === null) {
      const gone = new Promise((done) => { child.once("exit", done); });
      child.kill("SIGKILL");
      await gone;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await greeted(port);
  } catch (error) {
    await stop();
    throw new Error(`Haraka did not start: ${error.message}\n${log}`);
  }
  return { port, tlsPort, name: "Haraka", stop, log: () => log };
}
