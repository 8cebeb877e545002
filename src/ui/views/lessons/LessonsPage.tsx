import { lazy } from "react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { Part } from "../../primitives/Part.tsx";
import { LessonList } from "./LessonList.tsx";

const Glossary = lazy(() => import("./Glossary.tsx"));
const Educators = lazy(() => import("./educators/Educators.tsx"));

/** The list of lessons, the glossary, and what educators need. */
export default function LessonsPage() {
  const view = usePlaygroundState((state) => state.view);
  return (
    <Part key={view}>
      {view === "lessons" && <LessonList />}
      {view === "glossary" && <Glossary />}
      {view === "educators" && <Educators />}
    </Part>
  );
}
