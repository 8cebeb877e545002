import { lazy, useDeferredValue } from "react";
import { editTask } from "../app/edit/selectors.ts";
import { usePlayground, usePlaygroundState } from "../app/PlaygroundContext.tsx";
import { isOfLessons } from "../app/view.ts";
import styles from "./App.module.css";
import { Part } from "./primitives/Part.tsx";
import { Footer } from "./shell/Footer.tsx";
import { Header } from "./shell/Header.tsx";
import { Notices } from "./shell/Notices.tsx";
import { useStrayDrops } from "./shell/useStrayDrops.ts";
import { EditPage } from "./views/edit/EditPage.tsx";

const ModelDialog = lazy(() => import("./models/ModelDialog.tsx"));
const RoundsPage = lazy(() => import("./views/rounds/RoundsPage.tsx"));
const VersionsPage = lazy(() => import("./views/versions/VersionsPage.tsx"));
const LessonPanel = lazy(() => import("./views/lessons/LessonPanel.tsx"));
const LessonsPage = lazy(() => import("./views/lessons/LessonsPage.tsx"));
const PresentPage = lazy(() => import("./present/PresentPage.tsx"));
const EmbedLine = lazy(() => import("./shell/EmbedLine.tsx"));
const StreamPage = lazy(() => import("./views/stream/StreamPage.tsx"));

/** In a frame of a talk or a course: one view, and nothing around it. */
const isEmbedded = new URLSearchParams(location.search).has("embed");

/** The whole page. */
export function App() {
  // A view is made in slices, between which the browser answers keys.
  const restored = useDeferredValue(usePlaygroundState((state) => state.restored));
  const isPresenting = usePlaygroundState((state) => state.presenting !== null);
  useStrayDrops();
  if (isPresenting && restored) {
    return (
      <Part>
        <PresentPage />
      </Part>
    );
  }
  return (
    <>
      <a className={styles.skip} href="#workspace">
        Skip to the playground
      </a>
      <BesideIt />
      <div className={styles.page}>
        {!isEmbedded && <Header />}
        <main className={isEmbedded ? undefined : styles.view}>
          <Notices />
          {/* It waits the moment until what people typed last time has been found. */}
          {restored && <View />}
        </main>
        {restored && (isEmbedded ? <EmbedLine /> : <Footer />)}
      </div>
      <Models />
    </>
  );
}

/** The step of a lesson that is open; before the page, so that whoever reads it from the top meets it first. */
function BesideIt() {
  const isOpen = usePlaygroundState(({ restored, lesson }) => restored && lesson !== null);
  return (
    isOpen && (
      <Part>
        <LessonPanel />
      </Part>
    )
  );
}

function Models() {
  const { showModels } = usePlayground();
  const at = usePlaygroundState(({ modelDialog }) => modelDialog);
  return (
    at && (
      <Part>
        <ModelDialog at={at} onClose={() => showModels(null)} />
      </Part>
    )
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
      {isOfLessons(view) && <LessonsPage />}
    </Part>
  );
}
