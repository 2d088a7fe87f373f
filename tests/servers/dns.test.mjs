// The servers themselves, asked past everything that Backstamp is: every zone answers what it should. Then Backstamp's
// library, which walks these zones natively.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { ask, startServers } from "./dns.mjs";
import { forward } from "./forward.mjs";

let dns;
before(async () => { dns = await startServers(); });
after(() => dns?.close());

describe("servers", () => {
  const answers = {
    "shop.example MX": ["10 mx1.shop.example", "10 mx2.shop.example", "20 mx3.shop.example", "30 mx4.shop.example", "40 mx.hosts.example"],
    "shop.example TXT": ["v=spf1 mx include:_spf.hosts.example -all"],
    "_dmarc.shop.example TXT": ["v=DMARC1; p=reject; rua=mailto:dmarc@shop.example"],
    "_mta-sts.shop.example TXT": ["v=STSv1; id=20260414000000"],
    "_smtp._tls.shop.example TXT": ["v=TLSRPTv1; rua=mailto:tls@shop.example"],
    "mx1.shop.example AAAA": ["2001:0db8:0000:0000:0000:0000:0000:0025"],
    "branch.shop.example SOA": ["ns1.hosts.example"],
    "25.2.0.192.in-addr.arpa PTR": ["mx1.shop.example"],
    "5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR": ["mx1.shop.example"],
    ". NS": ["a.root-servers.example"],
    "example NS": ["ns1.nic.example"],
    "quiet.example MX": ["0 ."],
    "small.example A": ["192.0.2.80"],
    "mx.six.example AAAA": ["2001:0db8:0000:0000:0000:0000:0000:0006"],
    "inside.office.example A": ["10.20.30.40"],
    "anything.wild.example MX": ["10 mx.hosts.example"],
    "twice.example TXT": ["v=spf1 include:_spf.hosts.example -all", "v=spf1 mx -all"],
  };
  for (const [question, expected] of Object.entries(answers)) {
    it(`answer ${question}`, async () => {
      const [name, type] = question.split(" ");
      const { code, answers } = await ask(dns.url, name, type);
      assert.equal(code, "NOERROR");
      assert.deepEqual(answers.sort(), expected.map((data) => `${name} ${type} ${data}`).sort());
    });
  }

  it("have more exchanges than anybody needs", async () => {
    const { answers, truncated } = await ask(dns.url, "many.example", "MX");
    assert.equal(answers.length, 25);
    assert.equal(truncated, false);
    assert.deepEqual((await ask(dns.url, "mx25.many.example", "A")).answers, ["mx25.many.example A 198.51.100.125"]);
  });

  it("tell no such type from no such name", async () => {
    const nothing = await ask(dns.url, "small.example", "MX");
    assert.deepEqual([nothing.code, nothing.answers, nothing.soa], ["NOERROR", [], "small.example"]);
    const nobody = await ask(dns.url, "gone.example", "MX");
    assert.deepEqual([nobody.code, nobody.answers, nobody.soa], ["NXDOMAIN", [], "example"]);
  });

  it("follow aliases, of one name and of all below one", async () => {
    const aliases = (await ask(dns.url, "one.alias.example", "A")).answers;
    assert.deepEqual(aliases, [
      "one.alias.example CNAME two.alias.example", "two.alias.example CNAME three.alias.example",
      "three.alias.example CNAME shop.example", "shop.example A 192.0.2.80",
    ]);
    assert.deepEqual((await ask(dns.url, "news.dept.alias.example", "TXT")).answers, [
      "dept.alias.example DNAME shop.example", "news.dept.alias.example CNAME news.shop.example",
      "news.shop.example TXT the newsletter is sent from this name",
    ]);
    const nothing = await ask(dns.url, "nothing.alias.example", "MX");
    assert.deepEqual([nothing.code, nothing.answers], ["NXDOMAIN", ["nothing.alias.example CNAME missing.shop.example"]]);
    // Nobody follows a circle; what comes back is either its aliases or a failure.
    const circle = await ask(dns.url, "round.alias.example", "MX");
    assert.ok(circle.code === "SERVFAIL" || circle.answers.every((answer) => answer.includes(" CNAME ")), circle.code);
  });

  it("fail where a delegation leads to the wrong server", async () => {
    const { code, answers } = await ask(dns.url, "lame.example", "MX");
    assert.deepEqual([code, answers], ["SERVFAIL", []]);
    assert.ok(dns.named.asked().some(({ server, name }) => server === "lame" && name === "lame.example"));
  });

  it("vouch for what is signed, and for nothing else", async () => {
    for (const [name, type] of [["signed.example", "MX"], ["_25._tcp.mx.signed.example", "TLSA"], ["bogus.example", "TXT"], ["gone.example", "MX"]]) {
      assert.equal((await ask(dns.url, name, type)).authenticated, true, name);
    }
    assert.equal((await ask(dns.url, "shop.example", "MX")).authenticated, false);
  });

  it("say that a signature is wrong", async () => {
    const { code, answers, errors } = await ask(dns.url, "bogus.example", "MX");
    // RFC 8914 section 4.7: 6 is "DNSSEC Bogus".
    assert.deepEqual([code, answers, errors], ["SERVFAIL", [], [6]]);
  });

  it("were asked as in the world: from the root down, each for what it is responsible for", async () => {
    await ask(dns.url, "mx.branch.shop.example", "A");
    const asked = dns.named.asked();
    for (const server of ["root", "registry", "hosts"]) assert.ok(asked.some((one) => one.server === server), server);
    assert.ok(asked.some(({ server, name, type }) => server === "hosts" && name === "mx.branch.shop.example" && type === "A"));
    assert.ok(asked.every(({ server, name }) => server !== "root" || name !== "mx.branch.shop.example"), "the root is asked once, and remembered");
  });

  it("let any page read, over HTTP/1.1 and over HTTP/2, and note what was asked", async () => {
    const bridge = await forward(dns.web);
    try {
      for (const url of [dns.url, `${bridge.origin}/dns-query`]) {
        const before = dns.asked().length;
        const { headers } = await ask(url, "quiet.example", "TXT");
        assert.equal(headers.get("access-control-allow-origin"), "*");
        assert.equal(headers.get("content-type"), "application/dns-message");
        assert.deepEqual(dns.asked().slice(before), ["quiet.example TXT"]);
      }
    } finally {
      await bridge.close();
    }
  });
});

describe("the library", () => {
  it("walks these zones and finds what their administrator would say", async () => {
    const args = ["test", "--quiet", "--locked", "--test", "resolver", "--", "--ignored"];
    const cargo = spawn("cargo", args, {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      env: { ...process.env, BACKSTAMP_RESOLVER: dns.url },
    });
    let said = "";
    for (const stream of [cargo.stdout, cargo.stderr]) stream.on("data", (text) => { said += text; });
    const code = await new Promise((done) => cargo.once("close", done));
    assert.equal(code, 0, said);
    assert.match(said, /[1-9]\d* passed/);
    assert.doesNotMatch(said, /[1-9]\d* failed/);
  });
});
