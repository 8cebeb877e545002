import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { createStore } from "zustand/vanilla";
import { playgroundWorld } from "../../../test/playgroundWorld.ts";
import { PlaygroundContext } from "../../app/PlaygroundContext.tsx";
import type { Playground } from "../../app/playground.ts";
import { BackendChoice } from "./BackendChoice.tsx";

const { open, start } = playgroundWorld();

/** As it stands now: on a server, which this is taken for, a store shows what it began with. */
function shown(page: Playground): string {
  const store = createStore(() => page.store.getState());
  return renderToStaticMarkup(
    <PlaygroundContext value={{ ...page, store }}>
      <BackendChoice />
    </PlaygroundContext>,
  );
}

it("cannot be changed while a run has the model, and says why", async () => {
  const page = await open();
  expect(shown(page)).not.toMatch(/<fieldset[^>]*disabled/);
  start(page);
  expect(shown(page)).toMatch(/<fieldset[^>]*disabled.*is using the model/);
});
