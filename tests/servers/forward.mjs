// Takes requests in HTTP/1.1 and asks a server that speaks HTTP/2 alone. It changes nothing else.

import { createServer } from "node:http";
import { connect } from "node:http2";

/** Starts it in front of the server at `port` of the loopback address. */
export async function forward(port) {
  const server = createServer((request, response) => {
    const session = connect(`http://127.0.0.1:${port}`);
    const fail = () => {
      session.destroy();
      if (!response.headersSent) response.writeHead(502);
      response.end();
    };
    session.on("error", fail);
    const { connection, host, ...headers } = request.headers;
    const stream = session.request({ ...headers, ":method": request.method, ":path": request.url, ":authority": host }, { endStream: true });
    stream.on("error", fail);
    stream.on("response", ({ ":status": status, ...headers }) => {
      response.writeHead(status, Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":"))));
      stream.pipe(response);
    });
    stream.on("close", () => session.close());
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((closed) => { server.close(closed); server.closeAllConnections(); }),
  };
}
