// Follows wasm-bindgen's script in the same element, whose `wasm_bindgen` starts the program. No module, because
// Chromium starts no module worker from a page on the disk.
//
// In the page: starts the program when its WebAssembly is compiled (shell/open.js), and keeps what a worker needs.
// In a worker, which is made of this very script: takes the compiled WebAssembly from the page and starts the
// program there; `main` sees that it has no window, and listens for work.
{
  // wasm-bindgen knows of one module. The second puts its functions and data into the first, before anything is called.
  const begin = async ([first, rest]) => {
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (module, imports) => {
      WebAssembly.instantiate = instantiate;
      const instance = await instantiate(module, imports);
      await instantiate(rest, { first: instance.exports });
      return instance;
    };
    await wasm_bindgen({ module_or_path: first });
  };

  if (typeof document === "undefined") {
    addEventListener("message", async ({ data }) => {
      await begin(data);
      postMessage("ready");
    }, { once: true });
    // What the page takes for a job that failed: the program is at its end.
    for (const type of ["error", "unhandledrejection"]) addEventListener(type, () => postMessage({}));
  } else {
    const program = document.currentScript.textContent;
    // The page's policy lets nothing but this start a worker, where the browser knows Trusted Types.
    const trusted = globalThis.trustedTypes?.createPolicy("worker", {
      createScriptURL(address) {
        if (!address.startsWith("blob:")) throw new TypeError("Not the page's own script");
        return address;
      },
    });
    partsEnd();
    Promise.all(compiled).then(async (modules) => {
      // Starts a worker; it says "ready" when it can be asked.
      globalThis.startWorker = () => {
        const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
        const worker = new Worker(trusted ? trusted.createScriptURL(address) : address);
        worker.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
        worker.postMessage(modules);
        return worker;
      };
      await begin(modules);
      performance.mark("program");
    });
  }
}
