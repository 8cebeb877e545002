import { existsSync } from "node:fs";
import { startStaticHost } from "../staticHost.ts";
import type { Driver } from "./driver.ts";
import { startFirefox } from "./firefox.ts";
import { travel } from "./journey.ts";
import { startWebKit } from "./webkit.ts";

// `npm run test:browsers`: the built page in the browsers of the system's packages. On Debian:
// apt-get install firefox-esr webkit2gtk-driver xvfb

const find = (paths: readonly string[]) => paths.find((path) => existsSync(path));
const firefox = find(["/usr/bin/firefox-esr", "/usr/bin/firefox", "/snap/bin/firefox"]);
const webKitDriver = find(["/usr/bin/WebKitWebDriver"]);
const miniBrowser = find(
  ["4.1", "6.0", "4.0"].flatMap((version) =>
    ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/libexec"].map(
      (folder) => `${folder}/webkit${version === "6.0" ? "gtk" : "2gtk"}-${version}/MiniBrowser`,
    ),
  ),
);

const starts: [string, (() => Promise<Driver>) | null][] = [
  ["Firefox", firefox ? () => startFirefox(firefox) : null],
  ["WebKitGTK", webKitDriver && miniBrowser ? () => startWebKit(webKitDriver, miniBrowser) : null],
];
const chosen = starts.filter(([name]) => process.argv.length < 3 || process.argv.includes(name));

/** Where a journey ended: what is to be read, and what cannot be pressed. */
const SHOWN =
  "document.body.innerText.slice(0, 3000) + [...document.querySelectorAll('button:disabled')].map((b) => ' [disabled: ' + (b.getAttribute('aria-label') ?? b.innerText) + ']').join('')";

const host = await startStaticHost();
let failures = 0;
for (const [name, start] of chosen) {
  console.log(`\n${name}`);
  if (start === null) {
    console.log("  is not installed: apt-get install firefox-esr webkit2gtk-driver xvfb");
    failures += 1;
    continue;
  }
  const driver = await start();
  try {
    await travel(driver, host.url, (seen) => console.log(`  ${seen}`));
  } catch (error) {
    failures += 1;
    console.log(`  FAILED: ${error instanceof Error ? error.message : error}`);
    const shown = await driver.evaluate(SHOWN).catch(() => "nothing");
    console.log(`  on screen:\n${shown}`);
  } finally {
    await driver.close();
  }
}
await host.close();
process.exit(failures > 0 ? 1 : 0);
