import { afterEach, expect, it, vi } from "vitest";
import { keepStorage } from "./keepStorage.ts";

afterEach(() => vi.unstubAllGlobals());

it("asks the browser once a visit to keep what is stored, whatever it says", () => {
  const persist = vi.fn(() => Promise.reject(new Error("not allowed")));
  vi.stubGlobal("navigator", { storage: { persist } });
  keepStorage();
  keepStorage();
  expect(persist).toHaveBeenCalledTimes(1);
});

it.each([{}, { storage: {} }])("does without where the browser cannot be asked: %j", (navigator) => {
  vi.stubGlobal("navigator", navigator);
  expect(keepStorage).not.toThrow();
});
