import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

/** On a machine that is busy with other things all takes many times as long, and is right all the same. */
const patience = {
  testTimeout: 1_200_000,
  hookTimeout: 1_200_000,
  expect: { poll: { timeout: 600_000 } },
};

/**
 * Two projects: `node` (plain and WebAssembly kernels, tasks, loops, protocol) and `gpu`
 * (WebGPU kernels in a real Chromium; a software adapter will do, but a missing one fails the tests).
 */
export default defineConfig({
  test: {
    // By itself it leaves one processor free, which of two is half.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "node",
          // A process loads each module once for all of its files: loading took a third of the time.
          isolate: false,
          environment: "node",
          include: [
            "src/**/*.test.ts",
            "src/**/*.test.tsx",
            "workers/**/*.test.ts",
            "experiments/**/*.test.ts",
            "test/**/*.test.ts",
          ],
          exclude: ["**/*.gpu.test.ts"],
          ...patience,
        },
      },
      {
        // Named, because a dependency that Vite finds only when a test imports it reloads the page under the test.
        optimizeDeps: {
          include: [
            "@tensorflow/tfjs-core",
            "@tensorflow/tfjs-backend-cpu",
            "@tensorflow/tfjs-backend-wasm",
            "@tensorflow/tfjs-backend-webgpu",
          ],
        },
        test: {
          name: "gpu",
          include: ["src/**/*.gpu.test.ts"],
          ...patience,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                // `npm test` looks a browser up and names it here; unset, Playwright's own is used.
                ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
                args: [
                  "--headless=new",
                  "--no-sandbox",
                  "--enable-unsafe-webgpu",
                  "--use-webgpu-adapter=swiftshader",
                ],
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
