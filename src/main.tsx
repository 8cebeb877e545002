import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/newsreader/wght.css";
import "./ui/tokens.css";
import "./ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createPlayground } from "./app/createPlayground.ts";
import { spawnEngineWorker } from "./app/engine/engineClient.ts";
import { PlaygroundContext } from "./app/PlaygroundContext.tsx";
import { createPersistence, indexedDbStore, localUnloadStorage } from "./app/persistence.ts";
import { claimRun } from "./app/runs/claimRun.ts";
import { notify } from "./app/store.ts";
import { hashOf } from "./app/view.ts";
import { isUnfetched, UNFETCHED } from "./protocol/unfetched.ts";
import { App } from "./ui/App.tsx";
import { Part } from "./ui/primitives/Part.tsx";
import { tolerateTranslators } from "./ui/shell/tolerateTranslators.ts";

const playground = createPlayground({
  spawnWorker: spawnEngineWorker,
  persistence: (onWarning) => createPersistence(indexedDbStore(), localUnloadStorage(), onWarning),
  claimRun,
  hash: location.hash,
  // A reload must not bring the link's setup back over later edits; the view may stay.
  onHashUsed: () => {
    // A presentation writes an address of its own, by which a reload comes back to its screen.
    if (playground.store.getState().presenting !== null) return;
    history.replaceState(null, "", location.pathname + location.search + hashOf(playground.store.getState()));
  },
});
addEventListener("pagehide", playground.flush);
// A button whose code is fetched when it is pressed must not seem to do nothing.
addEventListener("unhandledrejection", ({ reason }) => {
  if (isUnfetched(reason)) notify(playground.store, UNFETCHED);
});
// The page can be used before it is there.
void import("./app/serviceWorker.ts")
  .then(({ registerServiceWorker, watchForNewerVersion }) => {
    void registerServiceWorker();
    void watchForNewerVersion(() =>
      notify(playground.store, {
        tone: "info",
        message: "There is a newer version of this page.",
        advice: "Reload to use it; your text and your runs are kept.",
      }),
    );
  })
  .catch(() => {
    // Without it the page lives on the network alone.
  });

tolerateTranslators();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root.");
createRoot(root).render(
  <StrictMode>
    <PlaygroundContext value={playground}>
      <Part>
        <App />
      </Part>
    </PlaygroundContext>
  </StrictMode>,
);
