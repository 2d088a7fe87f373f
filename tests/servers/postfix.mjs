// Debian's Postfix as a server on the loopback address, with a configuration and a queue of its own, and without systemd.
//
//   const postfix = await startPostfix();     // undefined where it cannot run; `why` in startPostfix.skipped
//   postfix.port                              // takes mail for mail.test: joe is known, others are not
//   postfix.tlsPort, postfix.proxyPort        // the same in TLS from the first byte; behind a proxy
//   postfix.delivered()                       // the messages that came to joe's mailbox
//   await postfix.stop();
//
// grey.test is put off, spam in the text is refused after the dot, other.test is refused: relaying. A client at 192.0.2.66 is
// refused: who may use XCLIENT or PROXY can say that it is one.

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** Why Postfix cannot run here; undefined where it can. */
export function whyNoPostfix() {
  if (!existsSync("/usr/sbin/postfix")) return "Postfix is not installed";
  if (userInfo().uid !== 0) return "Postfix starts as root alone";
  try {
    execFileSync("id", ["postfix"], { stdio: "ignore" });
  } catch {
    return "there is no user postfix";
  }
  return undefined;
}

/** A port that is free now. */
export function freePort() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.on("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Waits until something greets on a port. */
export async function greeted(port, seconds = 15) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const greeting = await new Promise((done) => {
      const socket = connect(port, "127.0.0.1");
      socket.setTimeout(2000, () => socket.destroy());
      socket.once("data", (data) => { socket.end("QUIT\r\n"); done(String(data)); });
      socket.once("error", () => done(undefined));
      socket.once("close", () => done(undefined));
    });
    if (greeting) return greeting;
    if (Date.now() > end) throw new Error(`nothing greets on port ${port}`);
    await new Promise((done) => { setTimeout(done, 100); });
  }
}

/** A certificate for the loopback address, that nobody vouches for. */
export function certificate(folder) {
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
    "-subj", "/CN=mx.mail.test", "-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")], { stdio: "ignore" });
}

/** Starts Postfix. */
export async function startPostfix() {
  const folder = mkdtempSync(join(tmpdir(), "backstamp-postfix-"));
  chmodSync(folder, 0o755);
  const [conf, queue, data, mail] = ["conf", "queue", "data", "mail"].map((name) => join(folder, name));
  for (const path of [conf, queue, data, mail]) mkdirSync(path);
  execFileSync("chown", ["postfix", data, mail]);
  certificate(folder);
  const [port, tlsPort, proxyPort] = [await freePort(), await freePort(), await freePort()];
  const uid = execFileSync("id", ["-u", "postfix"], { encoding: "utf8" }).trim();
  writeFileSync(join(conf, "main.cf"), `
compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.mail.test
mydestination =
mynetworks = 192.0.2.255/32
local_recipient_maps =
virtual_mailbox_domains = mail.test grey.test
virtual_mailbox_maps = inline:{ joe@mail.test=joe/ ann@mail.test=ann/ joe@grey.test=grey/ }
virtual_mailbox_base = ${mail}
virtual_uid_maps = static:${uid}
virtual_gid_maps = static:${uid}
virtual_minimum_uid = 1
smtpd_client_restrictions = check_client_access inline:{ {192.0.2.66 = REJECT this address is blocked} }
smtpd_authorized_xclient_hosts = 127.0.0.1
default_transport = error:nothing is sent from here
alias_maps =
maillog_file = ${join(folder, "log")}
maillog_file_prefixes = ${folder}
smtpd_tls_cert_file = ${join(folder, "cert.pem")}
smtpd_tls_key_file = ${join(folder, "key.pem")}
smtpd_tls_security_level = may
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access inline:{ {joe@grey.test = DEFER_IF_PERMIT 4.7.1 Greylisted, try again in 5 minutes} }
header_checks = regexp:${join(conf, "header_checks")}
smtpd_delay_reject = yes
disable_dns_lookups = yes
`);
  writeFileSync(join(conf, "header_checks"), "/^Subject:.*forbidden/ REJECT Message content rejected: it looks like spam\n");
  writeFileSync(join(conf, "master.cf"), `
127.0.0.1:${port} inet n - n - - smtpd
127.0.0.1:${tlsPort} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
127.0.0.1:${proxyPort} inet n - n - - smtpd -o smtpd_upstream_proxy_protocol=haproxy
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
proxymap unix - - n - - proxymap
`);
  const postfix = (...words) => execFileSync("/usr/sbin/postfix", ["-c", conf, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  const stop = async () => {
    try {
      postfix("stop");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  try {
    postfix("start");
    await greeted(port);
  } catch (error) {
    const log = existsSync(join(folder, "log")) ? readFileSync(join(folder, "log"), "utf8") : "";
    await stop().catch(() => {});
    throw new Error(`Postfix did not start: ${error.message}\n${error.stderr ?? ""}\n${log}`);
  }
  const delivered = () => {
    const box = join(mail, "joe/new");
    return existsSync(box) ? readdirSync(box).map((name) => readFileSync(join(box, name), "utf8")) : [];
  };
  return { port, tlsPort, proxyPort, delivered, name: "Postfix", stop, log: () => readFileSync(join(folder, "log"), "utf8") };
}
