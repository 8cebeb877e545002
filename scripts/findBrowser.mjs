// Finds a Chromium for the tests: an installed one, else Playwright's, else the system package manager's.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

const installed = () => CANDIDATES.find((path) => path && existsSync(path));

/** Full Chromium, not the headless shell: the shell has no WebGPU. */
async function playwrightChromium() {
  const { chromium } = await import("@playwright/test");
  if (!existsSync(chromium.executablePath())) {
    spawnSync("npx", ["playwright", "install", "chromium", "--no-shell"], { stdio: "inherit" });
  }
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

function aptChromium() {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, "apt-get", ...args];
    return spawnSync(command, rest, {
      stdio: "inherit",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status;
  };
  if (spawnSync("apt-get", ["--version"]).status !== 0) return undefined;
  apt("update", "-qq");
  apt("install", "-y", "-qq", "--no-install-recommends", "chromium");
  return installed();
}

/** Path of a browser that can run the tests, or an error that says what to do. */
export async function findBrowser() {
  const path = installed() ?? (await playwrightChromium()) ?? aptChromium();
  if (!path) {
    throw new Error(
      "No Chrome or Chromium was found, and neither Playwright nor apt-get could install one. " +
        "Install Chrome or Chromium, or set CHROMIUM_PATH to its executable, and run the tests again.",
    );
  }
  return path;
}
