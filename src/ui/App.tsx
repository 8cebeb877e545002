import { lazy } from "react";
import { editTask } from "../app/edit/selectors.ts";
import { usePlaygroundState } from "../app/PlaygroundContext.tsx";
import styles from "./App.module.css";
import { Part } from "./primitives/Part.tsx";
import { Footer } from "./shell/Footer.tsx";
import { Header } from "./shell/Header.tsx";
import { Notices } from "./shell/Notices.tsx";
import { useStrayDrops } from "./shell/useStrayDrops.ts";
import { EditPage } from "./views/edit/EditPage.tsx";

const RoundsPage = lazy(() => import("./views/rounds/RoundsPage.tsx"));
const VersionsPage = lazy(() => import("./views/versions/VersionsPage.tsx"));
const StreamPage = lazy(() => import("./views/stream/StreamPage.tsx"));

/** The whole page. */
export function App() {
  const restored = usePlaygroundState((state) => state.restored);
  useStrayDrops();
  return (
    <>
      <a className={styles.skip} href="#workspace">
        Skip to the playground
      </a>
      <div className={styles.page}>
        <Header />
        <main>
          <Notices />
          {/* It waits the moment until what people typed last time has been found. */}
          {restored && <View />}
        </main>
        {restored && <Footer />}
      </div>
    </>
  );
}

function View() {
  const view = usePlaygroundState((state) => state.view);
  const entry = usePlaygroundState(editTask);
  return (
    <Part key={view}>
      {entry && <EditPage entry={entry} />}
      {view === "rounds" && <RoundsPage />}
      {view === "stream" && <StreamPage />}
      {view === "versions" && <VersionsPage />}
    </Part>
  );
}
