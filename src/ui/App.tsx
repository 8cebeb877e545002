import { lazy } from "react";
import { usePlaygroundState } from "../app/PlaygroundContext.tsx";
import styles from "./App.module.css";
import { Part } from "./primitives/Part.tsx";
import { Footer } from "./shell/Footer.tsx";
import { Header } from "./shell/Header.tsx";
import { Notices } from "./shell/Notices.tsx";
import { useStrayDrops } from "./shell/useStrayDrops.ts";
import { StationAnnouncer } from "./views/edit/bar/StationAnnouncer.tsx";
import { Hero } from "./views/edit/Hero.tsx";
import { Workspace } from "./views/edit/Workspace.tsx";

const RoundsPage = lazy(() => import("./views/rounds/RoundsPage.tsx"));
const PuzzlePage = lazy(() => import("../tasks/arc/page/PuzzlePage.tsx"));
const VersionsPage = lazy(() => import("./views/versions/VersionsPage.tsx"));
const StreamPage = lazy(() => import("./views/stream/StreamPage.tsx"));

/** The whole page. */
export function App() {
  const restored = usePlaygroundState((state) => state.restored);
  const view = usePlaygroundState((state) => state.view);
  useStrayDrops();
  return (
    <>
      <a className={styles.skip} href="#workspace">
        Skip to the playground
      </a>
      <div className={styles.page}>
        <Header />
        <main>
          {view === "edit" && <Hero />}
          <Notices />
          {/* It waits the moment until what people typed last time has been found. */}
          {restored && view === "edit" && <Workspace />}
          {restored && view === "rounds" && (
            <Part key="rounds">
              <RoundsPage />
            </Part>
          )}
          {restored && view === "stream" && (
            <Part key="stream">
              <StreamPage />
            </Part>
          )}
          {restored && view === "puzzles" && (
            <Part key="puzzles">
              <PuzzlePage />
            </Part>
          )}
          {restored && view === "versions" && (
            <Part key="versions">
              <VersionsPage />
            </Part>
          )}
        </main>
        {restored && <Footer />}
      </div>
      {view === "edit" && <StationAnnouncer />}
    </>
  );
}
