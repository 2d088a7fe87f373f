// A DNS message written and read by hand, so that the tests do not lean on what they test.

const numbers = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, DNAME: 39, RRSIG: 46, TLSA: 52 };
const types = Object.fromEntries(Object.entries(numbers).map(([name, number]) => [number, name]));
const codes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

/** A question with the DO bit (RFC 4035 section 3.2.1). */
export function write(name, type) {
  const labels = name.split(".").filter(Boolean).flatMap((label) => [label.length, ...Buffer.from(label, "latin1")]);
  return Buffer.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, ...labels, 0, 0, numbers[type], 0, 1, 0, 0, 41, 4, 208, 0, 0, 128, 0, 0, 0]);
}

/** What a message says: { code, truncated, authenticated, answers, soa, errors }, its records as a zone file has them. */
export function read(message) {
  let at = 12;
  const name = (from = at, top = true) => {
    const labels = [];
    let here = from;
    for (;;) {
      const length = message[here];
      if (length >= 192) {
        labels.push(...name(message.readUInt16BE(here) & 0x3fff, false));
        here += 2;
        break;
      }
      here += 1 + length;
      if (length === 0) break;
      labels.push(message.toString("latin1", here - length, here));
    }
    if (top) at = here;
    return top ? labels.join(".") || "." : labels;
  };
  const data = (type, end) => {
    switch (types[type]) {
      case "A": return [...message.subarray(at, end)].join(".");
      case "AAAA": return message.toString("hex", at, end).replace(/(.{4})(?=.)/g, "$1:");
      case "MX": at += 2; return `${message.readUInt16BE(at - 2)} ${name()}`;
      case "NS": case "CNAME": case "DNAME": case "PTR": return name();
      case "TXT": return message.toString("latin1", at + 1, at + 1 + message[at]);
      case "SOA": return name();
      default: return message.toString("hex", at, end);
    }
  };
  const [flags, questions, ...counts] = [2, 4, 6, 8, 10].map((place) => message.readUInt16BE(place));
  for (let left = questions; left > 0; left -= 1) { name(); at += 4; }
  const errors = [];
  const [answers, authorities] = counts.map((count) => Array.from({ length: count }, () => {
    const owner = name();
    const type = message.readUInt16BE(at);
    at += 10;
    const end = at + message.readUInt16BE(at - 2);
    if (type === 41) {
      while (at < end) {
        const [option, length] = [message.readUInt16BE(at), message.readUInt16BE(at + 2)];
        if (option === 15) errors.push(message.readUInt16BE(at + 4));
        at += 4 + length;
      }
    }
    const record = { owner, type: types[type] ?? String(type), data: data(type, end) };
    at = end;
    return record;
  }));
  return {
    code: codes[flags & 15],
    truncated: Boolean(flags & 0x200),
    authenticated: Boolean(flags & 0x20),
    answers: answers.filter(({ type }) => type !== "RRSIG").map(({ owner, type, data }) => `${owner} ${type} ${data}`),
    soa: authorities.find(({ type }) => type === "SOA")?.owner,
    errors,
  };
}
