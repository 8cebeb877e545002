import { spawn } from "node:child_process";
import { z } from "../../src/protocol/zod.ts";
import { type Driver, patiently } from "./driver.ts";
import { freePort } from "./firefox.ts";

const answerSchema = z.object({ value: z.unknown() });
const sessionSchema = z.object({ sessionId: z.string() });

/**
 * WebKitGTK by its WebDriver. It needs a display: where there is none, Xvfb makes one.
 *
 * @param miniBrowser the program that comes with the library
 */
export async function startWebKit(program: string, miniBrowser: string): Promise<Driver> {
  const port = await freePort();
  const command = [program, `--port=${port}`, "--host=127.0.0.1"];
  const [first = "", ...rest] = process.env.DISPLAY ? command : ["xvfb-run", "-a", ...command];
  const driver = spawn(first, rest, { stdio: "ignore", detached: true });
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { value } = answerSchema.parse(await response.json());
    if (!response.ok) throw new Error(JSON.stringify(value).slice(0, 300));
    return value;
  };
  const options = { "webkitgtk:browserOptions": { binary: miniBrowser, args: ["--automation"] } };
  const capabilities = { alwaysMatch: options };
  const { sessionId } = sessionSchema.parse(
    await patiently("WebKitGTK", () => ask("POST", "/session", { capabilities }), 60_000),
  );
  const session = `/session/${sessionId}`;
  await ask("POST", `${session}/timeouts`, { script: 60_000, pageLoad: 120_000 });
  return {
    name: "WebKitGTK",
    open: async (url) => {
      await ask("POST", `${session}/url`, { url });
    },
    evaluate: async (expression) => {
      const script = `return JSON.stringify(${expression}) ?? "null";`;
      return JSON.parse(String(await ask("POST", `${session}/execute/sync`, { script, args: [] })));
    },
    close: async () => {
      await ask("DELETE", session).catch(() => {});
      // With the display that was made for it.
      if (driver.pid !== undefined) process.kill(-driver.pid);
    },
  };
}
