// Follows the library xz-decompress in one element with it, and stands before the WebAssembly, which the file carries in
// parts, each in an element that a browser does not run. After each part comes a script that calls `openPart`: so the
// parts are unpacked and compiled while the next are on their way. `compiled` is the whole of it, for page/start.js. The
// parts stay where they are: a copy that the browser or the page saves of itself needs them.
{
  const packed = new TransformStream();
  const writer = packed.writable.getWriter();
  const fromBase64 = (text) => Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

  globalThis.openPart = () => {
    const part = document.currentScript.previousElementSibling;
    writer.write(fromBase64(part.textContent));
  };
  globalThis.partsEnd = () => writer.close();

  // An answer such as a server would give, which is what a browser compiles as it comes.
  const bytes = new globalThis["xz-decompress"].XzReadableStream(packed.readable);
  globalThis.compiled = WebAssembly.compileStreaming(
    new Response(bytes, { headers: { "content-type": "application/wasm" } }),
  );
}
