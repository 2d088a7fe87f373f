// Runs as soon as the shell above it is there, long before the program: the input takes text and files at once.
// What comes meanwhile is kept, and the program reads it when it starts. If the program ever stops, the text stays.
{
  // From this many characters on the text stays out of the input box, which would take too long to lay it out.
  // The program's own limit is the same: see `LARGE` in src/page/state/reading.rs.
  const LARGE = 24_000;

  // The page's policy lets nothing but this give the browser a text as HTML, where the browser knows Trusted Types.
  const trusted = globalThis.trustedTypes?.createPolicy("glance", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

  // A copy that a browser saved shows what was on the screen then: it goes before anybody sees it.
  for (const id of ["backdrop", "window", "near", "page", "toast"]) document.getElementById(id).textContent = "";
  document.getElementById("report").querySelectorAll(":scope > :not(noscript)").forEach((element) => element.remove());
  document.querySelectorAll("textarea.unseen, meta[data-guard] ~ meta[data-guard]").forEach((element) => element.remove());
  for (const id of ["main", "editor"]) document.getElementById(id).hidden = false;
  document.getElementById("fault").hidden = true;
  document.getElementById("editor").classList.remove("is-plain", "is-over");
  if (!document.getElementById("waiting")) {
    document.getElementById("source-bar").innerHTML = trusted.createHTML('<h2><label for="input">Your text</label></h2><p id="waiting" class="sub">Reading starts as soon as the reader is ready</p>');
    document.getElementById("ledger").innerHTML = trusted.createHTML('<span class="ledger-count">0 requests have left this page</span>');
  }
  delete document.documentElement.dataset.theme;
  // The shell as it is now holds nothing of anybody's.
  const shell = document.body.innerHTML;
  const here = document.currentScript;

  const input = document.getElementById("input");
  const backdrop = document.getElementById("backdrop");
  const editor = document.getElementById("editor");
  const waiting = document.getElementById("waiting");

  const boot = {
    large: LARGE,
    // What came too early: a text too long for the box, or a file.
    early: null,
    // The text that is not in the box, for the rescue.
    held: null,
    // Set by the program when it listens.
    ready: false,
    fault() {
      document.getElementById("fault").hidden = false;
      editor.classList.add("is-plain");
    },
  };
  globalThis.backstamp = boot;

  // What the settings say, before there is a program that reads them.
  const settings = () => {
    try {
      return JSON.parse(localStorage.getItem("backstamp.settings")) ?? {};
    } catch {
      // No storage here, or not ours.
      return {};
    }
  };

  // While the rest of the program is on its way, its first part tells what a header block says: see src/preview.rs.
  boot.glance = async (module) => {
    // Where all of it is there, or where the user's own domains count too, the whole program tells.
    const { domains, hosts, networks } = settings();
    if (boot.ready || document.readyState !== "loading" || domains || hosts || networks) return;
    const missing = () => { throw new Error("Not there yet"); };
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = missing;
    const { glance, memory, __wbindgen_malloc: allocate } = (await WebAssembly.instantiate(module, imports)).exports;
    const place = document.createElement("div");
    place.className = "glance";
    document.getElementById("report").append(place);
    const show = () => {
      if (boot.ready) return;
      place.textContent = "";
      const text = new TextEncoder().encode(input.value);
      const at = allocate(text.length, 1);
      new Uint8Array(memory.buffer, at, text.length).set(text);
      try {
        const [start, length] = glance(at, text.length, Date.now());
        place.innerHTML = trusted.createHTML(new TextDecoder().decode(new Uint8Array(memory.buffer, start, length)));
      } catch {
        // It needs what is not there yet.
      }
      waiting.textContent = place.textContent ? "A first reading; all of it follows when the reader is ready" : words;
    };
    const words = waiting.textContent;
    input.addEventListener("input", show);
    if (input.value) show();
  };

  const keep = (early, words) => {
    boot.early = early;
    boot.held = early;
    waiting.textContent = words;
  };

  const { theme } = settings();
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

  // The box is as tall as the text behind it.
  const mirror = () => { backdrop.textContent = `${input.value}\n`; };
  input.addEventListener("input", () => { if (!boot.ready) mirror(); });
  input.addEventListener("paste", (event) => {
    if (boot.ready) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.length <= LARGE) return;
    event.preventDefault();
    keep(text, `${Math.round(text.length / 1000)} kB pasted. Reading starts as soon as the reader is ready`);
  });

  // A file that is dropped beside the box must not make the browser leave the page.
  for (const type of ["dragover", "drop"]) {
    addEventListener(type, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      if (boot.ready || type !== "drop") return;
      const files = [...event.dataTransfer.files];
      const words = files.length > 1 ? `${files.length} files` : files[0]?.name;
      if (words) keep(files.length > 1 ? files : files[0], `${words}: reading starts as soon as the reader is ready`);
    });
  }

  // An error that nobody catches is the program's end.
  addEventListener("error", (event) => { if (event.error instanceof WebAssembly.RuntimeError) boot.fault(); });
  addEventListener("unhandledrejection", (event) => {
    if (!boot.ready || event.reason instanceof WebAssembly.RuntimeError) boot.fault();
  });
  boot.save = (name, type, ...parts) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(parts, { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  document.getElementById("rescue").addEventListener("click", () => boot.save("pasted.txt", "text/plain", ...[boot.held ?? input.value].flat()));

  // The page itself, as it was before anything was pasted. Not the same bytes as the file: a browser writes markup its own way.
  boot.cleanCopy = () => {
    const head = document.head.cloneNode(true);
    head.querySelectorAll("meta[data-guard]").forEach((element) => element.remove());
    const scripts = [];
    for (let element = here.nextElementSibling; element; element = element.nextElementSibling) {
      if (element.localName === "script") scripts.push(element.outerHTML);
    }
    return `<!doctype html>\n<html lang="en">${head.outerHTML}<body>${shell}\n${scripts.join("\n")}\n</body></html>\n`;
  };
  boot.saveCleanCopy = () => boot.save("backstamp.html", "text/html", boot.cleanCopy());
  // What the browser would save holds the report, and so the text. Its menu does so still: no page can see that.
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    boot.saveCleanCopy();
  });

  // A reload may bring the box's text back.
  mirror();
  if (!matchMedia("(pointer: coarse)").matches) input.focus({ preventScroll: true });
  performance.mark("box");
}
