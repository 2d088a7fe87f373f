// Runs before anything else in the page. The policy at the top of the file leaves room for questions to a resolver; this
// narrows it to the resolvers that the settings name, or to nothing. A later policy can narrow an earlier one and never
// widen it, so no fetch, socket, image, frame or form of anything that runs afterwards goes anywhere else. No policy of a
// page closes navigation, WebRTC or hints to connect (`preconnect`): the README lists what is closed in which browser.
{
  // The same as `BUILT_IN` in src/dns/doh.rs; a test compares them.
  const builtIn = { cloudflare: "https://cloudflare-dns.com", google: "https://dns.google", dnsSb: "https://doh.dns.sb" };

  // The origin of an address that somebody typed, where it is one to ask, as strictly as `Endpoint::custom` has it:
  // whatever else a text says must not get into a policy.
  const typed = (text) => {
    if (typeof text !== "string") return undefined;
    const address = /^(https:\/\/[a-z0-9.-]+|http:\/\/(?:localhost|127\.0\.0\.1))(:\d{1,5})?(?:\/[^\s?#@\\"'<>;,`{}]*)?$/i;
    const [, host, port = ""] = address.exec(text.trim().replace(/\{\?dns\}$/, "")) ?? [];
    return host && Number(port.slice(1)) < 65_536 && `${host}${port}`.toLowerCase();
  };

  // Where nothing was chosen, the program asks the first of those built in, and so does this.
  const allowed = ({ off = false, resolver = "cloudflare", custom = "", elsewhere = false, second } = {}) => {
    const origin = (choice) => (choice === "custom" ? typed(custom) : Object.hasOwn(builtIn, choice) && builtIn[choice]);
    const first = origin(resolver);
    const all = [first, ...(elsewhere && first ? Object.values(builtIn) : []), origin(second)];
    return off ? [] : [...new Set(all.filter(Boolean))];
  };

  let network;
  try {
    // What is kept for this tab, else what is remembered: see src/page/browser/storage.rs.
    network = JSON.parse(sessionStorage.getItem("backstamp.network"))
      ?? JSON.parse(localStorage.getItem("backstamp.settings"))?.network;
  } catch {
    // No storage here, or not ours: as on a first visit.
  }
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.dataset.guard = "";
  const connect = `connect-src ${allowed(network ?? {}).join(" ") || "'none'"}`;
  // All of the top policy once more, and not `connect-src` alone: Chromium lets a prefetch through that any directive of
  // a policy allows, or that a policy without `default-src` does not speak of.
  const top = document.querySelector("meta[http-equiv=Content-Security-Policy]")?.content;
  policy.content = top ? top.replace(/connect-src[^;]*/, () => connect) : connect;
  document.head.append(policy);
  // WebRTC connects without asking the policy. This takes it from scripts in this window; a new window has its own.
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) delete globalThis[name];
}
