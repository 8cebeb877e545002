import { lazy } from "react";
import { usePlaygroundState } from "../app/PlaygroundContext.tsx";
import styles from "./App.module.css";
import { Footer } from "./Footer.tsx";
import { Header } from "./Header.tsx";
import { Hero } from "./Hero.tsx";
import { Notices } from "./Notices.tsx";
import { Part } from "./primitives/Part.tsx";
import { StationAnnouncer } from "./StationAnnouncer.tsx";
import { useStrayDrops } from "./useStrayDrops.ts";
import { Workspace } from "./Workspace.tsx";

const OuterPage = lazy(() => import("./outer/OuterPage.tsx"));
const PuzzlePage = lazy(() => import("./puzzles/PuzzlePage.tsx"));
const VersionsPage = lazy(() => import("./versions/VersionsPage.tsx"));
const StreamPage = lazy(() => import("./stream/StreamPage.tsx"));

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
              <OuterPage />
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
