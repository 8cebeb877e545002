import { afterEach, expect, it, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

it("asks the browser once a visit to keep what is stored, whatever it says", async () => {
  const persist = vi.fn(() => Promise.reject(new Error("not allowed")));
  vi.stubGlobal("navigator", { storage: { persist } });
  const { keepStorage } = await import("./keepStorage.ts");
  expect(persist).not.toHaveBeenCalled();
  keepStorage();
  keepStorage();
  expect(persist).toHaveBeenCalledTimes(1);
});

it("does without where the browser cannot be asked", async () => {
  vi.stubGlobal("navigator", {});
  const { keepStorage } = await import("./keepStorage.ts");
  expect(keepStorage).not.toThrow();
});
