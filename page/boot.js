// Runs as soon as the shell above it is there, long before the program: the input takes text and files at once.
// What comes meanwhile is kept, and the program reads it when it starts. If the program ever stops, the text stays.
{
  // From this many characters on the text stays out of the input box, which would take too long to lay it out.
  // The program's own limit is the same: see `LARGE` in src/page/reading.rs.
  const LARGE = 24_000;
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

  const keep = (early, words) => {
    boot.early = early;
    boot.held = early;
    waiting.textContent = words;
  };

  try {
    const { theme } = JSON.parse(localStorage.getItem("backstamp.settings") ?? "{}");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // No storage here, or not ours: the system's theme it is.
  }

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
      const file = event.dataTransfer.files[0];
      if (file) keep(file, `${file.name}: reading starts as soon as the reader is ready`);
    });
  }

  // An error that nobody catches is the program's end.
  addEventListener("error", (event) => { if (event.error instanceof WebAssembly.RuntimeError) boot.fault(); });
  addEventListener("unhandledrejection", (event) => {
    if (!boot.ready || event.reason instanceof WebAssembly.RuntimeError) boot.fault();
  });
  document.getElementById("rescue").addEventListener("click", () => {
    const text = new Blob([boot.held ?? input.value]);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(text);
    link.download = "pasted.txt";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  // A reload may bring the box's text back.
  mirror();
  if (!matchMedia("(pointer: coarse)").matches) input.focus({ preventScroll: true });
  performance.mark("box");
}
