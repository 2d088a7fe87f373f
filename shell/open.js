// Follows the library xz-decompress in one element with it, and stands before the WebAssembly, which the file carries in
// parts, each in an element that a browser does not run. After each part comes a script that calls `openPart`: so the
// parts are unpacked and compiled while the next are on their way. They are one packed text of two modules, of which the
// first tells already what a header block says (shell/boot.js). `compiled` are both, for shell/start.js. The parts stay
// where they are: a copy that the browser or the page saves of itself needs them.
{
  const packed = new TransformStream();
  const writer = packed.writable.getWriter();
  const fromBase64 = (text) => Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

  globalThis.openPart = () => {
    const part = document.currentScript.previousElementSibling;
    writer.write(fromBase64(part.textContent));
  };
  globalThis.partsEnd = () => writer.close();

  const modules = [new TransformStream(), new TransformStream()];
  // An answer such as a server would give, which is what a browser compiles as it comes.
  globalThis.compiled = modules.map(({ readable }) => WebAssembly.compileStreaming(
    new Response(readable, { headers: { "content-type": "application/wasm" } }),
  ));

  const cut = async (left) => {
    const reader = new globalThis["xz-decompress"].XzReadableStream(packed.readable).getReader();
    const [first, rest] = modules.map(({ writable }) => writable.getWriter());
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      if (left > 0) first.write(read.value.subarray(0, left));
      if (left > 0 && left <= read.value.length) first.close();
      if (left < read.value.length) rest.write(read.value.subarray(Math.max(left, 0)));
      left -= read.value.length;
    }
    rest.close();
  };
  cut(Number(document.currentScript.dataset.first));
  compiled[0].then(backstamp.glance);
}
