import { useEffect, useState } from "react";
import { type Example, exampleOf, loadExample, loadExamples } from "../examples.ts";
import { openedPassage } from "./openedPassage.ts";
import { usePassage } from "./usePassage.ts";

/** The example that the passage is, choosing another, and why that could not be fetched. */
export function useExample(): {
  shown: Example | undefined;
  choose: (id: string) => void;
  problem: string | undefined;
} {
  const { draft, onReplace } = usePassage();
  const [problem, setProblem] = useState<string>();
  const [, setFetched] = useState(false);

  useEffect(() => {
    // Without them the page opens as it is; whoever chooses one is told.
    loadExamples().then(
      () => setFetched(true),
      () => {},
    );
  }, []);

  const choose = (id: string) => {
    loadExample(id).then(
      (passage) => {
        setProblem(undefined);
        if (passage) onReplace(...openedPassage(passage));
      },
      () => setProblem("The example could not be fetched. Check the network, and choose it again."),
    );
  };
  return { shown: exampleOf(draft.passage), choose, problem };
}
