import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { createStore } from "zustand/vanilla";
import { LOADED, playgroundWorld } from "../../../test/playgroundWorld.ts";
import { PlaygroundContext } from "../../app/PlaygroundContext.tsx";
import type { Playground } from "../../app/playground.ts";
import { ModelButton } from "./ModelButton.tsx";

const { open, worker } = playgroundWorld();

/** The words on it, as it stands now: on a server, which this is taken for, a store shows what it began with. */
function words(page: Playground): string {
  const store = createStore(() => page.store.getState());
  const markup = renderToStaticMarkup(
    <PlaygroundContext value={{ ...page, store }}>
      <ModelButton />
    </PlaygroundContext>,
  );
  return markup.replace(/<[^>]*>/g, "").trim();
}

it("names the version in force, as the worker says it, until that is the untouched model again", async () => {
  const page = await open();
  worker().say({ type: "workerReady", version: 3 });
  worker().say({ type: "modelLoaded", model: LOADED });
  expect(words(page)).toBe("Model: M · WebAssembly");
  worker().say({ type: "versionInForce", name: "A run" });
  expect(words(page)).toBe("Model: M · WebAssembly · version “A run”");
  worker().say({ type: "versionInForce", name: null });
  expect(words(page)).toBe("Model: M · WebAssembly");
});

it("tells of the model on its way alone, and of a fresh one as untouched", async () => {
  const page = await open();
  worker().say({ type: "workerReady", version: 3 });
  worker().say({ type: "modelLoaded", model: LOADED });
  worker().say({ type: "versionInForce", name: "A run" });
  page.models.load("other");
  expect(words(page)).toBe("Model: Loading other…");
  worker().say({ type: "modelLoaded", model: { ...LOADED, id: "other", name: "Other" } });
  expect(words(page)).toBe("Model: Other · WebAssembly");
});
