// Starts programs for a test, and sees to it that they end with it.

import { spawn } from "node:child_process";
import { accessSync, constants, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const running = new Set();
const folders = new Set();

// However the test ends, nothing of it stays.
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

/** A folder of its own, gone when the test ends. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "backstamp-servers-"));
  folders.add(path);
  return path;
}

/** Where a program is. Servers stand in /usr/sbin, which is not on every user's path. */
export function find(name) {
  const path = [...process.env.PATH.split(delimiter), "/usr/sbin"].map((directory) => join(directory, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!path) throw new Error(`${name} is not installed`);
  return path;
}

/**
 * Starts a server in the foreground. It runs from a copy, because AppArmor's profiles, which Debian's packages bring,
 * go by the program's path and would keep it from reading a private folder.
 */
export function start(name, args, { directory }) {
  const copy = join(directory, name);
  copyFileSync(find(name), copy, constants.COPYFILE_FICLONE);
  const child = spawn(copy, args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => { said = (said + text).slice(-4000); });
  }
  const ended = new Promise((done) => child.once("exit", done).once("error", done));
  ended.then(() => running.delete(child));
  return {
    said: () => `${name}: ${said}`,
    ended: () => child.exitCode !== null || child.signalCode !== null,
    stop: async () => {
      child.kill("SIGTERM");
      // Nothing of a test's servers is worth a slow farewell.
      const impatience = setTimeout(() => child.kill("SIGKILL"), 1_000);
      await ended;
      clearTimeout(impatience);
    },
  };
}

/** A port that nobody listens on. Somebody else may still take it before its server does: see `startServers`. */
export async function freePort() {
  const server = createServer();
  await new Promise((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}
