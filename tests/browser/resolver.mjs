// A small stub on the loopback address that looks like a resolver's web server, with the faults that one can have. It
// knows no DNS beyond what it takes to repeat a question and to answer it with an address.
//
//   const stub = await resolver();
//   stub.url("good")      // an address to type into the settings; "failing", "silent", … are the faults
//   stub.asked            // every request: { path, method, headers, name, type }
//   await stub.close();

import { createServer } from "node:http";

const DNS = "application/dns-message";
const TYPES = { 1: "A", 2: "NS", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 52: "TLSA" };

/** How late a slow answer is, in milliseconds: not so late that the page gives up. */
export const SLOW = 1_000;

/** The question `other.example A`. */
const OTHER = Buffer.from("\0\0\x01\0\0\x01\0\0\0\0\0\0\x05other\x07example\0\0\x01\0\x01", "latin1");

/** Starts the stub. `delay`: how long each good answer takes, in milliseconds. */
export async function resolver({ delay = 0 } = {}) {
  const asked = [];
  let inside = 0;
  let most = 0;
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const path = pathname.slice(1);
    const query = Buffer.from(searchParams.get("dns") ?? "", "base64url");
    const { name, type } = read(query);
    asked.push({ path, method: request.method, headers: request.headers, name, type, octets: query.length });
    const before = asked.filter((one) => one.path === path && one.name === name && one.type === type).length - 1;
    most = Math.max(most, ++inside);
    if (delay) await new Promise((done) => setTimeout(done, delay));
    inside -= 1;
    const send = (status, type, body, headers = { "access-control-allow-origin": "*" }) => {
      response.writeHead(status, { "content-type": type, ...headers }).end(body);
    };
    const answer = () => send(200, DNS, write(query, type));
    switch (path) {
      case "good": return answer();
      case "other-address": return send(200, DNS, moved(write(query, type)));
      case "failing": return send(500, "text/plain", "no");
      case "failing-once": return before === 0 ? send(503, "text/plain", "not now") : answer();
      case "slow": return setTimeout(answer, SLOW);
      case "silent": return undefined;
      case "page": return send(200, "text/html", "<p>Welcome");
      case "rubbish": return send(200, DNS, "this is no message");
      case "endless": return send(200, DNS, Buffer.alloc(1 << 20));
      case "closed": return send(200, DNS, write(query, type), {});
      case "moved": return send(302, "text/plain", "", { "access-control-allow-origin": "*", location: "/good" });
      case "json": return send(200, "application/dns-json", '{"Status":0,"Ans');
      case "cut-off": return send(200, DNS, write(query, type).subarray(0, -5));
      case "other-question": return send(200, DNS, write(OTHER, "A"));
      case "other-id": return send(200, DNS, numbered(write(query, type), 7));
      case "truncated": return send(200, DNS, cut(write(query, type)));
      case "servfail": return send(200, DNS, write(query, type, 2));
      default: return send(404, "text/plain", "not here");
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    asked,
    origin,
    url: (path) => `${origin}/${path}`,
    most: () => most,
    close: () => new Promise((closed) => { server.close(closed); server.closeAllConnections(); }),
  };
}

/** The question in an address that the page asked, as "name TYPE". */
export function asked(url) {
  const { name, type } = read(Buffer.from(new URL(url).searchParams.get("dns"), "base64url"));
  return `${name} ${type}`;
}

/** The name and the type that a message asks for. */
function read(query) {
  const labels = [];
  let at = 12;
  while (query[at] > 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + query[at]));
    at += query[at] + 1;
  }
  return { name: labels.join(".") || ".", type: TYPES[query.readUInt16BE(at + 1)] ?? "other" };
}

/** The same message with the mark that it was cut off (the TC bit, RFC 1035 section 4.1.1). */
function cut(message) {
  message[2] |= 2;
  return message;
}

/** The same message with another address in its record, if it has one. */
function moved(message) {
  if (message.readUInt16BE(6) > 0) message[message.length - 1] = 99;
  return message;
}

/** The same message under another id; it repeats the right question. */
function numbered(message, id) {
  message.writeUInt16BE(id);
  return message;
}

/** An answer: one address where one is asked for, nothing of that type where not. */
function write(query, type, code = 0) {
  let end = 12;
  while (query[end] > 0) end += query[end] + 1;
  const question = query.subarray(12, end + 5);
  const has = type === "A" && code === 0;
  const header = Buffer.from([0, 0, 0x81, 0x80 | code, 0, 1, 0, has ? 1 : 0, 0, 0, 0, 0]);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 192, 0, 2, 1]);
  return Buffer.concat(has ? [header, question, record] : [header, question]);
}
