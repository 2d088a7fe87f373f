// The commands that the library writes, run against real servers on the loopback address, and what they print, read back by
// the library: both must agree. What is not installed is skipped, aloud.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { PASSWORD, startHaraka, whyNoHaraka } from "./haraka.mjs";
import { startPostfix, whyNoPostfix } from "./postfix.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const runs = (command) => {
  try {
    execFileSync("sh", ["-c", command], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};
const have = (program) => runs(`command -v ${program}`);

/** Why swaks cannot do what is asked; false where it can. */
function whyNoSwaks({ tls }) {
  if (!have("swaks")) return "swaks is not installed";
  return Boolean(tls) && !runs("perl -MNet::SSLeay -e 1") && "swaks has no TLS without Net::SSLeay";
}

/** Runs the example that speaks for the library: one JSON line in, one out. */
const session = (asked) => JSON.parse(execFileSync(join(root, "target/debug/examples/session"), {
  input: `${JSON.stringify(asked)}\n`, encoding: "utf8",
}));

/** What the library reads in a transcript. */
const read = (transcript) => session({ read: transcript }).session;

/** Runs a program to its end; both its outputs in one text, in order. */
function run(program, args, { env = {} } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { env: { ...process.env, SMTP_WAIT: "10", ...env }, stdio: ["ignore", "pipe", "pipe"], timeout: 20_000 });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { text += data; });
    child.on("error", failed);
    child.on("close", (code) => done({ code, text }));
  });
}

const cases = [
  { name: "delivered", ask: {}, code: 0, taken: true },
  { name: "delivered without a sender, with dots and quotes", ask: { from: "<>", body: "it's \"$HOME\" `x` \\n %DATE%\n.dot\n.\n" }, code: 0, taken: true },
  { name: "delivered to one of two", ask: { to: ["nobody@mail.test", "joe@mail.test"] }, code: 0, taken: true },
  { name: "from an address full of signs", ask: { from: "o'b&c$d%e`f|g@sender.test" }, code: 0, taken: true },
  { name: "refused at RCPT", ask: { to: ["nobody@mail.test"] }, code: 1, step: "rcpt", reply: /^55/ },
  { name: "refused: relaying", ask: { to: ["joe@other.test"] }, code: 1, step: "rcpt", reply: /^5/ },
  { name: "greylisted", ask: { to: ["joe@grey.test"] }, code: 1, step: "rcpt", reply: /^45/, words: /Greylisted/ },
  { name: "refused after the dot", ask: { subject: "something forbidden" }, code: 1, step: "endOfData", reply: /^55/ },
  { name: "delivered over STARTTLS", ask: { tls: "starttls" }, code: 0, taken: true },
  { name: "refused over STARTTLS", ask: { tls: "starttls", to: ["nobody@mail.test"] }, code: 1, step: "rcpt", reply: /^55/ },
  { name: "delivered with PIPELINING, SIZE and RSET", ask: { pipelining: true, size: true, rset: true, vrfy: true }, code: 0, taken: true },
];

function agrees({ taken, step, reply, words = /./ }, transcript) {
  const told = read(transcript);
  if (taken) {
    const end = told.exchanges.findLast((exchange) => exchange.step === "endOfData");
    assert.match(end?.replyCode ?? "", /^2/, transcript);
    return;
  }
  const stop = told.exchanges[told.stopped];
  assert.equal(stop?.step, step, transcript);
  assert.match(stop.replyCode, reply, transcript);
  assert.match(stop.reply, words, transcript);
}

for (const [name, why, start] of [["Postfix", whyNoPostfix, startPostfix], ["Haraka", whyNoHaraka, startHaraka]]) {
  const skip = why();
  if (skip) console.log(`Skipped: the sessions with ${name}, because ${skip}.`);
  describe(`sessions with ${name}`, { skip, concurrency: 3 }, () => {
    let server;
    let folder;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "backstamp-session-"));
      server = await start();
    });
    after(async () => {
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    const written = (ask) => session({
      from: "jane@sender.test", to: ["joe@mail.test"], host: "127.0.0.1", port: server.port, helo: "client.sender.test",
      subject: "A test", body: "Hello.\n", ...ask,
    });
    const commands = (ask) => written(ask).commands;

    /** Runs the script for sh, and agrees with what came of it. */
    async function runScript(test, { env } = {}) {
      const path = join(folder, `${test.name}.sh`);
      writeFileSync(path, commands(test.ask)["Script for sh"]);
      const { code, text } = await run("sh", [path], { env });
      assert.equal(code, test.code, text);
      agrees(test, text);
      return text;
    }

    for (const test of cases) {
      it(`${test.name}: the sh script`, { skip: !have("nc") && "nc is not installed" }, async () => {
        await runScript(test);
      });
      // Once is enough for what does not depend on the server.
      if (name === "Haraka" && test.code === 0 && !test.ask.tls) continue;
      it(`${test.name}: swaks`, { skip: whyNoSwaks(test.ask) }, async () => {
        const { code, text } = await run("sh", ["-c", commands(test.ask).swaks]);
        assert.equal(code === 0, test.code === 0, text);
        agrees(test, text);
      });
    }

    it("Python's smtplib delivers and is refused", { skip: !have("python3") && "there is no python3" }, async () => {
      for (const [ask, code] of [[{ body: "it's\n.dot\nGröße\n" }, 0], [{ to: ["nobody@mail.test"] }, 1]]) {
        const { code: got, text } = await run("python3", ["-c", commands(ask).Python]);
        assert.equal(got, code, text);
      }
    });

    it("TLS from the first byte: delivered, and refused", { skip: !have("openssl") && "openssl is not installed" }, async () => {
      const ask = { tls: "implicit", port: server.tlsPort };
      await runScript({ name: "implicit", ask, code: 0, taken: true });
      const to = ["nobody@mail.test"];
      const text = await runScript({ name: "implicit-refused", ask: { ...ask, to }, code: 1, step: "rcpt", reply: /^55/ });
      assert.ok(read(text).exchanges.every((exchange) => exchange.secure), text);
    });

    // Debian's Postfix needs another program to know passwords.
    for (const auth of name === "Haraka" ? ["PLAIN", "LOGIN"] : []) {
      for (const tls of ["starttls", "implicit"]) {
        it(`AUTH ${auth}, ${tls}: relays, shows no secret, and is refused with a wrong one`, { skip: !have("openssl") && "openssl is not installed" }, async () => {
          const ask = { auth, tls, user: "jane", secret: PASSWORD, to: ["joe@other.test"], port: tls === "implicit" ? server.tlsPort : server.port };
          for (const text of Object.values(commands(ask))) assert.ok(!text.includes("p'w") && !text.includes(btoa("p'w \"$x")), text);
          const script = (secret, test) => runScript({ name: `auth-${auth}-${tls}-${test.code}`, ask, ...test }, { env: { SMTP_SECRET: secret } });
          const text = await script(PASSWORD, { code: 0, taken: true });
          const told = read(text);
          assert.equal(told.exchanges.find((exchange) => exchange.step === "auth").replyCode, "235", text);
          assert.match(told.proof, /\*{8}/);
          await script("wrong", { code: 1, step: "auth", reply: /^5/ });
        });
      }
    }

    for (const [how, ask] of [["XCLIENT", (address) => ({ xclient: address })], ["PROXY", (address) => ({ proxy: [address, "192.0.2.25"], port: server.proxyPort })]]) {
      it(`${how} speaks for another client`, { skip: (name === "Haraka" && "Postfix is asked") || (!have("nc") && "nc is not installed") }, async () => {
        await runScript({ name: `${how}-taken`, ask: ask("192.0.2.7"), code: 0, taken: true });
        const text = await runScript({ name: `${how}-refused`, ask: ask("192.0.2.66"), code: 1, step: "rcpt", reply: /^55/ });
        assert.match(text, /this address is blocked/);
        if (!have("swaks")) return;
        const swaks = await run("sh", ["-c", commands(ask("192.0.2.66")).swaks]);
        assert.match(swaks.text, /this address is blocked/);
      });
    }

    it("what is delivered is what was written", { skip: (name === "Haraka" && "Postfix is asked") || (!have("nc") && "nc is not installed") }, async () => {
      const body = "it's \"$HOME\" `x` \\n %DATE%\n.\n..\n.dot\n\nGröße\n";
      for (const [command, ask] of [["Script for sh", {}], ["Script for sh", { bdat: true }], ["swaks", {}], ["Python", {}]]) {
        if (command === "swaks" && !have("swaks") || command === "Python" && !have("python3")) continue;
        const { commands: texts, message } = written({ ...ask, subject: `Grüße ${command} ${JSON.stringify(ask)}`, body });
        const { code, text } = await run(command === "Python" ? "python3" : "sh", ["-c", texts[command]]);
        assert.equal(code, 0, text);
        const whole = `${message.join("\n")}\n`;
        const end = Date.now() + 10_000;
        while (!server.delivered().some((mail) => mail.endsWith(whole))) {
          if (Date.now() > end) assert.equal(server.delivered().join("\n\n"), whole, `${command}: ${text}`);
          await new Promise((done) => { setTimeout(done, 50); });
        }
      }
    });

    it("BDAT delivers", { skip: name === "Haraka" && "Haraka has no BDAT" }, async () => {
      const path = join(folder, "bdat.sh");
      writeFileSync(path, commands({ bdat: true, body: ".dot\n" })["Script for sh"]);
      const { code, text } = await run("sh", [path]);
      assert.equal(code, 0, text);
      assert.match(text, /BDAT \d+ LAST/);
    });
  });
}

describe("swaks and values that could be options", { skip: !have("swaks") && "swaks is not installed" }, () => {
  let server;
  before(async () => { server = await smtpStub(); });
  after(() => server.close());
  const swaks = (ask) => session({
    from: "jane@sender.test", to: ["joe@mail.test"], host: "127.0.0.1", port: server.port, helo: "client.sender.test", subject: "A test", body: "Hello.\n", ...ask,
  }).commands?.swaks;

  it("no value becomes an option: no file is written, nothing is run", async () => {
    const folder = mkdtempSync(join(tmpdir(), "backstamp-swaks-"));
    try {
      const mark = join(folder, "made");
      for (const ask of [
        { to: [`--output=${mark}`] },
        { to: [`--output=${mark}@mail.test`] },
        { from: `--output=${mark}` },
        { from: `--dump-as-body=${mark}`, to: [`--pipe=touch\${IFS}${mark}`] },
        { user: `--output=${mark}`, auth: "PLAIN", secret: "x" },
        { helo: `--output=${mark}` },
      ]) {
        const command = swaks(ask);
        // What is no address gets no command at all, and swaks gets none with a value that begins with a hyphen.
        if (!command) continue;
        for (const word of command.slice(command.lastIndexOf("swaks ")).match(/(?<=\s)'?--[a-z-]+/g) ?? []) assert.doesNotMatch(word, /--(output|pipe|dump-as-body)/, command);
        await run("sh", ["-c", `${command} </dev/null`]);
        assert.deepEqual(readdirSync(folder), [], command);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("asks for the password and sends it and the message", async () => {
    for (const auth of ["PLAIN", "LOGIN"]) {
      const heard = server.begin();
      const { code, text } = await run("sh", ["-c", `printf '%s\\n' "$SECRET" | { ${swaks({ auth, user: "jane", secret: "x", body: "it's $HOME %DATE% \\n\n.dot\n" })}\n}`], { env: { SECRET: PASSWORD } });
      assert.equal(code, 0, text);
      const base64 = (words) => Buffer.from(words, "utf8").toString("base64");
      const words = auth === "PLAIN" ? [base64(`\0jane\0${PASSWORD}`)] : [base64("jane"), base64(PASSWORD)];
      for (const word of words) assert.ok(heard.lines.some((line) => line.endsWith(word)), heard.lines.join("\n"));
      assert.ok(heard.lines.includes("it's $HOME %DATE% \\n"), heard.lines.join("\n"));
      assert.ok(heard.lines.includes("..dot"), heard.lines.join("\n"));
      assert.doesNotMatch(text, /p'w/);
    }
  });

  it("does not show the password that is typed at a terminal", { skip: !have("python3") && "there is no python3" }, async () => {
    for (const auth of ["PLAIN", "LOGIN"]) {
      const heard = server.begin();
      const command = swaks({ auth, user: "jane", secret: "x", body: "@first\n.dot\n" });
      const { text } = await run("python3", ["-c", TYPED], { env: { COMMAND: command, SECRET: PASSWORD } });
      assert.match(text, /Password: [\s\S]*2\.0\.0 taken/);
      assert.doesNotMatch(text, /p'w/);
      const secret = auth === "PLAIN" ? `\0jane\0${PASSWORD}` : PASSWORD;
      assert.ok(heard.lines.some((line) => line.endsWith(Buffer.from(secret, "utf8").toString("base64"))), heard.lines.join("\n"));
      assert.ok(heard.lines.includes("@first") && heard.lines.includes("..dot"), heard.lines.join("\n"));
    }
  });
});

/** Runs a command at a terminal, types the password when it is asked for, and shows what the terminal shows. */
const TYPED = `
import os, pty, sys, time
child, terminal = pty.fork()
if child == 0:
    os.execvp("sh", ["sh", "-c", os.environ["COMMAND"]])
shown, typed = b"", False
while True:
    try:
        more = os.read(terminal, 4096)
    except OSError:
        break
    if not more:
        break
    shown += more
    if b"Password: " in shown and not typed:
        typed = True
        time.sleep(1)
        os.write(terminal, os.environ["SECRET"].encode() + b"\\n")
os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
`;

/** A server that takes everything, and keeps the lines that it heard. */
async function smtpStub() {
  let heard = { lines: [] };
  const server = createServer((socket) => {
    let rest = "";
    let mode = "";
    const say = (line) => socket.write(`${line}\r\n`);
    say("220 mx.mail.test ESMTP");
    socket.on("error", () => {});
    socket.on("data", (data) => {
      rest += data;
      for (let end; (end = rest.indexOf("\r\n")) >= 0;) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        heard.lines.push(line);
        if (mode === "data") {
          if (line === ".") { mode = ""; say("250 2.0.0 taken"); }
        } else if (mode) {
          mode = mode === "user" ? "password" : "";
          say(mode ? "334 UGFzc3dvcmQ6" : "235 2.7.0 ok");
        } else if (/^EHLO/i.test(line)) say("250-mx.mail.test\r\n250 AUTH PLAIN LOGIN");
        else if (/^AUTH LOGIN/i.test(line)) { mode = "user"; say("334 VXNlcm5hbWU6"); } else if (/^AUTH PLAIN/i.test(line)) say("235 2.7.0 ok");
        else if (/^DATA/i.test(line)) { mode = "data"; say("354 go on"); } else if (/^QUIT/i.test(line)) { say("221 bye"); socket.end(); } else say("250 2.0.0 ok");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: server.address().port, close: () => server.close(), begin: () => (heard = { lines: [] }) };
}
